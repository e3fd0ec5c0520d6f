"""A job's process: limits, cancelling, its log, what it tells, and what ends it."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from crawler.jobs.job import State
from crawler.jobs.queue import LedgerQueue
from crawler.jobs.telling import PIPE, Told, read_told

from .conftest import OPEN_END, ROOT, SHORT_LEASE, lives

SITE = "interfax-ukraine"

pytestmark = pytest.mark.slow


def test_what_a_job_tells_is_kept(stage: Any) -> None:
    """The result in any case; of progress what its worker has time for, cut to its length."""
    job = stage.put(out="talkative")
    stage.serve()
    found = stage.wait_for(job, State.DONE)
    assert found.result == {"articles": 5}
    assert (found.progress.total, found.progress.message) == (5000, "x" * 200)


def test_a_failed_job_says_why_in_one_line(stage: Any) -> None:
    job = stage.put(out="complains")
    stage.serve()
    found = stage.wait_for(job, State.FAILED)
    assert found.reason == "exit code 2: the \ufffd[31mreason\ufffd[0m"
    log = stage.log_of(job)
    assert "attempt 1: export --out=" in log.splitlines()[0]
    assert "one line" in log


def test_a_job_that_met_a_setback_is_done_again(stage: Any) -> None:
    job = stage.put(out="unlucky")
    stage.serve()
    found = stage.wait_for(job, State.DONE)
    assert (found.attempt, found.losses) == (2, 1)


BRIEFLY = """
import sys
import crawler.settings
crawler.settings.CLOSESPIDER_TIMEOUT = 0.01
from crawler.cli.main import main
main()
"""


def tell(folder: Path, *words: str, script: tuple[str, ...] = ("-m", "crawler")) -> Told:
    """What a command tells at last to who began it as a job."""
    hear, pipe = os.pipe()
    ledger = f"sqlite:///{folder / 'ledger.sqlite'}"
    environment = {**os.environ, PIPE: str(pipe), "CRAWLER_DATA": str(folder)}
    command = [sys.executable, *script, *words, "--ledger", ledger]
    subprocess.run(command, env=environment, pass_fds=[pipe], cwd=ROOT, check=False)
    os.close(pipe)
    with os.fdopen(hear, "rb") as lines:
        return read_told(lines.readlines()[-1])


def test_a_command_tells_of_a_ledger_that_fails(tmp_path: Path) -> None:
    assert tell(tmp_path, "export", "--out", "a.csv") == Told(setback="")


def test_a_backfill_that_met_a_limit_tells_that_it_is_to_go_on(tmp_path: Path, origin: str) -> None:
    days = ("--from", "2000-01-01", "--to", "2100-01-01")
    told = tell(tmp_path, "backfill", SITE, "--origin", origin, *days, script=("-c", BRIEFLY))
    assert told == Told(setback="it took as long as one crawl may")


def test_a_job_that_takes_too_much_memory_fails_alone(stage: Any) -> None:
    job, other = stage.put(out="hungry"), stage.put(out="briefly")
    stage.serve(memory=1024)
    assert "more memory than a job may" in stage.wait_for(job, State.FAILED).reason
    stage.wait_for(other, State.DONE)


def test_a_job_that_takes_too_long_is_ended(stage: Any) -> None:
    job = stage.put(out="sleeps")
    stage.serve(longest=2)
    found = stage.wait_for(job, State.FAILED)
    assert "it took longer than a job may" in found.reason
    begun = stage.begun().get((job.id, 1))  # a slow machine may not have come so far
    assert begun is None or not lives(begun)


@pytest.mark.parametrize(
    ("conduct", "least"),
    [
        pytest.param("sleeps", 0, id="which obeys"),
        pytest.param("stubborn", 1.5, id="which does not"),
    ],
)
def test_a_cancelled_job_ends(stage: Any, conduct: str, least: float) -> None:
    job = stage.put(out=conduct)
    stage.serve(grace=1.5)
    pid = stage.wait_begun(job)
    if conduct == "stubborn":  # it sets its signals after it has begun
        stage.wait(lambda: stage.proof("stubborn"))
    began = time.monotonic()
    stage.cancel(job)
    assert stage.wait_for(job, State.CANCELLED).reason == "cancelled"
    assert time.monotonic() - began >= least
    assert not lives(pid)


def test_what_a_job_started_ends_with_it(stage: Any) -> None:
    job = stage.put(out="parent")
    stage.serve(grace=1.5)
    (line,) = stage.wait(lambda: stage.proof("grandchild"))
    stage.cancel(job)
    stage.wait_for(job, State.CANCELLED)
    stage.wait(lambda: not lives(int(line)))


@pytest.mark.parametrize("conduct", ["sleeps", "stubborn", "parent"])
def test_a_job_ends_with_its_worker(stage: Any, conduct: str) -> None:
    """The pipe ends with whoever holds it: at once, however the worker died."""
    job = stage.put(out=conduct)
    service = stage.serve(lease=30)
    pid = stage.wait_begun(job)
    service.kill()
    service.wait()
    stage.wait(lambda: not lives(pid))
    for line in stage.proof("grandchild"):
        stage.wait(lambda line=line: not lives(int(line)))


@pytest.mark.parametrize("conduct", ["sleeps", "deaf"])
def test_a_job_whose_worker_hangs_ends_before_its_lease(stage: Any, conduct: str) -> None:
    """The kernel's timer, also where no thread of the job's process gets to run."""
    job = stage.put(out=conduct)
    service = stage.serve(lease=SHORT_LEASE)
    pid = stage.wait_begun(job)
    os.kill(service.pid, signal.SIGSTOP)
    seen = [time.time()]
    stage.wait(lambda: not lives(pid) or seen.append(time.time()))
    assert stage.read(job).until.timestamp() > seen[-1]
    stage.serve()
    stage.wait_begun(job, attempt=2)
    os.kill(service.pid, signal.SIGCONT)
    time.sleep(1)  # in which the first would do harm, if it did
    assert stage.read(job).state is State.RUNNING
    assert stage.read(job).attempt == 2
    assert stage.proof("twice") == []


@pytest.mark.parametrize(
    ("attempt", "code"), [pytest.param(0, 75, id="older"), pytest.param(1, 0, id="its own")]
)
def test_a_process_does_only_what_is_its_own(stage: Any, attempt: int, code: int) -> None:
    job = stage.put(out="briefly")
    queue = LedgerQueue(stage.engine, dt.timedelta(seconds=OPEN_END))
    assert queue.claim("w", dt.datetime.now(dt.UTC))
    hear, lifeline = os.pipe()
    words = map(str, (job.id, attempt, hear, OPEN_END, 4096, "export", "--out=/briefly"))
    ended = subprocess.run(
        [sys.executable, "-m", "crawler.jobs.child", *words],
        check=False,
        capture_output=True,
        text=True,
        pass_fds=(hear,),
        start_new_session=True,
        env=stage.environment | {"CRAWLER_LEDGER": stage.address},
    )
    os.close(hear)
    os.close(lifeline)
    assert ended.returncode == code, ended.stderr
    assert (f"job {job.id} is not this process's to do" in ended.stderr) is (code == 75)
    assert (stage.read(job).pid is not None) is (code == 0)
