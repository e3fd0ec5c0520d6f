"""The ledger → what each revision of an article changed, one typed row a change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from crawler.ledger.articles.row_choice import RowChoice
from crawler.ledger.tables import articles, pages, revisions

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One thing that one revision changed. Times are UTC."""

    site: str
    """The name of the site."""
    url: str
    """The article's address."""
    title: str
    """Its title as it stands."""
    revision: int
    """The number of the revision, from 2."""
    seen: dt.datetime
    """When the crawler saw it."""
    change: str
    """headline, time-moved, section, lead, tags, authors, paragraphs, or other."""
    before: str | None = None
    """The older value, of the first four."""
    after: str | None = None
    """The newer value."""
    paragraph: int | None = None
    """Of paragraphs: the number of the first one in the older version, from 0."""
    removed: tuple[str, ...] = ()
    """Tags, authors or paragraphs that went."""
    added: tuple[str, ...] = ()
    """Those that came."""


def read_revisions(connection: Connection, choice: RowChoice) -> Iterator[RevisionRow]:
    """What every revision but the first changed, in the order in which they were seen.

    A revision whose content differs in nothing that the diff tells apart is one row: ``other``.
    """
    query = (
        select(
            pages.c.site,
            func.coalesce(articles.c.url, pages.c.url).label("url"),
            func.coalesce(articles.c.title, pages.c.title, "").label("title"),
            revisions.c.number,
            revisions.c.seen,
            revisions.c.changes,
        )
        .join(pages, pages.c.id == revisions.c.page)
        # An address whose article was moved to one that had versions of its own keeps its own.
        .outerjoin(articles, articles.c.page == revisions.c.page)
        .where(
            revisions.c.number > 1,
            choice.condition(pages.c.site, revisions.c.seen, revisions.c.seen),
        )
        .order_by(revisions.c.seen, revisions.c.page, revisions.c.number)
    )
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
        for change in json.loads(row.changes or "[]") or [{"kind": "other"}]:
            yield _row(row, change)


def _row(row: Any, change: dict[str, Any]) -> RevisionRow:
    return RevisionRow(
        site=row.site,
        url=row.url,
        title=row.title,
        revision=row.number,
        seen=row.seen,
        change=change["kind"],
        before=change.get("before"),
        after=change.get("after"),
        paragraph=change.get("at"),
        removed=tuple(change.get("removed", ())),
        added=tuple(change.get("added", ())),
    )
