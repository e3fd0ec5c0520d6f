"""Where a site stands, read from the rows of both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, insert

from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.decide import State
from crawler.ledger.reports.completeness import Missed
from crawler.ledger.reports.summary import (
    Holding,
    Summary,
    crawl_outcome,
    read_holdings,
    summarise,
)
from crawler.ledger.tables import articles, gaps, pages, walks

NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def crawl(engine: Engine) -> int:
    with writing(engine) as connection:
        return crawls.begin(connection, "gazette", "crawl", {}, NOW)


def add_page(engine: Engine, crawl: int, number: int, state: State, reason: str | None) -> None:
    row = {
        "id": number,
        "site": "gazette",
        "key": str(number),
        "url": f"https://gazette.example/{number}",
        "kind": "article",
        "place": "listing",
        "depth": 0,
        "first_seen": NOW,
        "first_crawl": crawl,
        "state": state,
        "reason": reason,
        "priority": 1,
    }
    with writing(engine) as connection:
        connection.execute(insert(pages).values(**row))


def add_article(engine: Engine, number: int, date: str, site: str = "gazette") -> None:
    row = {
        "page": number,
        "site": site,
        "url": str(number),
        "date": date,
        "title": "A title",
        "revision": 1,
        "content_hash": "",
        "first_seen": NOW,
        "last_seen": NOW,
        "related_hash": "",
        "document": "{}",
    }
    with writing(engine) as connection:
        connection.execute(insert(articles).values(**row))


def add_gap(engine: Engine, crawl: int, url: str, closed: dt.datetime | None) -> None:
    walk = {
        "site": "gazette",
        "listing": 1,
        "url": url,
        "crawl": crawl,
        "started": NOW,
        "state": "gap",
        "thorough": False,
        "pages": 1,
        "position": 1,
    }
    with writing(engine) as connection:
        number = connection.execute(insert(walks).values(**walk).returning(walks.c.id)).scalar_one()
        gap = {"site": "gazette", "walk": number, "url": url, "opened": NOW, "reason": "max-pages"}
        connection.execute(insert(gaps).values(**gap, closed=closed))


def summary(engine: Engine, site: str = "gazette") -> Summary:
    with reading(engine) as connection:
        return summarise(connection, site)


def test_a_site_that_was_never_crawled_has_nothing(engine: Engine) -> None:
    assert summary(engine) == Summary(0, None, None, 0, (), (), ())


def test_articles_are_counted_with_the_first_and_the_last_day(engine: Engine) -> None:
    for number, date in enumerate(("2026-01-20", "2025-12-31", "2026-01-02")):
        add_article(engine, number, date)
    add_article(engine, 9, "2020-01-01", "herald")
    found = summary(engine)
    assert (found.articles, found.oldest, found.newest) == (3, "2025-12-31", "2026-01-20")


def test_what_was_missed_is_told_by_state_and_reason_the_most_first(
    engine: Engine, crawl: int
) -> None:
    ends = [
        (State.GONE, "http-404"),
        (State.REJECTED, "no-title"),
        (State.REJECTED, "no-title"),
        (State.FAILED, None),
        (State.KNOWN, "beyond-depth"),
        (State.DUE, "http-503"),
        (State.KEPT, None),
        (State.READ, None),
    ]
    for number, (state, reason) in enumerate(ends):
        add_page(engine, crawl, number, state, reason)
    found = summary(engine)
    assert found.missed == (
        Missed(State.REJECTED, "no-title", 2, "https://gazette.example/1"),
        Missed(State.GONE, "http-404", 1, "https://gazette.example/0"),
        Missed(State.FAILED, "unknown", 1, "https://gazette.example/3"),
    )
    assert [(left.reason, left.count) for left in found.left] == [("beyond-depth", 1)]
    assert found.waiting == 1
    assert summary(engine, "herald").missed == ()


def test_gaps_that_were_filled_are_told_no_more(engine: Engine, crawl: int) -> None:
    add_gap(engine, crawl, "https://gazette.example/open", None)
    add_gap(engine, crawl, "https://gazette.example/filled", NOW)
    assert [gap.url for gap in summary(engine).gaps] == ["https://gazette.example/open"]


def test_holdings_name_every_site_that_was_crawled(engine: Engine, crawl: int) -> None:
    add_article(engine, 1, "2026-01-20")
    with writing(engine) as connection:
        crawls.begin(connection, "herald", "crawl", {}, NOW - HOUR)
        crawls.finish(connection, "gazette", crawl, "stopped", "SIGINT", {}, NOW)
        later = crawls.begin(connection, "gazette", "crawl", {}, NOW + HOUR)
    with reading(engine) as connection:
        assert read_holdings(connection) == {
            "gazette": Holding(1, NOW + HOUR),
            "herald": Holding(0, NOW - HOUR),
        }
        assert crawl_outcome(connection, crawl) == ("stopped", "SIGINT")
        assert crawl_outcome(connection, later) == ("running", None)
