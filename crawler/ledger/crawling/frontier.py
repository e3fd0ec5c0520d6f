"""The ledger → the pages to look at now, in small batches. No other queue exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, not_, or_, select, update

from crawler.ledger.decide import Priority, State
from crawler.ledger.tables import pages, walks
from crawler.ledger.visit import DuePage
from crawler.link import PageKind, Where

_COLUMNS = (
    pages.c.id,
    pages.c.site,
    pages.c.key,
    pages.c.url,
    pages.c.kind,
    pages.c.place,
    pages.c.depth,
    pages.c.attempts,
    pages.c.state,
    pages.c.reason,
    pages.c.walk,
    walks.c.url.label("listing"),
    pages.c.published,
    pages.c.first_seen,
    pages.c.etag,
    pages.c.last_modified,
    pages.c.fingerprint,
)


def draw_due(
    connection: Connection,
    site: str,
    now: dt.datetime,
    limit: int,
    in_flight: Collection[int],
    priorities: Iterable[Priority] = tuple(Priority),
    only: ColumnElement[bool] | None = None,
    revisits: int | None = None,
) -> list[DuePage]:
    """At most ``limit`` due pages that are not in flight, most urgent first; of them at most
    ``revisits`` that are due for no other reason than that they may have changed.

    One index range a priority, so the cost does not grow with what is known or not yet due.
    """
    drawn: list[DuePage] = []
    for priority in priorities:
        query = _due_query(site, priority, now, limit - len(drawn) + len(in_flight))
        rows = connection.execute(query if only is None else query.where(only))
        found = [_due_page(row) for row in rows if row.id not in in_flight]
        drawn += found[:revisits] if priority is Priority.REVISIT else found
        if len(drawn) >= limit:
            break
    return drawn[:limit]


def _due_query(site: str, priority: Priority, now: dt.datetime, limit: int) -> Select[Any]:
    return (
        select(*_COLUMNS)
        .join_from(pages, walks, walks.c.id == pages.c.walk, isouter=True)
        .where(pages.c.site == site, pages.c.priority == priority, pages.c.next_look <= now)
        .order_by(pages.c.next_look)
        .limit(limit)
    )


def _due_page(row: Row[Any]) -> DuePage:
    values = {column.key: getattr(row, column.key) for column in _COLUMNS}
    values["kind"] = PageKind(values["kind"])
    values["place"] = Where(values["place"])
    return DuePage(**values)


def read_page(connection: Connection, page: int) -> tuple[DuePage, dt.datetime | None] | None:
    """A page, whatever it waits for, and when it was last looked at; None for an unknown one."""
    query: Select[Any] = select(*_COLUMNS, pages.c.last_look).join_from(
        pages, walks, walks.c.id == pages.c.walk, isouter=True
    )
    row = connection.execute(query.where(pages.c.id == page)).one_or_none()
    if row is None:
        return None
    return _due_page(row), row.last_look


SCHEMES = ("https", "http")
WAITED_FOR = (Priority.PLACES, Priority.NEW, Priority.RETRY)


def next_due(
    connection: Connection,
    site: str,
    priorities: Iterable[Priority] = WAITED_FOR,
    only: ColumnElement[bool] | None = None,
    resting: Mapping[str, dt.datetime] | None = None,
) -> dt.datetime | None:
    """When the next page that still waits for its article or its retry may be asked for; None if
    none waits. ``resting`` hosts, and until when, come no sooner than that."""
    resting = resting or {}
    query = select(func.min(pages.c.next_look)).where(
        pages.c.site == site,
        pages.c.priority.in_(tuple(priorities)),
        pages.c.state == State.DUE,
    )
    query = query if only is None else query.where(only)
    awake = query.where(*(not_(is_of_host(host)) for host in resting))
    moments = [connection.execute(awake).scalar()]
    for host, until in resting.items():
        due = connection.execute(query.where(is_of_host(host))).scalar()
        moments.append(due and max(due, until))
    return min((moment for moment in moments if moment is not None), default=None)


def is_of_host(host: str) -> ColumnElement[bool]:
    """Whether a page is a host's (rest.host_of)."""
    return or_(
        *(pages.c.url.startswith(f"{scheme}://{host}/", autoescape=True) for scheme in SCHEMES)
    )


def count_due(
    connection: Connection, site: str, now: dt.datetime, revisits: int | None = None
) -> int:
    """How many pages are due now; of those that may have changed, at most ``revisits``."""
    total = 0
    for priority in Priority:
        query = select(func.count()).where(
            pages.c.site == site, pages.c.priority == priority, pages.c.next_look <= now
        )
        found: int = connection.execute(query).scalar_one()
        is_capped = priority is Priority.REVISIT and revisits is not None
        total += min(found, revisits or 0) if is_capped else found
    return total


def make_due(connection: Connection, ids: Collection[int], now: dt.datetime) -> None:
    """Pages to be looked at now whatever they were, keeping their state and validators."""
    connection.execute(update(pages).where(pages.c.id.in_(ids)).values(next_look=now, attempts=0))
