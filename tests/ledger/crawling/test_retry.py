from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.crawling.retry import ask_again, find_given_up
from crawler.ledger.tables import pages
from crawler.link import PageKind

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)

STANDING = {  # path: state, reason, attempts, kind, next look
    "broken": ("failed", "http-500", 6, PageKind.ARTICLE, None),
    "slow": ("failed", "timeout", 6, PageKind.ARTICLE, None),
    "waits": ("due", "http-500", 2, PageKind.ARTICLE, LATER),
    "new": ("due", None, 0, PageKind.ARTICLE, NOW),
    "untitled": ("rejected", "no-title", 0, PageKind.ARTICLE, None),
    "kept": ("kept", None, 0, PageKind.ARTICLE, LATER),
    "listing": ("failed", "http-500", 6, PageKind.LISTING, None),
}


@pytest.fixture
def ledger(engine: Engine) -> Engine:
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
        for number, (path, values) in enumerate(STANDING.items()):
            connection.execute(insert(pages).values(_row(number, path, crawl, *values)))
    return engine


def _row(number: int, path: str, crawl: int, *values: Any) -> dict[str, Any]:
    names = ("state", "reason", "attempts", "kind", "next_look")
    common = {"id": number, "site": SITE, "key": path, "url": path, "place": "listing", "depth": 0}
    return {
        **common,
        **dict(zip(names, values, strict=True)),
        "first_seen": NOW,
        "first_crawl": crawl,
        "priority": 2,
    }


@pytest.mark.parametrize(
    ("reason", "asked"),
    [
        (None, {"broken", "slow", "waits"}),
        ("http-500", {"broken", "waits"}),
        ("no-title", {"untitled"}),
        ("sunshine", set()),
    ],
    ids=["all", "one reason", "rejected", "none"],
)
def test_what_is_asked_again(ledger: Engine, reason: str | None, asked: set[str]) -> None:
    with writing(ledger) as connection:
        assert ask_again(connection, SITE, reason, NOW) == len(asked)
        assert ask_again(connection, "other", reason, NOW) == 0
    fresh = select(pages.c.key).where(
        pages.c.state == "due", pages.c.attempts == 0, pages.c.next_look == NOW
    )
    with reading(ledger) as connection:
        assert set(connection.execute(fresh).scalars()) == asked | {"new"}


def test_what_was_given_up_is_counted_by_reason(ledger: Engine) -> None:
    with reading(ledger) as connection:
        found = find_given_up(connection, SITE)
    assert {(one.state.value, one.reason, one.count) for one in found} == {
        ("failed", "http-500", 1),
        ("due", "http-500", 1),
        ("failed", "timeout", 1),
        ("rejected", "no-title", 1),
    }
