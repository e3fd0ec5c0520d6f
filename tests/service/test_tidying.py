"""What was over long ago is removed, and nothing else."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from crawler.access import audit, sessions, tokens
from crawler.health.alarm import Alarm, Kind
from crawler.health.channels import EVERY_CHANNEL
from crawler.health.judge import Verdict
from crawler.health.store import write_verdict
from crawler.jobs import orders
from crawler.jobs.job import State
from crawler.ledger import tables
from crawler.ledger.connect import opened, reading, writing
from crawler.service.tidying import tidy

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with opened(f"sqlite:///{tmp_path / 'ledger.sqlite'}", create=True) as engine:
        yield engine


def put_job(engine: Engine, state: State, ended: dt.datetime | None) -> int:
    with writing(engine) as connection:
        job = orders.enqueue(connection, "feeds", {}, NOW).id
        values = {"state": state, "ended": ended, "log": f"logs/job-{job}.log"}
        change = update(tables.jobs).where(tables.jobs.c.id == job)
        connection.execute(change.values(values))
    return job


def put_log(folder: Path, name: str, written: dt.datetime) -> Path:
    path = folder / "logs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("told")
    os.utime(path, (written.timestamp(),) * 2)
    return path


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as connection:
        found: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return found


@pytest.mark.parametrize(
    ("state", "days", "is_kept"),
    [
        (State.DONE, 29, True),
        (State.DONE, 31, False),
        (State.SKIPPED, 31, False),
        (State.FAILED, 31, False),
        (State.QUEUED, None, True),
        (State.RUNNING, None, True),
    ],
)
def test_a_job_goes_with_its_log(
    engine: Engine, tmp_path: Path, state: State, days: int | None, is_kept: bool
) -> None:
    ended = None if days is None else NOW - days * DAY
    job = put_job(engine, state, ended)
    log = put_log(tmp_path, f"job-{job}.log", ended or NOW - 60 * DAY)
    tidy(engine, tmp_path, NOW)
    assert (count(engine, tables.jobs), log.exists()) == (int(is_kept), is_kept)


@pytest.mark.parametrize(
    ("name", "days", "is_kept"),
    [
        pytest.param("job-7.log", 31, False, id="its row went before, or on another machine"),
        pytest.param("job-7.log", 29, True, id="perhaps of another ledger, and new"),
        pytest.param("notes.log", 400, True, id="none of ours"),
        pytest.param("job-7.log.old", 400, True, id="somebody keeps it"),
    ],
)
def test_a_log_without_a_job_goes(
    engine: Engine, tmp_path: Path, name: str, days: int, is_kept: bool
) -> None:
    log = put_log(tmp_path, name, NOW - days * DAY)
    tidy(engine, tmp_path, NOW)
    assert log.exists() is is_kept


def test_a_log_that_cannot_be_removed_stops_nothing(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "logs" / "job-7.log"
    folder.mkdir(parents=True)
    os.utime(folder, (0, 0))
    others = [put_log(tmp_path, f"job-{n}.log", NOW - 400 * DAY) for n in (6, 8, 9)]
    tidy(engine, tmp_path, NOW)
    assert "1 of the old logs of jobs cannot be removed" in caplog.text
    assert not any(log.exists() for log in others)


def test_lines_of_the_audit_go_after_a_year(engine: Engine) -> None:
    for days in (1, 364, 366, 1000):
        with writing(engine) as connection:
            deed = audit.Deed("desk", "job create", f"{days}")
            audit.record(connection, deed, NOW - days * DAY)
    tidy(engine, Path("nowhere"), NOW)
    with reading(engine) as connection:
        assert [one.deed.subject for one in audit.read_audit(connection)] == ["364", "1"]


def test_a_session_goes_when_it_is_over(engine: Engine) -> None:
    with writing(engine) as connection:
        tokens.add_token(connection, "desk", tokens.Scope.READ, NOW - 30 * DAY)
        (token,) = tokens.list_tokens(connection)
        over = sessions.open_session(connection, token, NOW - sessions.LASTS)
        lasting = sessions.open_session(connection, token, NOW - sessions.LASTS + DAY)
    tidy(engine, Path("nowhere"), NOW)
    with reading(engine) as connection:
        assert sessions.find_session(connection, lasting, NOW) == token
    assert (count(engine, tables.sessions), over != lasting) == (1, True)


@pytest.mark.parametrize(
    ("state", "attempts", "days", "is_kept"),
    [
        ("delivered", 1, 29, True),
        ("delivered", 1, 31, False),
        ("failed", 10, 6, True),
        ("failed", 10, 8, False),
        ("waiting", 3, 400, True),
        pytest.param("waiting", 0, 29, True, id="the service was away"),
        pytest.param("waiting", 0, 31, False, id="there is no such channel"),
    ],
)
def test_news_of_alarms_go_once_they_are_told(
    engine: Engine, state: str, attempts: int, days: int, is_kept: bool
) -> None:
    alarm = Alarm(
        site="gazette",
        kind=Kind.SILENT,
        subject="",
        raised=NOW,
        last_seen=NOW,
        message="nothing new",
        evidence={},
    )
    then = NOW - days * DAY
    values = {"state": state, "attempts": attempts, "next_try": then}
    if state == "delivered":
        values["delivered"] = then
    with writing(engine) as connection:
        write_verdict(connection, "gazette", Verdict(raised=(alarm,)), EVERY_CHANNEL, NOW)
        connection.execute(update(tables.alarm_news).values(values))
    tidy(engine, Path("nowhere"), NOW)
    assert count(engine, tables.alarm_news) == (len(EVERY_CHANNEL) if is_kept else 0)
    assert count(engine, tables.alarms) == 1
