from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, update

from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import backfill, crawls, places
from crawler.ledger.crawling.backfill import Span, most_frequent
from crawler.ledger.tables import pages, walks
from crawler.link import PageKind, Where

SITE = "gazette"
DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
WEEK = Span(START, START + 7 * DAY)
LATER = START + 30 * DAY


def done(engine: Engine, outcome: str, reason: str | None, span: Span, at: dt.datetime) -> None:
    told = {"start": span.start.isoformat(), "end": span.end.isoformat()}
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "backfill", told, at)
        crawls.finish(connection, SITE, crawl, outcome, reason, {}, at)


@pytest.mark.parametrize(
    ("outcome", "reason", "span", "at", "found"),
    [
        ("finished", None, WEEK, LATER, True),
        ("finished", None, Span(START - DAY, START + 9 * DAY), LATER, True),
        ("finished", "max-pages", WEEK, LATER, False),
        ("stopped", "SIGINT", WEEK, LATER, False),
        ("finished", None, Span(START, START + 6 * DAY), LATER, False),
        ("finished", None, WEEK, START + 3 * DAY, False),
    ],
    ids=["whole", "wider", "cut short", "stopped", "a day short", "while it went on"],
)
def test_only_a_whole_backfill_after_the_days_counts(
    engine: Engine, outcome: str, reason: str | None, span: Span, at: dt.datetime, found: bool
) -> None:
    done(engine, outcome, reason, span, at)
    with reading(engine) as connection:
        assert (backfill.find_done(connection, SITE, WEEK) is not None) == found


@given(st.lists(st.sampled_from("abcde")))
def test_tags_come_once_the_most_frequent_first(tags: list[str]) -> None:
    found = most_frequent(tags)
    assert sorted(found) == sorted(set(tags))
    counts = [tags.count(tag) for tag in found]
    assert counts == sorted(counts, reverse=True)


REACHES = {
    "nothing goes that far": (START + 3 * DAY, "end", START + 3 * DAY),
    "a walk came down": (START + 3 * DAY, "floor", None),
    "something older is known": (START - DAY, "end", None),
    "nothing is known": (None, "end", None),
}


@pytest.mark.parametrize(("oldest", "state", "expected"), REACHES.values(), ids=REACHES)
def test_how_far_back_a_backfill_reached(
    engine: Engine, oldest: dt.datetime | None, state: str, expected: dt.datetime | None
) -> None:
    place = places.Place("latest", "https://gazette.example/latest", PageKind.LISTING)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "backfill", {}, LATER)
        places.open_places(connection, SITE, crawl, [place], WEEK.start, LATER, WEEK.end)
        story = {"id": 1, "site": SITE, "key": "a", "url": "a", "kind": PageKind.ARTICLE}
        story |= {"place": Where.LISTING, "depth": 0, "first_seen": LATER, "first_crawl": crawl}
        story |= {"state": "due", "attempts": 0, "priority": 1, "published": oldest}
        connection.execute(insert(pages).values(**story))
        connection.execute(update(walks).values(state=state))
    with reading(engine) as connection:
        assert backfill.read_reach(connection, SITE, WEEK) == expected
