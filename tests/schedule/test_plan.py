"""What is due, once, and when something is next: jitter, quiet hours and missed runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import UsageError
from crawler.schedule.plan import Plan, begin_of, make_plan
from crawler.schedule.schedule import Schedule, read_schedule

MINUTE = dt.timedelta(minutes=1)


def schedule(when: str, zone: str = "UTC", **values: Any) -> Schedule:
    return read_schedule({"site": "unian", "when": when, "zone": zone, **values})


def at(text: str) -> dt.datetime:
    """As in ``21 06:00``, in January 2026, UTC."""
    return dt.datetime.fromisoformat(f"2026-01-{text}+00:00")


@pytest.mark.parametrize(
    ("values", "last", "now", "due", "after"),
    [
        pytest.param({}, "21 06:00", "21 06:09", None, "21 06:10", id="not yet"),
        pytest.param({}, "21 06:00", "21 06:10", "21 06:10", "21 06:20", id="to the minute"),
        pytest.param({}, "21 06:10", "21 06:10", None, "21 06:20", id="once"),
        pytest.param({}, "21 06:00", "21 06:59", "21 06:50", "21 07:00", id="missed: the latest"),
        pytest.param({}, "01 06:00", "21 06:59", "21 06:50", "21 07:00", id="missed for weeks"),
        pytest.param({}, "21 09:00", "21 06:00", None, "21 09:10", id="the clock was set back"),
        pytest.param(
            {"quiet": "23:00-06:00"}, "20 22:50", "21 03:00", None, "21 06:00", id="quiet"
        ),
        pytest.param(
            {"quiet": "23:00-06:00"},
            "20 22:50",
            "21 06:00",
            "21 06:00",
            "21 06:10",
            id="what fell due in quiet hours comes once",
        ),
        pytest.param(
            {"quiet": "23:00-06:00"}, "21 06:00", "21 06:01", None, "21 06:10", id="and not again"
        ),
        pytest.param(
            {"quiet": "23:00-06:00"},
            "20 12:00",
            "21 03:00",
            None,
            "21 06:00",
            id="missed before, found in quiet hours",
        ),
        pytest.param(
            {"when": "0 2 * * *", "quiet": "23:00-06:00"},
            "20 02:00",
            "21 06:30",
            "21 02:00",
            "22 06:00",
            id="a time within quiet hours is moved, not lost",
        ),
        pytest.param(
            {"quiet": "22:00-02:00,01:00-06:00"}, "20 21:50", "20 23:00", None, "21 06:00",
            id="windows that overlap",
        ),
        pytest.param(
            {"when": "0 6 * * MON", "quiet": ""}, "21 00:00", "25 00:00", None,
            "26 06:00", id="next week",
        ),
    ],
)  # fmt: skip
def test_plan(values: dict[str, str], last: str, now: str, due: str | None, after: str) -> None:
    chosen = schedule(**{"when": "every 10 minutes", **values})
    expected = Plan(at(due) if due else None, at(after))
    assert make_plan(chosen, at(last), at(now)) == expected


def test_quiet_hours_go_by_the_zones_clock() -> None:
    """In Kyiv four in the morning comes twice on 25 October 2026: nothing begins before the
    second."""
    kyiv = schedule("*/30 * * * *", "Europe/Kyiv", quiet="23:00-03:45")
    due = dt.datetime(2026, 10, 24, 22, 0, tzinfo=dt.UTC)
    assert begin_of(kyiv, due) == dt.datetime(2026, 10, 25, 0, 45, tzinfo=dt.UTC)
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)  # 03:30 again
    assert begin_of(kyiv, second) == dt.datetime(2026, 10, 25, 1, 45, tzinfo=dt.UTC)


def test_jitter_moves_each_beginning_otherwise_and_alike_everywhere() -> None:
    one, other = (schedule("every 10 minutes", jitter="5m", name=name) for name in ("a", "b"))
    dues = [at("21 06:00") + n * 10 * MINUTE for n in range(50)]
    late = [(begin_of(one, due) - due) / MINUTE for due in dues]
    assert all(0 <= minutes <= 5 for minutes in late)
    assert len(set(late)) > 20
    assert late == [(begin_of(one, due) - due) / MINUTE for due in dues]
    assert late != [(begin_of(other, due) - due) / MINUTE for due in dues]


WHENS = st.sampled_from(
    ["every 7 minutes", "every 5h", "*/20 * * * *", "0,45 */3 * * *", "30 3 * * *", "0 2 * * SUN"]
)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


WINDOWS = st.tuples(st.integers(0, 1439), st.integers(1, 1380)).map(
    lambda w: f"{clock(w[0])}-{clock((w[0] + w[1]) % 1440)}"
)
JITTERS = st.sampled_from(["", "90 seconds", "10 minutes", "2h", "12h"])
STARTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=dt.UTC)
)
STEPS = st.lists(st.integers(1, 600), min_size=10, max_size=20)


@settings(max_examples=60, deadline=None)  # thousands of moments an example
@given(when=WHENS, quiet=st.just("") | WINDOWS, jitter=JITTERS, start=STARTS, steps=STEPS)
def test_whoever_looks_and_whenever(
    when: str, quiet: str, jitter: str, start: dt.datetime, steps: list[int]
) -> None:
    """However irregularly the clock is looked at (minutes apart): each due time is due once, in
    order, never in quiet hours, never early; and `next` never lets anything come sooner."""
    kyiv = schedule(when, "Europe/Kyiv", quiet=quiet, jitter=jitter)
    last, now, soonest = start, start, start
    for step in steps:
        now += step * MINUTE
        plan = make_plan(kyiv, last, now)
        if plan.due is not None:
            assert last < plan.due <= begin_of(kyiv, plan.due) <= now
            assert soonest <= now
            assert not kyiv.quiet.cover(now)
            last = plan.due
        assert plan.next is not None
        assert plan.next > now
        assert not kyiv.quiet.cover(plan.next)
        soonest = plan.next


@settings(deadline=None)
@given(when=WHENS, quiet=st.just("") | WINDOWS, jitter=JITTERS, start=STARTS)
def test_next_is_when_something_becomes_due(
    when: str, quiet: str, jitter: str, start: dt.datetime
) -> None:
    kyiv = schedule(when, "Europe/Kyiv", quiet=quiet, jitter=jitter)
    coming = make_plan(kyiv, start, start).next
    assert coming is not None
    assert make_plan(kyiv, start, coming - dt.timedelta(seconds=1)).due is None
    assert make_plan(kyiv, start, coming).due is not None


@given(window=WINDOWS, moment=STARTS)
def test_quiet_hours_end_where_they_end(window: str, moment: dt.datetime) -> None:
    quiet = schedule("every 1h", "Europe/Kyiv", quiet=window).quiet
    end = quiet.leave(moment)
    assert not quiet.cover(end)
    assert moment <= end <= moment + dt.timedelta(hours=26)
    if end > moment + dt.timedelta(hours=1, minutes=1):  # a clock that jumps ends them early
        assert quiet.cover(end - dt.timedelta(hours=1, minutes=1))


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        pytest.param({"quiet": "23-6"}, "not understood", id="no minutes"),
        pytest.param({"quiet": "06:00-06:00"}, "no length", id="empty window"),
        pytest.param({"quiet": "06:00-24:30"}, "no length", id="past midnight"),
        pytest.param({"quiet": "00:00-12:00,12:00-23:30"}, "less than an hour", id="all day"),
        pytest.param({"quiet": ",".join(["01:00-02:00"] * 11)}, "more than 10", id="many windows"),
        pytest.param({"jitter": "13h"}, "longer than twelve", id="long jitter"),
        pytest.param({"jitter": "a bit"}, "no length of time", id="jitter"),
        pytest.param({"zone": "Europe/Nowhere"}, "no time zone", id="zone"),
        pytest.param({"zone": "../../etc/passwd"}, "no time zone", id="a path as zone"),
        pytest.param({"zone": "/etc/passwd"}, "no time zone", id="another path"),
        pytest.param({"name": "a b"}, "the name", id="name"),
        pytest.param({"jiter": "1m"}, "did you mean jitter", id="misspelt key"),
        pytest.param({"when": ""}, "when is missing", id="no time"),
        pytest.param({"when": 5}, "write a text in quotes", id="number"),
        pytest.param({"kind": "shell"}, "no job is a", id="kind"),
        pytest.param({"site": ""}, "needs 'site'", id="no site"),
        pytest.param({"arguments": "x"}, "not understood; write as", id="arguments"),
        pytest.param({"arguments": {"max_page": 1}}, "did you mean max_pages", id="argument"),
        pytest.param({"arguments": {"origin": "http://127.0.0.1"}}, "leave it out", id="private"),
    ],
)
def test_a_schedule_that_is_refused(values: dict[str, Any], complaint: str) -> None:
    base = {"site": "unian", "when": "every hour"}
    with pytest.raises(UsageError, match=complaint):
        read_schedule({**base, **values})


def test_a_schedule_takes_name_and_clock_from_its_site() -> None:
    found = read_schedule({"site": "interfax-ukraine", "when": "0 6 * * *"})
    assert (found.name, found.work.kind, found.zone.key) == (
        "interfax-ukraine",
        "crawl",
        "Europe/Kyiv",
    )
