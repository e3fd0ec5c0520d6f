"""A job is in one worker's hands, and found again when that worker is gone."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert

from crawler.jobs import orders
from crawler.jobs.job import Job, Progress, State
from crawler.jobs.lease import LEASE, Hold, Standing, begin
from crawler.jobs.listing import get_job
from crawler.jobs.queue import LedgerQueue
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.tables import leases, looks

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
SITE = "interfax-ukraine"
OTHER = "unian"


def put(engine: Engine, kind: str = "crawl", site: str | None = SITE, **more: Any) -> Job:
    arguments = {"site": site, **more}
    with writing(engine) as connection:
        return orders.enqueue(connection, kind, arguments, NOW)


def read(engine: Engine, job: Job) -> Job:
    with reading(engine) as connection:
        return get_job(connection, job.id)


def hold_of(job: Job | None) -> Hold:
    assert job is not None
    return Hold(job.id, job.attempt)


def test_jobs_are_claimed_in_the_order_they_came(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    first, second = put(engine, "feeds", None), put(engine, site=OTHER)
    claimed = [queue.claim("a", NOW), queue.claim("b", NOW), queue.claim("c", NOW)]
    assert [job and (job.id, job.state, job.attempt, job.worker) for job in claimed] == [
        (first.id, State.RUNNING, 1, "a"),
        (second.id, State.RUNNING, 1, "b"),
        None,
    ]


@pytest.mark.parametrize("kind", ["backfill", "reextract"])
def test_one_crawl_or_backfill_a_site(engine: Engine, kind: str) -> None:
    queue = LedgerQueue(engine)
    put(engine)
    days = {"from": "2026-01-01", "to": "2026-01-02"} if kind == "backfill" else {}
    waiting, free = put(engine, kind, **days), put(engine, site=OTHER)
    first = queue.claim("a", NOW)
    assert hold_of(queue.claim("a", NOW)).job == free.id
    assert queue.claim("a", NOW) is None
    queue.finish(hold_of(first), State.DONE, None, {}, NOW)
    assert hold_of(queue.claim("a", NOW)).job == waiting.id


def test_an_export_of_the_site_may_run_beside(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    put(engine)
    put(engine, "export", out="a.csv")
    assert queue.claim("a", NOW)
    assert queue.claim("a", NOW)


def test_a_crawl_by_hand_is_waited_for(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
    assert queue.claim("a", NOW) is None
    with writing(engine) as connection:
        crawls.finish(connection, SITE, crawl, "finished", None, {}, NOW)
    assert hold_of(queue.claim("a", NOW)).job == job.id


def test_many_workers_at_once_never_share_a_job(engine: Engine) -> None:
    """Each asks until it gets nothing twice; together they have each job once."""
    queue = LedgerQueue(engine)
    wanted = {put(engine, "feeds", None).id for _ in range(12)}
    gate, got = threading.Barrier(4), []

    def work(name: str) -> None:
        gate.wait()
        while job := queue.claim(name, NOW) or queue.claim(name, NOW):
            got.append(job.id)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(wanted)


def test_a_site_is_never_shared_by_workers_that_claim_at_once(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    for _ in range(6):
        put(engine)
    gate, got = threading.Barrier(4), []

    def work() -> None:
        gate.wait()
        got.append(queue.claim("w", NOW))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([job for job in got if job]) == 1


def test_renewed_it_stays_and_says_how_far_it_is(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    hold = hold_of(queue.claim("a", NOW))
    later = NOW + LEASE - SECOND
    assert queue.renew(hold, later, Progress(3, 9, "3 kept")) is Standing.HELD
    assert queue.find_again(NOW + LEASE) == []
    found = read(engine, job)
    assert (found.until, found.progress) == (later + LEASE, Progress(3, 9, "3 kept"))


def look_at(engine: Engine, site: str, page: int, now: dt.datetime) -> None:
    """As a crawl that begins now, looks at one page, and is killed with its worker."""
    with writing(engine) as connection:
        crawl = crawls.begin(connection, site, "crawl", {}, now)
        row = {"page": page, "crawl": crawl, "at": now, "bytes": 1, "outcome": "page"}
        connection.execute(insert(looks).values(**row, changed=True))
        connection.execute(delete(leases))


@pytest.mark.parametrize(
    ("pages", "losses"),
    [
        pytest.param([1, 2, 3, 4, 5], [0, 0, 0, 0, 0], id="something new each time"),
        pytest.param(
            [1, None, None, 2, None, None, None], [0, 1, 2, 0, 1, 2, 3], id="now and then"
        ),
        pytest.param([1, 1, 1, 1], [0, 1, 2, 3], id="the same again and again"),
    ],
)
def test_only_losses_in_a_row_that_gained_nothing_count(
    engine: Engine, pages: list[int | None], losses: list[int]
) -> None:
    queue = LedgerQueue(engine)
    now, found = NOW, []
    put(engine, "backfill", **{"from": "2026-01-01", "to": "2026-01-02"})
    for page in pages:
        assert queue.claim("a", now)
        if page is not None:
            look_at(engine, SITE, page, now + SECOND)
        now += LEASE
        (job,) = queue.find_again(now)
        found.append((job.losses, job.state))
    states = [State.FAILED if count == 3 else State.QUEUED for count in losses]
    assert found == list(zip(losses, states, strict=True))


def test_what_another_site_gained_does_not_count(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    put(engine)
    assert queue.claim("a", NOW)
    look_at(engine, OTHER, 1, NOW + SECOND)
    assert [job.losses for job in queue.find_again(NOW + LEASE)] == [1]


def test_a_job_whose_worker_is_gone_is_run_again_three_times_at_most(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job, now, states = put(engine), NOW, []
    for _ in range(3):
        assert queue.claim("a", now)
        assert queue.find_again(now + LEASE - SECOND) == []
        now += LEASE
        (found,) = queue.find_again(now)
        states.append((found.state, found.attempt, found.losses))
    assert states == [
        (State.QUEUED, 1, 1),
        (State.QUEUED, 2, 2),
        (State.FAILED, 3, 3),
    ]
    assert queue.claim("a", now) is None
    assert "its worker a was gone, for the third time" in str(read(engine, job).reason)


def test_a_setback_is_tried_again_three_times_at_most(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job, found = put(engine), []
    for _ in range(3):
        hold = hold_of(queue.claim("a", NOW))
        assert queue.set_back(hold, "exit code 1: no answer", NOW)
        assert not queue.set_back(hold, "exit code 1: no answer", NOW)
        found.append((read(engine, job).state, read(engine, job).losses))
    assert found == [(State.QUEUED, 1), (State.QUEUED, 2), (State.FAILED, 3)]
    assert "exit code 1: no answer, for the third time" in str(read(engine, job).reason)


def test_a_cancelled_job_that_is_set_back_is_over(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    hold = hold_of(queue.claim("a", NOW))
    with writing(engine) as connection:
        orders.cancel(connection, job.id, NOW)
    assert queue.set_back(hold, "exit code 1: no answer", NOW)
    assert read(engine, job).state is State.CANCELLED


def test_who_slept_keeps_what_nobody_else_found(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    hold = hold_of(queue.claim("a", NOW))
    later = NOW + 5 * LEASE
    assert queue.find_again(later, [job.id]) == []
    assert queue.renew(hold, later, None) is Standing.HELD
    assert queue.find_again(later) == []


def test_who_lost_a_job_can_change_nothing_any_more(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    lost = hold_of(queue.claim("a", NOW))
    later = NOW + LEASE
    queue.find_again(later)
    assert hold_of(queue.claim("b", later)) == Hold(job.id, 2)
    before = read(engine, job)
    assert queue.renew(lost, later, Progress(1)) is Standing.LOST
    assert not queue.finish(lost, State.DONE, None, {"a": 1}, later)
    assert not queue.give_back(lost, "stopped", later)
    with writing(engine) as connection:
        assert not begin(connection, lost, 17, later)
    assert read(engine, job) == before


@pytest.mark.parametrize(
    ("wait", "asked", "begins"),
    [
        pytest.param(SECOND, False, True, id="in time"),
        pytest.param(LEASE, False, False, id="lease over"),
        pytest.param(SECOND, True, False, id="cancelled"),
    ],
)
def test_a_process_begins_only_what_is_its_own(
    engine: Engine, wait: dt.timedelta, asked: bool, begins: bool
) -> None:
    job = put(engine)
    hold = hold_of(LedgerQueue(engine).claim("a", NOW))
    with writing(engine) as connection:
        if asked:
            orders.cancel(connection, job.id, NOW)
        assert begin(connection, hold, 17, NOW + wait) is begins
        assert not begin(connection, hold, 18, NOW + wait)


def test_stopped_half_way_it_waits_again_at_no_cost(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    assert queue.give_back(hold_of(queue.claim("a", NOW)), "the service was stopped", NOW)
    found = read(engine, job)
    assert (found.state, found.losses, found.pid) == (State.QUEUED, 0, None)
    assert hold_of(queue.claim("b", NOW)) == Hold(job.id, 2)


def test_a_cancelled_job_is_told_to_its_worker(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    hold = hold_of(queue.claim("a", NOW))
    with writing(engine) as connection:
        orders.cancel(connection, job.id, NOW + SECOND)
        again = orders.cancel(connection, job.id, NOW + 2 * SECOND)
    assert again.stop_asked == NOW + SECOND
    assert queue.renew(hold, NOW + SECOND, None) is Standing.STOP
    assert queue.give_back(hold, "the service was stopped", NOW)
    assert read(engine, job).state is State.CANCELLED


def test_a_cancelled_job_whose_worker_is_gone_is_not_run_again(engine: Engine) -> None:
    queue = LedgerQueue(engine)
    job = put(engine)
    queue.claim("a", NOW)
    with writing(engine) as connection:
        orders.cancel(connection, job.id, NOW)
    (found,) = queue.find_again(NOW + LEASE)
    assert found.state is State.CANCELLED
