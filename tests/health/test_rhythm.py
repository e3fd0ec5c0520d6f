from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from crawler.health.alarm import Kind
from crawler.health.history import History
from crawler.health.rates import Judged
from crawler.health.rhythm import LEAST_ARTICLES, Rhythm
from crawler.health.sample import PlaceSample, Sample
from crawler.health.silence import judge_silence

KYIV = ZoneInfo("Europe/Kyiv")
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
HOURLY = (0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 1, 2, 4, 5, 6, 6, 6, 5, 5, 5, 5, 5, 4, 3, 2, 1, 1, 0.5)
MONDAY = dt.datetime(2026, 1, 5, tzinfo=KYIV)


def pace(moment: dt.datetime) -> float:
    """Articles an hour of a site with busy weekdays and quiet nights and weekends."""
    wall = moment.astimezone(KYIV)
    return HOURLY[wall.hour] * (0.35 if wall.weekday() > 4 else 1.0)


def published(
    start: dt.datetime, end: dt.datetime, seed: int = 1, share: float = 1.0
) -> list[dt.datetime]:
    """Times drawn hour by hour, in real time (Poisson)."""
    dice, found = random.Random(seed), []
    moment = start.astimezone(dt.UTC)
    while moment < end:
        rate = pace(moment) * share
        passed = dice.expovariate(rate)
        while passed < 1:
            found.append(moment + passed * HOUR)
            passed += dice.expovariate(rate)
        moment += HOUR
    return [one for one in found if one < end]


def rhythm(times: list[dt.datetime], start: dt.datetime, now: dt.datetime) -> Rhythm:
    return Rhythm(times, start, now, KYIV)


def is_silent(known: Rhythm, now: dt.datetime) -> bool:
    sample = Sample(
        crawl=1,
        at=now,
        outcomes={"ok": 2},
        newest=known.newest,
        expected=known.expected_since(known.newest, now),
        silences=known.longest_silences(),
    )
    return any(one.judged is Judged.WORSE for one in judge_silence(History(), sample))


@pytest.mark.parametrize(
    ("silent_for", "expected"),
    [
        pytest.param(dt.timedelta(hours=2), False, id="a long lunch"),
        pytest.param(dt.timedelta(hours=11), False, id="a night"),
        pytest.param(dt.timedelta(days=2), True, id="two working days"),
        pytest.param(dt.timedelta(days=9), True, id="a week"),
    ],
)
def test_silence_is_told_by_what_the_week_lets_expect(
    silent_for: dt.timedelta, expected: bool
) -> None:
    end = MONDAY + 29 * DAY + (20 if silent_for == dt.timedelta(hours=11) else 12) * HOUR
    now = end + silent_for
    assert is_silent(rhythm(published(MONDAY, end), MONDAY, now), now) is expected


def test_a_weekend_is_no_silence_though_a_workday_would_be() -> None:
    """The site has never published at weekends."""
    times = [t for t in published(MONDAY, MONDAY + 26 * DAY) if t.astimezone(KYIV).weekday() < 5]
    friday_night = MONDAY + 25 * DAY + 23 * HOUR
    for hours in range(0, 56, 4):
        now = friday_night + hours * HOUR
        assert not is_silent(rhythm([t for t in times if t < now], MONDAY, now), now)


@pytest.mark.parametrize("seed", range(2))
def test_no_hour_of_ten_ordinary_weeks_is_silent(seed: int) -> None:
    """Over the clock change of 29 March, too."""
    start = MONDAY + 56 * DAY
    times = published(start, start + 70 * DAY, seed)
    now = start + 14 * DAY
    while now < start + 70 * DAY:
        known = [one for one in times if one <= now]
        assert not is_silent(rhythm(known, max(start, now - 56 * DAY), now), now), now
        now += 29 * HOUR


@pytest.mark.parametrize("seed", range(3))
def test_a_holiday_is_a_quiet_day_and_no_silence(seed: int) -> None:
    """A Thursday that brings a quarter of a Thursday's articles, unheard of before."""
    holiday = MONDAY + 31 * DAY
    times = published(MONDAY, holiday, seed)
    times += published(holiday, holiday + DAY, seed + 100, share=0.25)
    for hours in range(0, 25, 3):
        now = holiday + hours * HOUR
        assert not is_silent(rhythm([t for t in times if t <= now], MONDAY, now), now), now


