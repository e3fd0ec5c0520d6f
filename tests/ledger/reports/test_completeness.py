from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import fields, replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger.decide import State
from crawler.ledger.reports.completeness import (
    FIELDS,
    MISSED,
    PLACES,
    Address,
    Asked,
    Day,
    Gap,
    Report,
    filled_fields,
    open_gaps_on,
    tally,
    touches,
)

KYIV = ZoneInfo("Europe/Kyiv")
DAY = dt.date(2026, 1, 21)
STATES = [state for state in State if state is not State.READ]  # no article ends in it

addresses = st.builds(
    Address,
    url=st.just("https://gazette.example/1"),
    day=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9)),
    state=st.sampled_from(STATES),
    reason=st.none() | st.sampled_from(["http-404", "no-body"]),
    places=st.sets(st.sampled_from(PLACES)).map(tuple),
    requests=st.integers(0, 9),
    bytes=st.integers(0, 999),
    revision=st.integers(0, 3),
    document=st.none() | st.just({"title": "A"}),
)


@given(st.lists(addresses))
def test_every_address_is_counted_once(found: list[Address]) -> None:
    counted = tally(found)
    assert counted.total.announced == len(found)
    for _, day in (*counted.days, (None, counted.total)):
        ends = (day.kept, day.unpublished, day.missed, day.waiting, day.left, day.moved)
        assert day.announced == sum(ends)
    for name in ("announced", "kept", "missed", "requests", "bytes", "revisions", "articles"):
        assert sum(getattr(day, name) for _, day in counted.days) == getattr(counted.total, name)
    missed = [one for one in found if one.state in MISSED]
    assert sum(one.count for one in counted.missed(*MISSED)) == len(missed)


@given(st.lists(addresses))
def test_days_are_in_order_and_whole(found: list[Address]) -> None:
    days = [day for day, _ in tally(found).days]
    dated = [day for day in days if day is not None]
    if dated:
        whole = [dated[0] + dt.timedelta(n) for n in range((dated[-1] - dated[0]).days + 1)]
        assert dated == whole
    assert days == dated + [None] * (None in {one.day for one in found})


def test_a_long_silence_is_no_row_a_day() -> None:
    far = DAY.replace(year=1970)
    counted = tally([Address("u", one, State.KEPT) for one in (far, DAY)])
    assert [day for day, _ in counted.days] == [far, DAY]


@pytest.mark.parametrize(("days", "shown"), [(1, 2), (2, 3), (31, 32), (32, 2)])
def test_up_to_a_month_of_silence_is_shown_day_by_day(days: int, shown: int) -> None:
    counted = tally([Address("u", DAY + dt.timedelta(n), State.KEPT) for n in (0, days)])
    assert len(counted.days) == shown


ONE = Address("u", DAY, State.KEPT)
COUNTED: dict[str, tuple[Address, dict[str, Any]]] = {
    "kept": (ONE, {"kept": 1}),
    "with its cost": (
        replace(ONE, requests=3, bytes=70),
        {"kept": 1, "requests": 3, "bytes": 70},
    ),
    "with an article": (
        replace(ONE, revision=1, document={"title": "A", "lead": ""}),
        {"kept": 1, "articles": 1, "filled": {"title": 1}},
    ),
    "revised": (
        replace(ONE, revision=3, document={}),
        {"kept": 1, "articles": 1, "revisions": 2},
    ),
    "of an article without a number": (
        replace(ONE, document={}),
        {"kept": 1, "articles": 1},
    ),
    "unpublished": (
        replace(ONE, state=State.UNPUBLISHED, reason="http-410", revision=1, document={}),
        {"unpublished": 1, "articles": 1, "reasons": {"unpublished/http-410": 1}},
    ),
    "waiting": (replace(ONE, state=State.DUE), {"waiting": 1, "reasons": {"due/unknown": 1}}),
    "left": (
        replace(ONE, state=State.KNOWN, reason="beyond-depth"),
        {"left": 1, "reasons": {"known/beyond-depth": 1}},
    ),
    "moved": (replace(ONE, state=State.MOVED, reason="https://a/1"), {"moved": 1}),
    **{
        state.value: (
            replace(ONE, state=state, reason="a/b"),
            {"missed": 1, "reasons": {f"{state}/a/b": 1}},
        )
        for state in MISSED
    },
}


