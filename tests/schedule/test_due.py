"""Schedules of a file and of the ledger become jobs, each due time once."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from crawler.errors import UsageError
from crawler.jobs.job import Job, State
from crawler.jobs.listing import list_jobs
from crawler.jobs.queue import LedgerQueue
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import jobs, schedules
from crawler.schedule import memory
from crawler.schedule.due import Planner
from crawler.schedule.file import ScheduleFile, parse_file, read_file

NOW = dt.datetime(2026, 1, 21, 6, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


class Desk:
    """A planner, a file and a clock."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.path = folder / "crawler.toml"
        self.now = NOW
        self.restart()

    def restart(self) -> None:
        self.planner = Planner(self.engine, ScheduleFile(self.path))

    def declare(self, text: str) -> None:
        """Each text another length, so that the file is seen to have changed."""
        self.path.write_text(text, encoding="utf-8")

    def look(self, later: dt.timedelta = dt.timedelta(0)) -> list[Job]:
        self.now += later
        return self.planner.make_due(self.now)

    def add(self, **values: Any) -> None:
        with writing(self.engine) as connection:
            base = {"site": "unian", "when": "every 10 minutes"}
            memory.add(connection, base | values, read_file(self.path), self.now)

    def change(self, what: Any, name: str) -> None:
        with writing(self.engine) as connection:
            what(connection, name, read_file(self.path), self.now)

    def finish_all(self) -> None:
        queue = LedgerQueue(self.engine)
        with writing(self.engine) as connection:
            connection.execute(update(jobs).values(state=State.DONE, holds=None))
        assert queue.claim("w", self.now) is None

    def jobs(self) -> list[tuple[dt.datetime | None, State]]:
        with reading(self.engine) as connection:
            return [(job.due, job.state) for job in list_jobs(connection).jobs[::-1]]


@pytest.fixture
def desk(engine: Engine, tmp_path: Path) -> Desk:
    return Desk(engine, tmp_path)


EVERY = '[[schedule]]\nsite = "unian"\nwhen = "{}"\n'


def test_a_new_schedule_counts_from_now(desk: Desk) -> None:
    desk.declare(EVERY.format("every 10 minutes"))
    assert desk.look() == []
    assert desk.look(9 * MINUTE) == []
    (job,) = desk.look(MINUTE)
    assert (job.schedule, job.site, job.due) == ("unian", "unian", NOW + 10 * MINUTE)
    assert desk.look(MINUTE) == []


def test_what_was_missed_comes_once_also_after_a_restart(desk: Desk) -> None:
    desk.declare(EVERY.format("every 10 minutes"))
    desk.look()
    desk.restart()
    assert [job.due for job in desk.look(5 * HOUR)] == [NOW + 5 * HOUR]
    desk.finish_all()
    desk.restart()
    assert desk.look(MINUTE) == []
    assert len(desk.look(9 * MINUTE)) == 1


def test_two_planners_make_one_job(desk: Desk, tmp_path: Path) -> None:
    desk.declare(EVERY.format("every 10 minutes"))
    desk.look()
    other = Planner(desk.engine, ScheduleFile(desk.path))
    for _ in range(3):
        desk.look(10 * MINUTE)
        other.make_due(desk.now)
        desk.finish_all()
    assert [due for due, _ in desk.jobs()] == [NOW + n * 10 * MINUTE for n in (1, 2, 3)]


def test_a_run_is_left_out_while_the_one_before_is_not_over(desk: Desk) -> None:
    desk.add()
    for _ in range(3):
        desk.look(10 * MINUTE)
    assert [state for _, state in desk.jobs()] == ["queued", "skipped", "skipped"]
    desk.finish_all()
    desk.look(10 * MINUTE)
    assert desk.jobs()[-1] == (NOW + 40 * MINUTE, State.QUEUED)


def test_paused_it_rests_and_catches_nothing_up(desk: Desk) -> None:
    desk.add()
    desk.change(memory.pause, "unian")
    assert desk.look(5 * HOUR) == []
    desk.now += 3 * MINUTE
    desk.change(memory.resume, "unian")
    assert desk.look() == []
    assert len(desk.look(7 * MINUTE)) == 1


def test_paused_or_resumed_twice_nothing_changes(desk: Desk) -> None:
    """A second click takes no run away that waits for its jitter, and moves no time."""
    desk.add(jitter="9 minutes")
    assert desk.look(10 * MINUTE) == []  # the same jitter everywhere: it begins some minutes later
    desk.change(memory.resume, "unian")
    assert [job.due for job in desk.look(9 * MINUTE)] == [NOW + 10 * MINUTE]
    for _ in range(2):
        desk.change(memory.pause, "unian")
        desk.now += HOUR
    with reading(desk.engine) as connection:
        (standing,) = memory.read_standings(connection, (), desk.now)
    assert standing.paused == desk.now - 2 * HOUR


