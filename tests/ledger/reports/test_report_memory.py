"""A report holds a few rows at a time, however many there are."""

from __future__ import annotations

import datetime as dt
import io
import json
import tracemalloc

from sqlalchemy import Engine, insert

from crawler.cli import report_data, report_text
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.reports.report import Days, read_missed, read_report
from crawler.ledger.tables import articles, pages

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
COUNT = 4000
DOCUMENT = json.dumps({"title": "A", "body": ["x" * 5000]})
ALL_DOCUMENTS = COUNT * len(DOCUMENT)  # bytes


def fill(engine: Engine) -> None:
    """As many kept articles as missed addresses."""
    page = {
        "site": SITE,
        "kind": "article",
        "place": "feed",
        "depth": 0,
        "published": NOW,
        "first_seen": NOW,
        "attempts": 0,
        "priority": 3,
    }
    article = {
        "site": SITE,
        "url": "",
        "date": "2026-01-21",
        "title": "A",
        "revision": 1,
        "content_hash": "",
        "first_seen": NOW,
        "last_seen": NOW,
        "related_hash": "",
        "document": DOCUMENT,
    }
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
        page["first_crawl"] = crawl
        states = [("kept" if n < COUNT else "gone", n) for n in range(2 * COUNT)]
        rows = [{**page, "id": n, "key": str(n), "url": str(n), "state": s} for s, n in states]
        connection.execute(insert(pages), rows)
        connection.execute(insert(articles), [{**article, "page": n} for n in range(COUNT)])


class Nowhere(io.StringIO):
    """A stream that keeps nothing."""

    lines = 0

    def write(self, text: str) -> int:
        self.lines += text.count("\n")
        return len(text)


def test_memory_stays_flat(engine: Engine) -> None:
    fill(engine)
    days = Days(dt.UTC)
    with reading(engine) as connection:
        read_report(connection, "warm-up", days)
        tracemalloc.start()
        try:
            report = read_report(connection, SITE, days)
            for write in (report_data.write_json, report_text.write):
                stream = Nowhere()
                write(stream, report, read_missed(connection, SITE, days))
                assert stream.lines > COUNT
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert report.tally.total.kept == COUNT
    assert peak < ALL_DOCUMENTS / 2
