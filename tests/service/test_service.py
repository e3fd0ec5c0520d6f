"""Services that are stopped, killed and doubled: no job is lost, none runs twice at once.

SERVICE_KILLS kills more often, SERVICE_SEED moves the moments.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from typing import Any

import pytest
from sqlalchemy import update

from crawler.jobs.job import Job, Kind, State
from crawler.ledger.connect import writing
from crawler.ledger.tables import schedules
from crawler.schedule.file import read_file
from crawler.schedule.memory import remember

from .conftest import OPEN_END, SHORT_LEASE, lives

pytestmark = pytest.mark.slow
BOTH = pytest.mark.parametrize(
    "stage",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)],
    indirect=True,
)
SITE = "interfax-ukraine"
KILLS = int(os.environ.get("SERVICE_KILLS", "5"))
SEED = int(os.environ.get("SERVICE_SEED", "20260121"))
DECLARED = '[[schedule]]\nname = "exports"\nkind = "export"\nwhen = "{when}"\n{more}\n'


def declare(stage: Any, when: str, more: str = "", out: str = "briefly") -> None:
    text = DECLARED.format(when=when, more=f'arguments = {{out = "{out}"}}\n{more}')
    (stage.folder / "crawler.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("conduct", ["sleeps", "stubborn"])
def test_stopped_it_gives_its_jobs_back(stage: Any, conduct: str) -> None:
    """At once to another, without a lease to wait for; the exit code is 0."""
    job = stage.put(out=conduct)
    service = stage.serve(lease=60, grace=1)
    pid = stage.wait_begun(job)
    service.send_signal(signal.SIGTERM)
    assert service.wait(OPEN_END) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    found = stage.read(job)
    assert (found.state, found.losses, found.worker) == (State.QUEUED, 0, None)
    assert "goes on with the next" in found.reason
    stage.serve(lease=60)
    stage.wait_begun(job, attempt=2)


def test_a_second_signal_kills(stage: Any) -> None:
    job = stage.put(out="stubborn")
    service = stage.serve(grace=60)
    stage.wait(lambda: stage.proof("stubborn"))
    service.send_signal(signal.SIGTERM)
    stage.wait(lambda: "jobs are asked to end" in (stage.folder / "service.log").read_text())
    assert service.poll() is None
    service.send_signal(signal.SIGINT)
    assert service.wait(OPEN_END) == 128 + signal.SIGINT
    assert stage.read(job).state is State.QUEUED


def test_a_crawl_that_was_stopped_goes_on(stage: Any, origin: str) -> None:
    """The next service's crawl keeps what is missing; together they have it all, once."""
    job = stage.put("crawl", site=SITE, origin=origin, since="2000-01-01")
    service = stage.serve(lease=60)
    stage.wait(lambda: stage.read(job).progress.done > 0)
    service.send_signal(signal.SIGTERM)
    assert service.wait(OPEN_END) == 0
    assert stage.read(job).state in (State.QUEUED, State.DONE)
    stage.serve()
    stage.wait_for(job, State.DONE)
    with stage.engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*), sum(revision) FROM articles").one()
    assert tuple(count) == (60, 60)


def jobs_of_all_kinds(stage: Any, origin: str) -> list[Job]:
    """Many short ones, and three that want the same site."""
    made = [stage.put(out=conduct) for conduct in ("briefly",) * 6 + ("real.csv", "real.jsonl")]
    crawl = {"site": SITE, "origin": origin, "since": "2000-01-01"}
    made += [stage.put("crawl", **crawl), stage.put("feeds")]
    days = {"from": "2026-01-01", "to": "2026-01-02"}
    where = {"site": SITE, "origin": origin}
    return [*made, stage.put("backfill", **where, **days), stage.put("crawl", **crawl)]


@BOTH
def test_killed_at_any_moment_it_loses_no_job_and_doubles_none(stage: Any, origin: str) -> None:
    dice = random.Random(SEED)
    (stage.folder / "feeds.toml").write_text('[[feed]]\nname = "a"\ntarget = "feeds/a.rss"\n')
    made = jobs_of_all_kinds(stage, origin)
    moments = []
    for _ in range(KILLS):
        service = stage.serve(lease=SHORT_LEASE)
        moments.append(round(dice.uniform(0.5, 5), 2))
        time.sleep(moments[-1])
        running = [job for job in stage.jobs() if job.pid is not None]
        service.kill()
        service.wait()
        for job in running:
            stage.wait(lambda job=job: not lives(job.pid))
    stage.serve()
    began = time.monotonic()
    stage.wait(lambda: all(job.is_over for job in stage.jobs()))
    for job in stage.jobs():
        if job.state is State.FAILED:  # three times under way when a service was killed
            assert job.losses == 3, job
            stage.retry(job)
    stage.wait(lambda: all(job.state is State.DONE for job in stage.jobs()))
    print(f"seed {SEED}: killed after {moments} s, then {time.monotonic() - began:.0f} s")
    assert {job.id for job in stage.jobs()} == {job.id for job in made}
    assert {job for job, _ in stage.begun()} == {job.id for job in made}
    assert stage.proof("twice") == []