def test_a_declared_schedule_can_be_paused_before_any_service_saw_it(desk: Desk) -> None:
    desk.declare(EVERY.format("every 10 minutes"))
    desk.change(memory.pause, "unian")
    desk.restart()
    assert desk.look(HOUR) == []


def test_removed_it_is_gone(desk: Desk) -> None:
    desk.add()
    with writing(desk.engine) as connection:
        memory.remove(connection, "unian", ())
        with pytest.raises(UsageError, match="no schedule is named 'unian'"):
            memory.remove(connection, "unian", ())
    assert desk.look(HOUR) == []


def test_another_time_begins_anew(desk: Desk) -> None:
    """A schedule that names other moments now has missed none of them."""
    desk.declare(EVERY.format("0 3 * * *"))
    desk.look()
    desk.declare(EVERY.format("every 10 minutes"))
    assert desk.look(HOUR + MINUTE) == []
    desk.declare(EVERY.format("every 10 minutes") + 'jitter = "1 second"\n')
    assert len(desk.look(9 * MINUTE + MINUTE / 2)) == 1  # the same moments: nothing is forgotten


def test_a_clock_that_was_far_ahead_silences_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.add()
    desk.look(24 * 365 * HOUR)
    desk.finish_all()
    desk.now = NOW
    assert desk.look() == []
    assert "the clock was set back" in caplog.text
    assert len(desk.look(10 * MINUTE)) == 1


@pytest.mark.parametrize(
    ("back", "runs"),
    [
        pytest.param(HOUR, 0, id="by an hour: nothing is done again"),
        pytest.param(5 * HOUR, 3, id="by more: a clock that was wrong counts for nothing"),
    ],
)
def test_a_clock_that_was_set_back_after_runs(desk: Desk, back: dt.timedelta, runs: int) -> None:
    """Not only after one: each due time of the hours that come again has its job."""
    desk.add()
    for _ in range(30):
        desk.look(10 * MINUTE)
        desk.finish_all()
    desk.now -= back
    made = 0
    for _ in range(4):  # the first look sees that the clock is another
        made += len(desk.look())
        desk.finish_all()
        desk.now += 10 * MINUTE
    assert made == runs


def test_one_that_cannot_be_read_any_more_harms_no_other(desk: Desk) -> None:
    desk.add()
    desk.add(name="other")
    with writing(desk.engine) as connection:
        broken = '{"site": "closed-down", "when": "every hour"}'
        connection.execute(
            update(schedules).where(schedules.c.name == "unian").values(definition=broken)
        )
    assert [job.schedule for job in desk.look(10 * MINUTE)] == ["other"]
    with reading(desk.engine) as connection:
        (_, standing) = memory.read_standings(connection, (), desk.now)
    assert standing.schedule is None
    assert "no site is named 'closed-down'" in str(standing.problem)


@pytest.mark.parametrize("how", ["added", "declared"])
def test_a_name_is_given_once(desk: Desk, how: str) -> None:
    if how == "added":
        desk.add()
    else:
        desk.declare(EVERY.format("every hour"))
    with pytest.raises(UsageError, match="named 'unian' already"):
        desk.add()


def test_a_declared_one_is_removed_in_its_file(desk: Desk) -> None:
    desk.declare(EVERY.format("every hour"))
    with writing(desk.engine) as connection, pytest.raises(UsageError, match="remove it there"):
        memory.remove(connection, "unian", read_file(desk.path))


def test_a_broken_file_keeps_the_last_good_one_and_says_so_once(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.declare(EVERY.format("every 10 minutes"))
    desk.look()
    desk.declare("[[schedule]]\nsite = ")
    with caplog.at_level(logging.WARNING):
        assert len(desk.look(10 * MINUTE)) == 1
        desk.look()
    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert "is no TOML" in record.getMessage()
    desk.declare(EVERY.format("every 5 minutes"))
    desk.finish_all()
    assert desk.look() == []
    assert len(desk.look(5 * MINUTE)) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("schedule = 1", r"write \[\[schedule\]\]", id="a number"),
        pytest.param("[schedule]\na = 1", r"write \[\[schedule\]\]", id="one bracket"),
        pytest.param("[[schedules]]\n", "did you mean schedule", id="misspelt table"),
        pytest.param("[[schedule]]\n", "schedule 1 .*needs 'site'", id="empty"),
        pytest.param(EVERY.format("soon"), r"schedule 1 \(unian\): when 'soon'", id="time"),
        pytest.param(EVERY.format("every hour") * 2, "2 schedules are named", id="twice"),
        pytest.param("a = " + "[" * 5000, "is no TOML", id="deep"),
    ],
)
def test_a_file_that_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=rf"^crawler\.toml.*{complaint}") as told:
        parse_file(text, "crawler.toml")
    assert "\n" not in str(told.value)


def test_other_tables_are_none_of_ours() -> None:
    text = "[alarms]\nwebhook = 1\n" + EVERY.format("every hour")
    assert [one.name for one in parse_file(text, "crawler.toml")] == ["unian"]
