"""What cron texts and intervals name, also where a clock jumps."""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import UsageError
from crawler.schedule.recurrence import parse_length, parse_when

KYIV = zoneinfo.ZoneInfo("Europe/Kyiv")  # 2026: forward on 29 March at 3, back on 25 October at 4
UTC = zoneinfo.ZoneInfo("UTC")


def named(when: str, start: str, count: int, zone: zoneinfo.ZoneInfo = KYIV) -> list[str]:
    """The next moments by the zone's clock, each with its offset."""
    moment = dt.datetime.fromisoformat(start)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    found = itertools.islice(parse_when(when, zone).after(moment), count)
    return [f"{one.astimezone(zone):%d %H:%M%z}" for one in found]


@pytest.mark.parametrize(
    ("when", "start", "expected"),
    [
        pytest.param("0 6 * * *", "2026-01-21T06:00", ["22 06:00+0200"], id="later, not equal"),
        pytest.param("0 6 * * *", "2026-01-21T05:59:59.9", ["21 06:00+0200"], id="within a second"),
        pytest.param("0 6 * * MON", "2026-01-21T00:00", ["26 06:00+0200"], id="by day of the week"),
        pytest.param("0 0 29 2 *", "2026-01-21T00:00", ["29 00:00+0200"], id="a leap day"),
        pytest.param(
            "30 3 * * *",
            "2026-03-28T12:00",
            ["29 04:00+0300", "30 03:30+0300"],
            id="a time of day that does not exist",
        ),
        pytest.param(
            "0,30 3 * * *",
            "2026-03-28T12:00",
            ["29 04:00+0300", "30 03:00+0300"],
            id="two that do not exist are one",
        ),
        pytest.param(
            "*/30 3 * * *",
            "2026-03-28T12:00",
            ["30 03:00+0300", "30 03:30+0300"],
            id="what passes in an hour that does not exist",
        ),
        pytest.param(
            "*/30 * * * *",
            "2026-03-29T02:30",
            ["29 04:00+0300", "29 04:30+0300"],
            id="half hours over the jump forward",
        ),
        pytest.param(
            "30 3 * * *",
            "2026-10-24T12:00",
            ["25 03:30+0300", "26 03:30+0200"],
            id="a time of day that comes twice",
        ),
        pytest.param(
            "30 3 * * *",
            "2026-10-25T03:10+02:00",
            ["26 03:30+0200"],
            id="asked between the two",
        ),
        pytest.param(
            "*/30 * * * *",
            "2026-10-25T03:00+03:00",
            ["25 03:30+0300", "25 03:00+0200", "25 03:30+0200", "25 04:00+0200"],
            id="half hours over the jump back",
        ),
        pytest.param(
            "0 */6 * * *",
            "2026-10-24T23:00",
            ["25 00:00+0300", "25 06:00+0200"],
            id="every sixth hour over the jump back",
        ),
        pytest.param(
            "every 10 minutes",
            "2026-03-29T02:45",
            ["29 02:50+0200", "29 04:00+0300", "29 04:10+0300"],
            id="ten minutes over the jump forward",
        ),
        pytest.param(
            "every 12h", "2026-03-28T10:00", ["28 14:00+0200", "29 02:00+0200"], id="by UTC"
        ),
        pytest.param("every minute", "2026-01-21T10:00", ["21 10:01+0200"], id="the shortest"),
        pytest.param("every 366 days", "2026-01-21T10:00", ["12 02:00+0200"], id="the longest"),
        pytest.param("EVERY  day", "2026-01-21T10:00", ["22 02:00+0200"], id="one of it"),
    ],
)
def test_what_is_named(when: str, start: str, expected: list[str]) -> None:
    assert named(when, start, len(expected)) == expected


@pytest.mark.parametrize(
    "when",
    [
        "",
        "soon",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "0 0 31 2 *",
        "0 0 30 2 *",
        "*/0 * * * *",
        "5-1 * * * *",
        "@daily",
        "every",
        "every 0 minutes",
        "every 10 seconds",
        "every 59 seconds",
        "every 10 parsecs",
        "every -1 minutes",
        "every 367 days",
        "every 99999 days",
        "0 " * 60,
        "L/2 * * * *",
        "0 0 L/0 * *",
        "0 0 * * 1#6",
        "٣ * * * *",
    ],
)
def test_what_is_refused(when: str) -> None:
    with pytest.raises(UsageError, match=r"^[^\n]*$"):
        parse_when(when, UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90 seconds", 90), ("2m", 120), ("1 hour", 3600), ("6H", 21600), ("day", 86400)],
)
def test_lengths(text: str, seconds: int) -> None:
    assert parse_length(text).total_seconds() == seconds


FIELD = st.text(st.sampled_from("0123456789*/-,#LWMONFRI "), max_size=8)
MOMENTS = st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2027, 12, 31))  # noqa: DTZ001


@given(when=st.lists(FIELD, min_size=3, max_size=6).map(" ".join) | st.text(max_size=20))
def test_any_text_is_understood_or_refused(when: str) -> None:
    try:
        recurrence = parse_when(when, KYIV)
    except UsageError:
        return
    start = dt.datetime(2026, 10, 24, tzinfo=dt.UTC)
    found = list(itertools.islice(recurrence.after(start), 3))
    assert found == sorted(found)


def field(low: int, high: int) -> st.SearchStrategy[set[int]]:
    return st.sets(st.integers(low, high), min_size=1, max_size=4)


@given(minutes=field(0, 59), hours=field(0, 23), start=MOMENTS)
def test_times_of_day_are_those_a_plain_count_finds(
    minutes: set[int], hours: set[int], start: dt.datetime
) -> None:
    """In UTC, where no clock jumps: minute by minute."""
    when = f"{','.join(map(str, minutes))} {','.join(map(str, hours))} * * *"
    moment = start.replace(tzinfo=dt.UTC)
    found = list(itertools.islice(parse_when(when, UTC).after(moment), 3))
    minute, plain = moment.replace(second=0, microsecond=0), []
    while len(plain) < 3:
        minute += dt.timedelta(minutes=1)
        if minute.minute in minutes and minute.hour in hours:
            plain.append(minute)
    assert found == plain


@given(minute=st.integers(0, 59), hour=st.integers(0, 23), start=MOMENTS)
def test_a_time_of_day_comes_once_a_day_whatever_the_clock_does(
    minute: int, hour: int, start: dt.datetime
) -> None:
    moment = start.replace(tzinfo=dt.UTC)
    found = itertools.islice(parse_when(f"{minute} {hour} * * *", KYIV).after(moment), 400)
    days = [one.astimezone(KYIV).date() for one in found]
    assert days == [days[0] + dt.timedelta(days=n) for n in range(400)]
