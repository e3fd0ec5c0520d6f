"""Addresses that a user gave → due pages, and what tells them from all else that is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, insert, select, update

from crawler.ledger.decide import Priority, State
from crawler.ledger.tables import links, page_id, pages
from crawler.ledger.visit import DuePage
from crawler.link import PageKind, Where

PAGES_A_QUERY = 500  # below the bound-parameter limits of both databases


def open_given(
    connection: Connection,
    site: str,
    crawl: int,
    given: Sequence[tuple[str, str]],
    now: dt.datetime,
) -> int:
    """Make due each (key, address) that is not kept yet; how many those are."""
    wanted = {page_id(site, key): (key, url) for key, url in given}
    states = _read_states(connection, list(wanted))
    due = [page for page in wanted if states.get(page) != State.KEPT]
    rows = [_page(site, crawl, page, *wanted[page], now) for page in due if page not in states]
    if rows:
        connection.execute(insert(pages), rows)
    values = {"state": State.DUE, "attempts": 0, "priority": Priority.NEW, "next_look": now}
    known = [page for page in due if page in states]
    for start in range(0, len(known), PAGES_A_QUERY):
        some = known[start : start + PAGES_A_QUERY]
        connection.execute(update(pages).where(pages.c.id.in_(some)).values(**values))
    if due:
        connection.execute(
            insert(links), [_link(site, crawl, p, n, now) for n, p in enumerate(due)]
        )
    return len(due)


def add_told(connection: Connection, crawl: int, due: DuePage, now: dt.datetime) -> None:
    """Add a page of which another record tells that it was due."""
    row = _page(due.site, crawl, due.id, due.key, due.url, now)
    connection.execute(insert(pages), [row | {"kind": due.kind, "place": due.place}])


def is_given(site: str, crawl: int) -> ColumnElement[bool]:
    """The condition that a page was given to the crawl."""
    return pages.c.id.in_(select(links.c.target).where(links.c.source == _list_id(site, crawl)))


def _list_id(site: str, crawl: int) -> int:
    """What stands for a crawl's list where a listing's page stands for others."""
    return page_id(site, f"given/{crawl}")


def _read_states(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(ids), PAGES_A_QUERY):
        some = ids[start : start + PAGES_A_QUERY]
        rows = connection.execute(select(pages.c.id, pages.c.state).where(pages.c.id.in_(some)))
        found |= {row.id: row.state for row in rows}
    return found


def _page(
    site: str, crawl: int, page: int, key: str, url: str, now: dt.datetime
) -> dict[str, object]:
    return {
        "id": page,
        "site": site,
        "key": key,
        "url": url,
        "kind": PageKind.ARTICLE,
        "place": Where.GIVEN,
        "depth": 0,
        "first_seen": now,
        "first_crawl": crawl,
        "state": State.DUE,
        "attempts": 0,
        "priority": Priority.NEW,
        "next_look": now,
    }


def _link(site: str, crawl: int, page: int, rank: int, now: dt.datetime) -> dict[str, object]:
    return {
        "source": _list_id(site, crawl),
        "target": page,
        "place": Where.GIVEN,
        "rank": rank,
        "first_seen": now,
        "last_seen": now,
    }
