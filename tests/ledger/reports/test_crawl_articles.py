"""What a crawl kept, read from the rows of both databases."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, insert

from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.reports.crawl_articles import read_crawl, read_kept_versions
from crawler.ledger.tables import articles, looks, revisions

NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def fill(engine: Engine) -> tuple[int, int]:
    """Two crawls: the first finds three stories, one without a time; the second a new version of
    one, which is looked at twice, and nothing new of another. A page's number is its hour."""
    with writing(engine) as connection:
        first = crawls.begin(connection, "gazette", "crawl", {}, NOW)
        crawls.finish(connection, "gazette", first, "finished", None, {"requests": 3}, NOW)
        second = crawls.begin(connection, "gazette", "crawl", {}, NOW + HOUR)
        for page in (1, 2, 3):
            row = {"page": page, "site": "gazette", "url": f"https://gazette.example/{page}"}
            row |= {"date": "2026-01-21", "title": f"Story {page}", "content_hash": "x"}
            row |= {"published": NOW - page * HOUR if page < 3 else None, "revision": 1}
            row |= {"first_seen": NOW, "last_seen": NOW, "related_hash": "", "document": "{}"}
            connection.execute(insert(articles).values(row))
        for crawl, page, number in ((first, 1, 1), (first, 2, 1), (first, 3, 1), (second, 2, 2)):
            version = {"page": page, "number": number, "crawl": crawl, "seen": NOW}
            connection.execute(insert(revisions).values(**version, content_hash="x", document="{}"))
        looked = [(first, 1), (first, 2), (first, 3), (second, 1), (second, 2), (second, 2)]
        for crawl, page in looked:
            look = {"page": page, "crawl": crawl, "at": NOW, "bytes": 9, "outcome": "ok"}
            connection.execute(insert(looks).values(**look, changed=True))
    return first, second


def test_new_stories_and_new_versions_the_newest_first(engine: Engine) -> None:
    first, second = fill(engine)

    def kept(crawl: int, limit: int = 9, skipped: int = 0) -> list[tuple[int, str, int]]:
        with reading(engine) as connection:
            found = read_kept_versions(connection, crawl, limit, skipped)
        return [(one.id, one.title, one.version) for one in found]

    assert kept(first) == [(1, "Story 1", 1), (2, "Story 2", 1), (3, "Story 3", 1)]
    assert kept(first, limit=1, skipped=1) == [(2, "Story 2", 1)]
    assert kept(second) == [(2, "Story 2", 2)]
    assert kept(99) == []


def test_a_crawl_by_its_number(engine: Engine) -> None:
    first, second = fill(engine)
    with reading(engine) as connection:
        found, running = read_crawl(connection, first), read_crawl(connection, second)
        assert read_crawl(connection, 99) is None
    assert found is not None
    assert running is not None
    assert (found.site, found.outcome, found.counts) == ("gazette", "finished", {"requests": 3})
    assert (running.ended, running.counts) == (None, {})
