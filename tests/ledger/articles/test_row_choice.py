"""Bounds as they were typed → moments in UTC, and what lies between them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import UsageError
from crawler.feeds.selection import parse_bound
from crawler.ledger.articles.row_choice import RowChoice, choose_rows

FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


def choose(since: str | None, until: str | None) -> RowChoice:
    return choose_rows(None, *(parse_bound(text) if text else None for text in (since, until)))


@pytest.mark.parametrize(
    ("since", "until", "first", "end"),
    [
        pytest.param(None, None, None, None, id="none"),
        pytest.param("2026-01-21", "2026-01-21", utc(2026, 1, 21), utc(2026, 1, 22), id="a day"),
        pytest.param(
            "2026-01-21T10:00",
            "2026-01-21T10:00",
            utc(2026, 1, 21, 10),
            utc(2026, 1, 21, 10, 0, 0, 1),
            id="a moment",
        ),
        pytest.param(
            "2026-01-21T10:00+02:00",
            "2026-01-21T10:00Z",
            utc(2026, 1, 21, 8),
            utc(2026, 1, 21, 10, 0, 0, 1),
            id="with offsets",
        ),
        pytest.param("0001-01-01", "9999-12-31", FIRST, None, id="the whole calendar"),
        pytest.param("0001-01-01T00:00+05:00", None, FIRST, None, id="before it in UTC"),
        pytest.param(None, "9999-12-31T23:00-05:00", None, None, id="behind it in UTC"),
        pytest.param("9999-12-31T23:00-05:00", None, LAST, None, id="since behind it"),
        pytest.param("9999-12-31", "9999-12-31", utc(9999, 12, 31), None, id="its last day"),
        pytest.param(None, "9999-12-30", None, utc(9999, 12, 31), id="its last but one"),
    ],
)
def test_bounds(
    since: str | None, until: str | None, first: dt.datetime | None, end: dt.datetime | None
) -> None:
    choice = choose(since, until)
    assert (choice.since, choice.until) == (first, end)


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-01-22", "2026-01-21"), ("2026-01-21T10:00Z", "2026-01-21T10:00+02:00")],
)
def test_bounds_with_nothing_between_are_refused(since: str, until: str) -> None:
    with pytest.raises(UsageError, match="swap them"):
        choose(since, until)


@given(st.dates() | st.datetimes() | st.datetimes(timezones=st.timezones()))
def test_any_bound_admits_itself(bound: dt.date | dt.datetime) -> None:
    choice = choose_rows(None, bound, bound)
    assert choice.since is not None
    assert choice.admits(choice.since, choice.since)


@pytest.mark.parametrize(
    ("first_seen", "last_seen", "expected"),
    [(9, 9, False), (9, 10, True), (10, 11, True), (9, 12, True), (11, 12, False)],
)
def test_what_was_seen_between(first_seen: int, last_seen: int, expected: bool) -> None:
    choice = RowChoice(since=utc(2026, 1, 21, 10), until=utc(2026, 1, 21, 11))
    seen = (utc(2026, 1, 21, hour) for hour in (first_seen, last_seen))
    assert choice.admits(*seen) is expected
