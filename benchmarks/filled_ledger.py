"""A ledger that knows many addresses: a newsroom's articles, due, and others, left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert

from benchmarks.full_crawl import SITE
from crawler import registry
from crawler.demo.newsroom import Newsroom
from crawler.discovery.addresses import key
from crawler.ledger import crawls
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.decide import Priority, State
from crawler.ledger.tables import page_id, pages
from crawler.link import PageKind, Where

ROWS_AT_ONCE = 20_000


def fill(address: str, house: Newsroom, known: int, now: dt.datetime) -> None:
    """Make a ledger that knows ``known`` addresses, of which all of the newsroom's are due."""
    engine = open_ledger(address)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, now)
        rows = sorted(_rows(house, known, crawl, now), key=lambda row: row["id"])
        for start in range(0, len(rows), ROWS_AT_ONCE):
            connection.execute(insert(pages), rows[start : start + ROWS_AT_ONCE])
        crawls.finish(connection, SITE, crawl, "finished", None, {}, now)
    engine.dispose()


def _rows(house: Newsroom, known: int, crawl: int, now: dt.datetime) -> Iterator[dict[str, Any]]:
    due = list(islice(house.urls(), known))
    others = (f"{house.edition.origin}/news/general/{9_000_000 + n}.html" for n in range(known))
    yield from _pages(due, crawl, now, State.DUE, now)
    yield from _pages(islice(others, known - len(due)), crawl, now, State.KNOWN, None)


def _pages(
    urls: Iterable[str], crawl: int, now: dt.datetime, state: State, next_look: dt.datetime | None
) -> Iterator[dict[str, Any]]:
    site = registry.site(SITE)
    for url in urls:
        identity = key(url, site)
        yield {
            "id": page_id(SITE, identity),
            "site": SITE,
            "key": identity,
            "url": url,
            "kind": PageKind.ARTICLE,
            "place": Where.LISTING,
            "depth": 0,
            "first_seen": now,
            "first_crawl": crawl,
            "state": state,
            "attempts": 0,
            "priority": Priority.NEW,
            "next_look": next_look,
        }
