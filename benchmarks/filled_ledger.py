"""A ledger that knows many addresses: a newsroom's articles, due, and others, left alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import insert

from benchmarks.full_crawl import SITE
from crawler import registry
from crawler.demo.newsroom import Newsroom
from crawler.discovery.addresses import key
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.decide import Priority, State
from crawler.ledger.tables import page_id, pages
from crawler.link import PageKind, Where

ROWS_AT_ONCE = 20_000


def fill(address: str, house: Newsroom, known: int, now: dt.datetime) -> None:
    """Make a ledger that knows ``known`` addresses, of which all of the newsroom's are due."""
    engine = open_ledger(address)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, now)
        for batch in _batches(_known(house, known)):
            connection.execute(insert(pages), [_row(*one, crawl, now) for one in batch])
        crawls.finish(connection, SITE, crawl, "finished", None, {}, now)
    engine.dispose()


def _known(house: Newsroom, known: int) -> list[tuple[int, str, str, bool]]:
    """(id, key, address, whether it is due), in the order in which the database keeps them."""
    site = registry.site(SITE)
    due = list(islice(house.urls(), known))
    others = (f"{house.edition.origin}/news/general/{9_000_000 + n}.html" for n in range(known))
    urls = ((url, number < len(due)) for number, url in enumerate((*due, *others)))
    found = ((key(url, site), url, is_due) for url, is_due in islice(urls, known))
    return sorted((page_id(SITE, one[0]), *one) for one in found)


def _batches(known: list[tuple[int, str, str, bool]]) -> Iterator[list[tuple[int, str, str, bool]]]:
    for start in range(0, len(known), ROWS_AT_ONCE):
        yield known[start : start + ROWS_AT_ONCE]


def _row(
    page: int, identity: str, url: str, is_due: bool, crawl: int, now: dt.datetime
) -> dict[str, Any]:
    return {
        "id": page,
        "site": SITE,
        "key": identity,
        "url": url,
        "kind": PageKind.ARTICLE,
        "place": Where.LISTING,
        "depth": 0,
        "first_seen": now,
        "first_crawl": crawl,
        "state": State.DUE if is_due else State.KNOWN,
        "attempts": 0,
        "priority": Priority.NEW,
        "next_look": now if is_due else None,
    }