@BOTH
def test_two_services_share_the_work(stage: Any) -> None:
    """Jobs and due times alike: each is done once."""
    made = [stage.put(out="briefly") for _ in range(6)]
    declare(stage, "every minute", 'jitter = "1 minute"')
    set_back(stage)
    stage.serve()
    stage.serve()
    for job in made:
        stage.wait_for(job, State.DONE)
    stage.wait(lambda: [job for job in stage.jobs() if job.schedule])
    jobs = stage.wait(lambda: all_over(stage.jobs()))  # the next minute may bring another
    begun = [job for job, _ in stage.begun()]
    assert len(begun) == len(set(begun))
    dues = [job.due for job in jobs if job.schedule]
    assert len(dues) == len(set(dues))
    assert {job.worker for job in jobs} == {None}  # none is anybody's any more
    assert stage.proof("twice") == []


def all_over(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """The jobs, if none of them waits or runs."""
    return jobs if all(job.is_over for job in jobs) else ()


def daily(hours: int) -> str:
    """A time of day that is some hours away by any site's clock, so that none comes in a test."""
    return f"30 {(dt.datetime.now(dt.UTC).hour + hours) % 24} * * *"


def set_back(stage: Any) -> None:
    """Let what is declared count from days ago, as if the service had been down since."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    with writing(stage.engine) as connection:
        for schedule in read_file(stage.folder / "crawler.toml"):
            remember(connection, schedule, before)  # whether or not a service did so before
        connection.execute(update(schedules).values(since=before, last_due=None))


def test_what_was_missed_is_caught_up_once(stage: Any) -> None:
    declare(stage, daily(12))
    set_back(stage)
    stage.serve()
    stage.wait(lambda: any(job.state is State.DONE for job in stage.jobs()))
    time.sleep(0.5)
    (job,) = stage.jobs()
    assert (job.schedule, job.kind) == ("exports", Kind.EXPORT)


def test_a_run_is_left_out_while_the_one_before_goes_on(stage: Any) -> None:
    declare(stage, daily(12), out="sleeps")
    set_back(stage)
    stage.serve()
    (first,) = stage.wait(stage.jobs)
    stage.wait_begun(first)
    declare(stage, daily(11), out="sleeps")
    # Not before: a service that still plans by the old file would take what is set back for that.
    log = stage.folder / "service.log"
    stage.wait(lambda: "was read again: 1 schedules" in log.read_text())
    set_back(stage)
    stage.wait(lambda: len(stage.jobs()) > 1)
    skipped = stage.jobs()[0]
    assert skipped.state is State.SKIPPED
    assert f"job {first.id} of the run before is still running" in skipped.reason
    assert stage.read(first).state is State.RUNNING


def test_a_changed_file_is_picked_up_and_a_broken_one_told_once(stage: Any) -> None:
    declare(stage, "every 366 days")
    stage.serve()
    log = stage.folder / "service.log"
    stage.wait(lambda: "serves" in log.read_text())
    (stage.folder / "crawler.toml").write_text("[[schedule]]\nwhen = ")
    stage.wait(lambda: "what it said before still holds" in log.read_text())
    time.sleep(0.5)
    told = [line for line in log.read_text().splitlines() if "is no TOML" in line]
    assert len([line for line in told if "what it said before still holds" in line]) == 1
    # Who tells alarms reads the same file once a minute, perhaps just now, and speaks for itself.
    assert len([line for line in told if "alarms are not told" not in line]) == 1
    declare(stage, "every minute")
    stage.wait(lambda: "was read again: 1 schedules" in log.read_text())


def test_a_service_whose_file_is_broken_does_not_begin(stage: Any) -> None:
    (stage.folder / "crawler.toml").write_text("[[schedules]]\n")
    assert stage.serve().wait(OPEN_END) != 0
    assert "did you mean schedule?" in (stage.folder / "service.log").read_text()


def test_a_ledger_that_is_locked_for_a_while_stops_nothing(stage: Any) -> None:
    """The job's process may end before its lease; it is found again and done."""
    job = stage.put(out="briefly")
    with stage.engine.begin():
        stage.serve()
        time.sleep(1)
    stage.wait_for(job, State.DONE)
    assert stage.proof("twice") == []