@pytest.mark.parametrize(
    ("wall", "hours"),
    [
        pytest.param(dt.datetime(2026, 3, 29, tzinfo=KYIV), 23, id="spring"),
        pytest.param(dt.datetime(2026, 10, 25, tzinfo=KYIV), 25, id="autumn"),
        pytest.param(dt.datetime(2026, 6, 1, tzinfo=KYIV), 24, id="usual"),
    ],
)
def test_a_day_of_a_clock_change_has_its_real_hours(wall: dt.datetime, hours: int) -> None:
    """One article in each hour of any day lets expect as many as there are hours."""
    now = wall.astimezone(dt.UTC)
    times = [now - number * HOUR for number in range(1, 14 * 24)]
    known = rhythm(times, now - 14 * DAY, now)
    found = known.expected_since(wall, wall + DAY)
    assert found == pytest.approx(hours, rel=0.05)


@pytest.mark.parametrize(
    ("count", "days"),
    [(LEAST_ARTICLES - 1, 30), (500, 2)],
    ids=["few articles", "few days"],
)
def test_too_little_history_says_nothing(count: int, days: int) -> None:
    start = MONDAY
    now = start + days * DAY
    times = [start + number * (days * DAY / count) for number in range(count)]
    assert rhythm(times, start, now).expected_since(start, now + 30 * DAY) is None


def test_times_ahead_are_not_the_newest() -> None:
    now = MONDAY + DAY
    known = rhythm([now - HOUR, now + HOUR], MONDAY, now)
    assert known.newest == now - HOUR


def test_one_long_outage_of_the_past_does_not_hide_the_next() -> None:
    outage = MONDAY + 14 * DAY
    end = MONDAY + 42 * DAY
    times = [t for t in published(MONDAY, end) if not outage <= t < outage + 3 * DAY]
    now = end + 2 * DAY
    assert is_silent(rhythm(times, MONDAY, now), now)


def test_a_site_that_does_not_answer_is_not_called_silent() -> None:
    sample = Sample(crawl=1, at=MONDAY, outcomes={"retry timeout": 3}, expected=1e4)
    assert [one.judged for one in judge_silence(History(), sample)] == [Judged.UNKNOWN]


def place_samples(*behind: float | None, is_empty: bool = False) -> list[Sample]:
    return [
        Sample(
            crawl=number,
            at=MONDAY + number * HOUR,
            outcomes={"ok": 1},
            places={"https://x.example/feed": PlaceSample(is_empty, one)},
        )
        for number, one in enumerate(behind)
    ]


@pytest.mark.parametrize(
    ("known", "now", "expected"),
    [
        pytest.param([1.0, 2.0, 1.0, 3.0], 40.0, True, id="stands still"),
        pytest.param([1.0, 2.0, 1.0, 3.0], 8.0, False, id="a little behind"),
        pytest.param([30.0, 44.0, 38.0, 40.0], 60.0, False, id="always behind"),
        pytest.param([1.0, 2.0], 40.0, False, id="hardly known"),
        pytest.param([None, None, None], None, False, id="without times"),
    ],
)
def test_a_feed_that_stands_still_while_the_site_goes_on(
    known: list[float | None], now: float | None, expected: bool
) -> None:
    *before, sample = place_samples(*known, now)
    found = judge_silence(History(before), sample)
    stale = [one for one in found if one.kind is Kind.PLACE_STALE]
    assert [one.judged is Judged.WORSE for one in stale] == [expected]


def test_on_a_holiday_no_place_is_behind_the_site() -> None:
    """A listing that names the newest story there is has missed nothing, however few there are."""
    holiday = MONDAY + 31 * DAY
    times = published(MONDAY, holiday) + published(holiday, holiday + DAY, 7, share=0.05)
    now = holiday + 18 * HOUR
    known = rhythm(times, MONDAY, now)
    passed = sorted(one for one in times if one <= now)
    assert known.behind(passed[-1], now) == 0
    assert (known.expected_since(passed[-4], now) or 0) > 4
    assert known.behind(passed[-4], now) == 3


def test_on_a_workday_a_place_is_behind_what_was_expected() -> None:
    now = MONDAY + 31 * DAY + 18 * HOUR
    known = rhythm(published(MONDAY, now), MONDAY, now)
    stands = now - 30 * HOUR
    assert known.behind(stands, now) == known.expected_since(stands, now)
    assert known.behind(None, now) is None
    assert rhythm([], MONDAY, now).behind(stands, now) is None


@pytest.mark.parametrize(("was_empty", "expected"), [(False, Judged.WORSE), (True, Judged.UNKNOWN)])
def test_a_listing_that_names_nothing(was_empty: bool, expected: Judged) -> None:
    before = place_samples(1.0, 1.0, is_empty=was_empty)
    (sample,) = place_samples(None, is_empty=True)
    found = judge_silence(History(before), sample)
    assert [one.judged for one in found if one.kind is Kind.PLACE_EMPTY] == [expected]
