"""What people ask of jobs, and what they read of them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, update

from crawler.errors import UsageError
from crawler.jobs import orders
from crawler.jobs.job import Job, Kind, State
from crawler.jobs.listing import JobFilter, count_jobs, get_job, list_jobs, read_log
from crawler.jobs.queue import LedgerQueue
from crawler.jobs.work import read_work
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import jobs

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
SITE = "interfax-ukraine"


def put(engine: Engine, kind: str = "feeds", **arguments: object) -> Job:
    with writing(engine) as connection:
        return orders.enqueue(connection, kind, arguments, NOW)


def set_state(engine: Engine, job: Job, state: State) -> None:
    with writing(engine) as connection:
        connection.execute(
            update(jobs).where(jobs.c.id == job.id).values(state=state, reason="x", losses=3)
        )


def test_a_new_job_waits_with_its_arguments(engine: Engine) -> None:
    job = put(engine, "crawl", site=f" {SITE} ", max_pages="20", since="")
    assert (job.kind, job.state, job.site, job.created) == (Kind.CRAWL, State.QUEUED, SITE, NOW)
    assert job.arguments == {"site": SITE, "max_pages": 20}


def test_a_waiting_job_is_cancelled_at_once(engine: Engine) -> None:
    job = put(engine)
    with writing(engine) as connection:
        cancelled = orders.cancel(connection, job.id, NOW)
    assert (cancelled.state, cancelled.ended) == (State.CANCELLED, NOW)
    assert LedgerQueue(engine).claim("a", NOW) is None


CRAWL = {"site": SITE, "max_pages": 20}
AS_TYPED = {"site": f" {SITE}", "max_pages": "20", "since": ""}


@pytest.mark.parametrize(
    ("state", "later", "arguments", "is_new"),
    [
        pytest.param(State.QUEUED, 0, CRAWL, False, id="two clicks"),
        pytest.param(State.QUEUED, 0, AS_TYPED, False, id="written otherwise"),
        pytest.param(State.QUEUED, 86_400, CRAWL, False, id="it waits since yesterday"),
        pytest.param(State.QUEUED, 0, {"site": SITE}, True, id="other arguments"),
        pytest.param(State.RUNNING, 9, CRAWL, False, id="begun between two clicks"),
        pytest.param(State.RUNNING, 10, CRAWL, True, id="it runs: one more behind it"),
        *(
            pytest.param(state, 0, CRAWL, True, id=state)
            for state in (State.DONE, State.FAILED, State.CANCELLED, State.SKIPPED)
        ),
    ],
)
def test_what_is_ordered_twice_is_one_job(
    engine: Engine, state: State, later: int, arguments: dict[str, object], is_new: bool
) -> None:
    with writing(engine) as connection:
        first = orders.order(connection, "crawl", CRAWL, NOW)
    set_state(engine, first.job, state)
    with writing(engine) as connection:
        moment = NOW + dt.timedelta(seconds=later)
        again = orders.order(connection, "crawl", arguments, moment)
    assert (first.is_new, again.is_new) == (True, is_new)
    assert (again.job.id == first.job.id) is not is_new


def test_what_is_asked_to_end_is_ordered_anew(engine: Engine) -> None:
    with writing(engine) as connection:
        first = orders.order(connection, "crawl", CRAWL, NOW).job
    assert LedgerQueue(engine).claim("a", NOW)
    with writing(engine) as connection:
        orders.cancel(connection, first.id, NOW)
        assert orders.order(connection, "crawl", CRAWL, NOW).is_new


def test_two_that_order_at_once_get_one_job(engine: Engine) -> None:
    gate, got = threading.Barrier(4), []

    def work() -> None:
        gate.wait()
        with writing(engine) as connection:
            got.append(orders.order(connection, "crawl", CRAWL, NOW).job.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(got), len(set(got))) == (4, 1)


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.SKIPPED])
def test_what_is_over_is_not_cancelled(engine: Engine, state: State) -> None:
    job = put(engine)
    set_state(engine, job, state)
    with writing(engine) as connection, pytest.raises(UsageError, match=f"it is {state}"):
        orders.cancel(connection, job.id, NOW)


@pytest.mark.parametrize("act", [orders.cancel, orders.retry])
def test_ordered_of_a_job_twice_nothing_changes(
    engine: Engine, act: Callable[[Connection, int, dt.datetime], Job]
) -> None:
    job = put(engine)
    set_state(engine, job, State.QUEUED if act is orders.cancel else State.FAILED)
    with writing(engine) as connection:
        once = act(connection, job.id, NOW)
    with writing(engine) as connection:
        assert act(connection, job.id, NOW + dt.timedelta(seconds=1)) == once


@pytest.mark.parametrize("state", [one for one in State if one is not State.QUEUED])
def test_what_failed_waits_again(engine: Engine, state: State) -> None:
    job = put(engine)
    set_state(engine, job, state)
    with writing(engine) as connection:
        if state not in orders.RETRIED:
            with pytest.raises(UsageError, match=f"job {job.id} is {state}"):
                orders.retry(connection, job.id, NOW)
            return
        again = orders.retry(connection, job.id, NOW)
    assert (again.state, again.losses, again.reason) == (State.QUEUED, 0, None)


def test_a_due_time_is_one_job_whoever_asks(engine: Engine) -> None:
    work = read_work("crawl", {"site": SITE})
    with writing(engine) as connection:
        made = orders.enqueue_due(connection, work, "hourly", NOW, NOW)
        again = orders.enqueue_due(connection, work, "hourly", NOW, NOW)
        other = orders.enqueue_due(connection, work, "daily", NOW, NOW, skipped="job 1 runs")
    assert made
    assert (made.schedule, made.due, made.state) == ("hourly", NOW, State.QUEUED)
    assert again is None
    assert other
    assert (other.state, other.reason, other.ended) == (State.SKIPPED, "job 1 runs", NOW)


def test_an_unknown_job_is_told(engine: Engine) -> None:
    with reading(engine) as connection, pytest.raises(UsageError, match="there is no job 77"):
        get_job(connection, 77)


def test_jobs_are_paged_newest_first(engine: Engine) -> None:
    made = [put(engine).id for _ in range(5)]
    found, cursor, pages = [], None, 0
    with reading(engine) as connection:
        while pages == 0 or cursor is not None:
            page = list_jobs(connection, cursor=cursor, limit=2)
            found += [job.id for job in page.jobs]
            cursor, pages = page.cursor, pages + 1
    assert (found, pages) == (made[::-1], 3)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (JobFilter(), [2, 1, 0]),
        (JobFilter(states=(State.FAILED,)), [1]),
        (JobFilter(states=(State.FAILED, State.QUEUED)), [2, 1, 0]),
        (JobFilter(kinds=(Kind.CRAWL,)), [2, 0]),
        (JobFilter(site=SITE), [0]),
        (JobFilter(site=SITE, kinds=(Kind.FEEDS,)), []),
        (JobFilter(schedule="hourly"), []),
    ],
    ids=str,
)
def test_a_filter_narrows(engine: Engine, wanted: JobFilter, expected: list[int]) -> None:
    made = [put(engine, "crawl", site=SITE), put(engine), put(engine, "crawl", site="unian")]
    set_state(engine, made[1], State.FAILED)
    with reading(engine) as connection:
        found = [job.id for job in list_jobs(connection, wanted).jobs]
        counts = count_jobs(connection)
    assert found == [made[number].id for number in expected]
    assert counts == {State.QUEUED: 2, State.FAILED: 1}


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 1000])
def test_a_log_is_read_piece_by_piece(engine: Engine, tmp_path: Path, limit: int) -> None:
    """No character is cut, no control character comes through, whatever the pieces."""
    put(engine)
    job = LedgerQueue(engine).claim("a", NOW)
    assert job
    assert read_log(job, tmp_path).text == ""
    written = "Львів – €\n𝄞 \x1b[31mred\x9b\r\nend\n"
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / f"job-{job.id}.log").write_bytes(written.encode() + b"\xff!\xe2\x82")
    text, offset = "", 0
    for _ in range(100):
        piece = read_log(job, tmp_path, offset, limit)
        text, offset = text + piece.text, piece.offset
        if offset == piece.size:
            break
    assert text.startswith("Львів – €\n𝄞 \ufffd[31mred\ufffd\ufffd\nend\n\ufffd!")
    assert "\x1b" not in text
    assert read_log(job, tmp_path, -3).text.startswith("!")


def test_no_log_outside_its_folder_is_read(engine: Engine, tmp_path: Path) -> None:
    job = put(engine)
    with writing(engine) as connection:
        connection.execute(update(jobs).values(log="../secret"))
        job = get_job(connection, job.id)
    (tmp_path / "data").mkdir()
    (tmp_path / "secret").write_text("secret")
    assert read_log(job, tmp_path / "data").text == ""
