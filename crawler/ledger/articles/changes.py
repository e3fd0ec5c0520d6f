"""What became of articles, numbered in the order of the commits: written once, read by cursors.

Why a reader that stands at a number never misses a change that is committed later: a number is
given at the end of a transaction, under a lock that is held until after its commit. On SQLite
that is the write lock, which every transaction takes when it begins. On PostgreSQL it is an
advisory lock, which the server releases only once the commit is visible to all; the next
transaction then takes the highest number it sees, and that is the highest there is. So numbers
become visible in their order, whichever transaction began first, and who sees one sees all below
it. A transaction that is rolled back leaves no hole and no number. Nothing else is waited for
while the lock is held, so there is no deadlock, and a group without a change does not take it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, func, insert, select, true

from crawler import article as schema
from crawler.article import Article
from crawler.feeds.selection import Selection
from crawler.ledger.decide import Event
from crawler.ledger.tables import articles, changes, revisions

ROWS_AT_ONCE = 500
_LOCK = 0x6E_65_77_73_6C_6F_67  # any number that no other program on the server takes


class Change(StrEnum):
    """What an article is to who read the ledger up to a cursor."""

    NEW = "new"
    CHANGED = "changed"
    UNPUBLISHED = "unpublished"
    BACK = "back"  # was unpublished, and is on the site again
    LEFT = "left"  # is there, but no longer what the selection asks for
    MOVED = "moved"  # is kept under another address now, and told there, too


@dataclass(frozen=True, slots=True)
class Changed:
    """An article (and its id) as it stands, or stood under its former address; what it is to the
    reader; and its latest change: number, time, and the new address if it moved."""

    id: int
    article: Article
    change: Change
    number: int
    at: dt.datetime
    moved_to: str | None = None


def record(connection: Connection, site: str, rows: Sequence[dict[str, Any]]) -> None:
    """Number and keep what became of articles: the last thing that a transaction does.

    Each row has ``page``, ``kind`` (decide.Event), ``revision`` and ``at``.
    """
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    # A statement of its own, so that it sees what was committed while the lock was waited for.
    first = last_number(connection) + 1
    numbered = [{**row, "site": site, "number": first + n} for n, row in enumerate(rows)]
    connection.execute(insert(changes), numbered)


def last_number(connection: Connection) -> int:
    """The number of the last change; 0 if there is none."""
    found: int = connection.execute(select(func.max(changes.c.number))).scalar_one() or 0
    return found


def read_changes(
    connection: Connection, selection: Selection, after: int, until: int
) -> Iterator[Changed]:
    """The articles whose latest change lies in (after, until], each once, in order of that change.

    Kinds compare with what a reader at ``after`` had, within the selection: an article that the
    reader had and that the selection admits no more is LEFT. Costs what the changes in the range
    cost, however many there are in all; memory stays flat.
    """
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
        select_changes(selection, after, until)
    )
    for row in rows:
        article = schema.from_json(row.document)
        if row.last_seen is not None:
            article = replace(article, last_seen=row.last_seen)
        change = _compare(connection, selection, article, row)
        if change is not None:
            yield Changed(row.page, article, change, row.number, row.at, row.moved_to)


def select_changes(selection: Selection, after: int, until: int) -> Select[Any]:
    """The statement of `read_changes`: each article's latest change, and what it was before."""
    later, earlier, before = changes.alias(), changes.alias(), changes.alias()
    is_latest = ~exists().where(
        later.c.page == changes.c.page,
        later.c.number > changes.c.number,
        later.c.number <= until,
    )
    known = (
        select(func.max(earlier.c.number))
        .where(earlier.c.page == changes.c.page, earlier.c.number <= after)
        .scalar_subquery()
    )
    site = changes.c.site == selection.site if selection.site is not None else true()
    document = func.coalesce(articles.c.document, changes.c.document).label("document")
    return (
        select(
            changes.c.number,
            changes.c.page,
            changes.c.kind,
            changes.c.revision,
            changes.c.at,
            changes.c.moved_to,
            document,
            articles.c.last_seen,
            before.c.kind.label("kind_before"),
            before.c.revision.label("revision_before"),
        )
        .outerjoin(articles, articles.c.page == changes.c.page)
        .outerjoin(before, and_(before.c.page == changes.c.page, before.c.number == known))
        .where(changes.c.number > after, changes.c.number <= until, site, is_latest)
        .where(document.is_not(None))
        .order_by(changes.c.number)
    )


def _compare(
    connection: Connection, selection: Selection, article: Article, row: Row[Any]
) -> Change | None:
    """What the article is to the reader; None if nothing."""
    admitted = selection.admits(article)
    had = _had(connection, selection, article, row)
    if row.kind == Event.MOVED:
        return Change.MOVED if had else None
    if row.kind == Event.UNPUBLISHED:
        return Change.UNPUBLISHED if admitted or had else None
    if not admitted:
        return Change.LEFT if had else None
    if had:
        return Change.CHANGED
    return Change.BACK if row.kind_before == Event.UNPUBLISHED else Change.NEW


def _had(connection: Connection, selection: Selection, article: Article, row: Row[Any]) -> bool:
    """True if the reader had the article: on the site then, and admitted as it was."""
    if row.kind_before in (None, Event.UNPUBLISHED, Event.MOVED):
        return False
    of_site = selection == Selection(site=selection.site)
    if of_site or row.revision_before == article.revision:
        return selection.admits(article)
    document = connection.execute(
        select(revisions.c.document).where(
            revisions.c.page == row.page, revisions.c.number == row.revision_before
        )
    ).scalar_one_or_none()
    return selection.admits(schema.from_json(document) if document is not None else article)
