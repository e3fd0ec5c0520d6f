"""A selection → what the database leaves out, in which order it gives the rest, and which of that
must be read to be sure.

Every statement walks an index from its first row, so that nothing is sorted: SQLite would hold
all documents in memory for that.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from crawler.feeds.selection import Bound, By, Selection, day_of, is_same
from crawler.ledger.articles.row_choice import choose_rows
from crawler.ledger.tables import articles

# A bound is read by the article's own clock, which may be a day off the one that `date` is of.
_MARGIN = dt.timedelta(days=2)
_FIRST, _LAST = dt.date.min + _MARGIN, dt.date.max - _MARGIN


@dataclass(frozen=True, slots=True)
class ArticleChoice:
    """Conditions and order of a statement over `articles`. ``sure_from`` to ``sure_to`` (days as
    in the column ``date``) the bounds need no second look; ``read_all`` the articles do."""

    conditions: tuple[ColumnElement[bool], ...]
    order: tuple[Any, ...]
    read_all: bool
    sure_from: str = ""
    sure_to: str = "~"

    def is_sure(self, date: str) -> bool:
        """True if an article of that day, given by the statement, is admitted without a look."""
        return not self.read_all and self.sure_from <= date <= self.sure_to


def choose_articles(
    connection: Connection,
    selection: Selection,
    newest_first: bool = False,
    without_gone: bool = False,
) -> ArticleChoice:
    """What is asked of the database for a selection.

    In order of publication (what has no time stands before its day's others), or with By.SEEN of
    the first look. ``without_gone`` leaves out what is gone from its site.
    """
    is_by_look = selection.by is By.SEEN
    conditions = [*(_seen(selection) if is_by_look else _published(selection))]
    if selection.site is not None:
        # Not as a bare column where the order is not by site: SQLite would rather look up the site
        # and then sort.
        site = func.coalesce(articles.c.site, "") if is_by_look else articles.c.site
        conditions.append(site == selection.site)
    if selection.section is not None:
        conditions.append(_of_section(connection, selection.section, conditions))
    if without_gone:
        conditions.append(articles.c.unpublished.is_(None))
    sure_from, sure_to = _sure_days(selection)
    return ArticleChoice(
        conditions=tuple(conditions),
        order=_order(is_by_look, newest_first),
        read_all=bool(selection.tag is not None or selection.author is not None)
        or selection.language is not None
        or bool(selection.words),
        sure_from=sure_from,
        sure_to=sure_to,
    )


def _order(is_by_look: bool, newest_first: bool) -> tuple[Any, ...]:
    date, published, page = articles.c.date, articles.c.published, articles.c.page
    if is_by_look:
        columns = (articles.c.first_seen, page)
        return tuple(one.desc() for one in columns) if newest_first else columns
    # Said aloud where there may be none, because the databases differ.
    if newest_first:
        return date.desc(), published.desc().nulls_last(), page.desc()
    return date, published.asc().nulls_first(), page


def _seen(selection: Selection) -> list[ColumnElement[bool]]:
    """Exactly what the bounds say: the column holds what the article does."""
    choice = choose_rows(None, selection.since, selection.until)
    column = articles.c.first_seen
    since = [column >= choice.since] if choice.since is not None else []
    return since + ([column < choice.until] if choice.until is not None else [])


def _published(selection: Selection) -> list[ColumnElement[bool]]:
    """No less than what the bounds admit."""
    since = [articles.c.date >= _moved(selection.since, -_MARGIN)] if selection.since else []
    return since + (
        [articles.c.date <= _moved(selection.until, _MARGIN)] if selection.until else []
    )


def _sure_days(selection: Selection) -> tuple[str, str]:
    if selection.by is By.SEEN:
        return "", "~"
    since = _moved(selection.since, _MARGIN) if selection.since else ""
    return since, _moved(selection.until, -_MARGIN) if selection.until else "~"


def _moved(bound: Bound, by: dt.timedelta) -> str:
    """The day of a bound, some days on, as the column has it."""
    return (min(max(day_of(bound), _FIRST), _LAST) + by).isoformat()


def _of_section(
    connection: Connection, section: str, conditions: list[ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Of one of the spellings that the section has: no database compares as the program does."""
    column = func.coalesce(articles.c.section, "")
    spellings = connection.execute(select(column).where(*conditions).distinct()).scalars()
    return column.in_([one for one in spellings if is_same(section, one)])
