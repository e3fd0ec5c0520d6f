from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.demo.rhythm import KYIV, Rhythm, localize


def wall(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("2026-01-05T18:45", "2026-01-05T18:45+02:00"),
        ("2026-07-05T18:45", "2026-07-05T18:45+03:00"),
        ("2025-10-26T02:59", "2025-10-26T02:59+03:00"),
        ("2025-10-26T03:30", "2025-10-26T03:30+03:00"),
        ("2025-10-26T04:00", "2025-10-26T04:00+02:00"),
        ("2026-03-29T03:30", "2026-03-29T04:00+03:00"),
    ],
    ids=["winter", "summer", "before", "repeated-hour", "after", "left-out-hour"],
)
def test_localize(shown: str, expected: str) -> None:
    assert localize(wall(shown)).isoformat() == dt.datetime.fromisoformat(expected).isoformat()


@given(
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)),  # noqa: DTZ001
    st.integers(-5000, 5000),
    st.integers(4, 500),
)
def test_times_never_run_backwards(newest: dt.datetime, start: int, per_day: int) -> None:
    rhythm = Rhythm(3, newest.replace(second=0, microsecond=0), per_day)
    times = [rhythm.published(serial) for serial in range(start, start + 20)]
    assert all(one <= other for one, other in pairwise(times))
    assert all(one.utcoffset() == one.astimezone(KYIV).utcoffset() for one in times)


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2030, 1, 1)))  # noqa: DTZ001
def test_serial_zero_has_the_time_given(newest: dt.datetime) -> None:
    newest = newest.replace(second=0, microsecond=0)
    assert Rhythm(1, newest, 60).published(0) == localize(newest)


def test_stories_come_out_in_the_hour_that_autumn_repeats() -> None:
    rhythm = Rhythm(1, wall("2025-10-27T12:00"), 60)
    times = [rhythm.published(serial) for serial in range(-120, 0)]
    repeated = [one for one in times if (one.month, one.day, one.hour) == (10, 26, 3)]
    assert repeated
    assert {one.isoformat()[-6:] for one in times} == {"+03:00", "+02:00"}
    assert {one.isoformat()[-6:] for one in repeated} == {"+03:00"}
