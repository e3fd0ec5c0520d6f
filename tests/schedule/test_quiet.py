"""Quiet hours: which moments they cover, and where they end."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import UsageError
from crawler.schedule.quiet import parse_quiet

KYIV = zoneinfo.ZoneInfo("Europe/Kyiv")  # 2026: two hours before UTC on 21 January
TEN = ", ".join(f"{hour:02}:00-{hour:02}:01" for hour in range(10))


def at(clock: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-01-21T{clock}").replace(tzinfo=KYIV)


@pytest.mark.parametrize(
    ("windows", "clock", "end"),
    [
        pytest.param("", "12:00", None, id="none"),
        pytest.param("12:00-13:00", "11:59", None, id="before"),
        pytest.param("12:00-13:00", "12:00", "13:00", id="its beginning"),
        pytest.param("12:00-13:00", "12:59", "13:00", id="its last minute"),
        pytest.param("12:00-13:00", "13:00", None, id="its end"),
        pytest.param("23:30-06:15", "23:29", None, id="before one over midnight"),
        pytest.param("23:30-06:15", "06:14", "06:15", id="over midnight"),
        pytest.param("22:00-24:00", "21:59", None, id="before one up to midnight"),
        pytest.param("12:00-13:00, 13:00-14:30", "12:30", "14:30", id="two that touch"),
        pytest.param("12:00-13:00, 12:30-15:00", "12:45", "15:00", id="two that overlap"),
        pytest.param("9:05 – 9:06", "09:05", "09:06", id="another dash, one digit"),
        pytest.param(TEN, "03:00", "03:01", id="ten"),
        pytest.param("00:00-23:00", "12:00", "23:00", id="all but an hour"),
    ],
)
def test_a_moment(windows: str, clock: str, end: str | None) -> None:
    quiet = parse_quiet(windows, KYIV)
    assert quiet.cover(at(clock)) == (end is not None)
    assert quiet.leave(at(clock)) == at(end or clock)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("12-13", "are not understood"),
        ("25:00-26:00", "are not understood"),
        ("12:00-12:00", "have no length"),
        ("22:00-24:01", "have no length"),
        (f"{TEN}, 11:00-11:01", "have more than 10 parts"),
        ("00:00-23:01", "leave less than an hour"),
        ("00:00-12:00, 12:00-24:00", "leave less than an hour"),
    ],
)
def test_what_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=rf"^quiet hours [^\n]* {complaint}[^\n]*$"):
        parse_quiet(text, KYIV)


@given(st.text(st.sampled_from("0123456789:-–, "), max_size=30))
def test_any_text_is_quiet_hours_or_refused(text: str) -> None:
    try:
        quiet = parse_quiet(text, KYIV)
    except UsageError:
        return
    assert not quiet.cover(quiet.leave(at("12:00")))
