"""The ledger → what became of one address: its versions, side blocks and end."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from crawler.ledger.tables import articles, looks, page_id, pages, revisions, snapshots

_ANSWERED = ("ok", "unchanged")


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said from ``seen`` on. ``document`` is the article as JSON values;
    ``changes`` what it changed (ledger.diff), empty for the first."""

    number: int
    seen: dt.datetime
    crawl: int
    document: dict[str, Any]
    changes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """What stood in MORE ABOUT from ``seen`` on: items with title, url and published."""

    seen: dt.datetime
    items: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class History:
    """One address. ``place`` is where it was found first; of ``looks``, ``unchanged`` found what
    was kept before; ``unpublished`` is when it was found gone. Times are UTC."""

    url: str
    state: str
    reason: str | None
    place: str
    first_seen: dt.datetime
    last_look: dt.datetime | None
    looks: int
    unchanged: int
    versions: tuple[Version, ...]
    related: tuple[Related, ...]
    unpublished: dt.datetime | None


def read_history(connection: Connection, site: str, key: str) -> History | None:
    """What is known of the address with that key (discovery.addresses.key); None if nothing."""
    return read_history_of(connection, page_id(site, key))


def read_history_of(connection: Connection, page: int) -> History | None:
    """The same of the page with that id (tables.page_id)."""
    known = connection.execute(select(pages).where(pages.c.id == page)).one_or_none()
    if known is None:
        return None
    versions = _read_versions(connection, page)
    return History(
        url=known.url,
        state=known.state,
        reason=known.reason,
        place=known.place,
        first_seen=known.first_seen,
        last_look=known.last_look,
        looks=_count_looks(connection, page),
        unchanged=_count_looks(connection, page, ~looks.c.changed, looks.c.outcome.in_(_ANSWERED)),
        versions=versions,
        related=_read_related(connection, page, versions),
        unpublished=connection.execute(
            select(articles.c.unpublished).where(articles.c.page == page)
        ).scalar_one_or_none(),
    )


def _read_versions(connection: Connection, page: int) -> tuple[Version, ...]:
    rows = connection.execute(
        select(revisions).where(revisions.c.page == page).order_by(revisions.c.number)
    )
    return tuple(_version(row) for row in rows)


def _version(row: Row[Any]) -> Version:
    changes = json.loads(row.changes) if row.changes else []
    return Version(row.number, row.seen, row.crawl, json.loads(row.document), tuple(changes))


def _read_related(
    connection: Connection, page: int, versions: tuple[Version, ...]
) -> tuple[Related, ...]:
    """MORE ABOUT as it stood at first, which the first version holds, and each time it changed."""
    if not versions:
        return ()
    first = Related(versions[0].seen, tuple(versions[0].document["related"]))
    rows = connection.execute(
        select(snapshots.c.first_seen, snapshots.c["items"])
        .where(snapshots.c.page == page, snapshots.c.block == "related")
        .order_by(snapshots.c.first_seen, snapshots.c.id)
    )
    return (first, *(Related(row.first_seen, tuple(json.loads(row[1]))) for row in rows))


def _count_looks(connection: Connection, page: int, *conditions: Any) -> int:
    query = select(func.count()).where(looks.c.page == page, *conditions)
    return connection.execute(query).scalar_one()