@pytest.mark.parametrize(("address", "counts"), COUNTED.values(), ids=COUNTED)
def test_what_an_address_counts_for(address: Address, counts: dict[str, Any]) -> None:
    found = tally([address])
    ((_, day),) = found.days
    assert day == found.total
    values = {one.name: value for one in fields(Day) if (value := getattr(day, one.name))}
    assert values == {"announced": 1, **counts}
    reasons = counts["reasons"] if "missed" in counts else {}
    assert [f"{one.state}/{one.reason}" for one in found.missed(*MISSED)] == [*reasons]


def test_reasons_are_told_with_the_most_frequent_first() -> None:
    counted = tally(
        [
            Address("https://a/1", DAY, State.GONE, "http-404"),
            Address("https://a/2", None, State.REJECTED, "no-body"),
            Address("https://a/3", DAY, State.REJECTED, "no-body"),
            Address("https://a/4", DAY, State.FAILED),
            Address("https://a/5", DAY, State.MOVED, "https://a/1"),
        ]
    )
    told = [(one.state, one.reason, one.count, one.example) for one in counted.missed(*MISSED)]
    assert told == [
        ("rejected", "no-body", 2, "https://a/2"),
        ("failed", "unknown", 1, "https://a/4"),
        ("gone", "http-404", 1, "https://a/1"),
    ]


@pytest.mark.parametrize(
    ("document", "filled"),
    [
        (
            {"title": "A", "lead": None, "body": [], "tags": ["x"], "provenance": {}},
            {"title", "tags"},
        ),
        ({"title": "", "reading_minutes": 1}, {"reading_minutes"}),
        ({"unknown": "x"}, set()),
    ],
    ids=["empty kinds", "empty text", "foreign"],
)
def test_a_field_is_filled_if_it_says_something(
    document: dict[str, object], filled: set[str]
) -> None:
    assert set(filled_fields(document)) == filled
    assert filled <= set(FIELDS)


def utc(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2026, 1, day, hour, tzinfo=dt.UTC)


def gap(older: dt.datetime | None, newer: dt.datetime | None, closed: bool = False) -> Gap:
    return Gap("https://a/latest", newer, older, "why", utc(20), utc(21) if closed else None)


@pytest.mark.parametrize(
    ("one", "days"),
    [
        (gap(utc(10), utc(12)), {10, 11, 12}),
        (gap(utc(10, 22), utc(10, 23)), {11}),  # past midnight in Kyiv
        (gap(utc(18), None), {18, 19, 20}),  # up to when it opened
        (gap(None, utc(2)), {1, 2}),
        (gap(utc(10), utc(12), closed=True), set()),
    ],
    ids=["both ends", "zone", "no newer end", "no older end", "closed"],
)
def test_days_that_an_open_gap_touches(one: Gap, days: set[int]) -> None:
    month = [dt.date(2026, 1, n) for n in range(1, 26)]
    assert {day.day for day in month if open_gaps_on(day, [one], KYIV)} == days


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, True),
        (dt.date(2026, 1, 12), None, True),
        (dt.date(2026, 1, 13), None, False),
        (None, dt.date(2026, 1, 9), False),
        (None, dt.date(2026, 1, 10), True),
    ],
)
def test_gaps_within_a_range(first: dt.date | None, last: dt.date | None, expected: bool) -> None:
    assert touches(gap(utc(10), utc(12)), first, last, KYIV) is expected


def test_the_footprint_counts_listings_too() -> None:
    kept = Address("u", DAY, State.KEPT, requests=2, bytes=100, document={})
    gone = Address("v", DAY, State.GONE, "http-404", requests=1, bytes=10)
    report = Report("s", KYIV, None, None, tally([kept, gone]), (), Asked(3, 90))
    assert (report.requests_an_article, report.bytes_an_article) == (6, 200)
    two = replace(report, tally=tally([kept, kept, gone]))
    assert (two.requests_an_article, two.bytes_an_article) == (4, 150)
    empty = Report("s", KYIV, None, None, tally([gone]), (), Asked())
    assert (empty.requests_an_article, empty.bytes_an_article) == (None, None)


def test_places_are_counted_by_day() -> None:
    found = [Address("u", DAY, State.KEPT, places=("feed", "side")), Address("v", DAY, State.DUE)]
    ((_, day),) = tally(found).days
    assert day.by_place == Counter(feed=1, side=1)
