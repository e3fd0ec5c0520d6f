"""What a crawl asks again and again must not cost more the more is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import backfill, crawls, frontier, hosts, retry
from crawler.ledger.crawling.backfill import Span
from crawler.ledger.crawling.places import Place, open_places
from crawler.ledger.decide import Policy
from crawler.ledger.keeping import keep
from crawler.ledger.visit import Answer, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
SPAN = Span(NOW - dt.timedelta(days=9), NOW)
LISTING = "https://gazette.example/news"

Work = Callable[[Connection], object]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Engine]:
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield engine
    engine.dispose()


def plans(engine: Engine, work: Work) -> dict[str, str]:
    """Each step of the plan of each statement that the work runs, and the statement."""
    asked: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, statement: str, values: Any, _x: Any, many: bool) -> None:
        asked[statement] = values[0] if many else values

    event.listen(engine, "before_cursor_execute", note)
    with writing(engine) as connection:
        work(connection)
    event.remove(engine, "before_cursor_execute", note)
    planned = {s: v for s, v in asked.items() if not s.startswith(("BEGIN", "INSERT"))}
    with reading(engine) as connection:
        return {
            row[-1]: statement
            for statement, values in planned.items()
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        }


def keep_a_listing(connection: Connection) -> None:
    (page,) = frontier.draw_due(connection, SITE, NOW, 9, ())
    story = f"{LISTING}/1"
    links = ((story, Link(story, PageKind.ARTICLE, Where.LISTING, LISTING, 0, "A", NOW)),)
    visit = Visit(page, NOW, Answer("ok", status=200), LISTING, LISTING, links=links)
    keep.keep(connection, SITE, 1, Policy(), [visit], NOW)


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda c: frontier.draw_due(c, SITE, NOW, 9, (1, 2)), id="draw"),
        pytest.param(lambda c: frontier.next_due(c, SITE), id="next due"),
        pytest.param(lambda c: frontier.count_due(c, SITE, NOW), id="count due"),
        pytest.param(lambda c: backfill.read_progress(c, SITE, SPAN), id="progress"),
        pytest.param(lambda c: backfill.take_up(c, SITE, SPAN, NOW), id="take up"),
        pytest.param(lambda c: retry.find_given_up(c, SITE), id="given up"),
        pytest.param(lambda c: hosts.tell_rest(c, SITE, NOW), id="rest"),
        pytest.param(keep_a_listing, id="keep"),
    ],
)
def test_only_indexed_ranges_are_read(ledger: Engine, work: Work) -> None:
    with writing(ledger) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
        place = Place(LISTING, LISTING, PageKind.LISTING)
        open_places(connection, SITE, crawl, [place], SPAN.start, NOW)
    found = plans(ledger, work)
    assert found
    assert not [one for one in found.items() if is_linear(*one)]


def is_linear(step: str, statement: str) -> bool:
    """A whole table, or all that is known of a site or a listing; but for one row of it, and for
    failing hosts and gaps, which are few."""
    if "LIMIT" in statement or step in ("SCAN hosts", "SCAN gaps"):
        return False
    return step.startswith("SCAN") or step.endswith(("(site=?)", "(source=?)"))
