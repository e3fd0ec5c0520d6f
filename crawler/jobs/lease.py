"""Who does a job: a worker that claimed it, for as long as it says again and again that it lives.

Each claim raises the job's attempt; who holds an older one cannot renew, begin or finish it. The
process that does it ends before the lease does (`lifeline`), so that a job whose lease is over is
done by nobody.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, and_, or_, select, update

from crawler.jobs.job import Job, Progress, State, write_progress
from crawler.jobs.listing import LOGS, get_job
from crawler.jobs.work import HOLDING
from crawler.ledger.crawling.crawls import find_held, has_gained
from crawler.ledger.tables import jobs

LEASE = dt.timedelta(seconds=30)
MOST_LOSSES = 3
"""So often in a row may a job's worker be gone, or the ledger, before the job got anywhere."""
_FREE: Mapping[str, Any] = {"holds": None, "until": None, "worker": None, "pid": None}


@dataclass(frozen=True, slots=True)
class Hold:
    """A job in one worker's hands."""

    job: int
    attempt: int


class Standing(Enum):
    """How a worker and its job stand: it goes on; it is to end; it is another's, or over."""

    HELD = "held"
    STOP = "stop"
    LOST = "lost"


def claim(
    connection: Connection, worker: str, now: dt.datetime, lease: dt.timedelta = LEASE
) -> Job | None:
    """The job that waited longest and may run, now the worker's; None if there is none.

    What writes a site's articles waits for what does so already, a crawl by hand too. Raises
    IntegrityError on PostgreSQL if another worker takes the same site at this very moment.
    """
    query = (
        select(jobs)
        .where(jobs.c.state == State.QUEUED, _may_run(connection, now))
        .order_by(jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    connection.execute(
        update(jobs)
        .where(jobs.c.id == row.id)
        .values(
            state=State.RUNNING,
            reason=None,
            attempt=row.attempt + 1,
            holds=row.site if row.kind in HOLDING else None,
            worker=worker,
            pid=None,
            started=now,
            until=now + lease,
            log=f"{LOGS}/job-{row.id}.log",
        )
    )
    return get_job(connection, row.id)


def begin(connection: Connection, hold: Hold, pid: int, now: dt.datetime) -> bool:
    """True, once an attempt, for the process that is to do the job; False: it must not."""
    terms = (jobs.c.pid.is_(None), jobs.c.until > now, jobs.c.stop_asked.is_(None))
    return _changes(connection, update(jobs).where(_is(hold), *terms).values(pid=pid))


def renew(
    connection: Connection,
    hold: Hold,
    now: dt.datetime,
    progress: Progress | None = None,
    lease: dt.timedelta = LEASE,
) -> Standing:
    """Hold the job longer, say how far it is, and hear whether it is wanted still."""
    values: dict[str, Any] = {"until": now + lease}
    if progress is not None:
        values["progress"] = write_progress(progress)
    statement = update(jobs).where(_is(hold)).values(values).returning(jobs.c.stop_asked)
    held = connection.execute(statement).one_or_none()
    if held is None:
        return Standing.LOST
    return Standing.HELD if held.stop_asked is None else Standing.STOP


def finish(
    connection: Connection,
    hold: Hold,
    state: State,
    reason: str | None,
    result: Mapping[str, Any],
    now: dt.datetime,
) -> bool:
    """The job's end. False, with nothing changed, if it is another's by now."""
    told = json.dumps(dict(result), ensure_ascii=False)
    values = {**_FREE, "state": state, "reason": reason, "result": told, "ended": now}
    return _changes(connection, update(jobs).where(_is(hold)).values(values))


def give_back(connection: Connection, hold: Hold, reason: str, now: dt.datetime) -> bool:
    """Let a job that was stopped half-way wait for a worker again, which costs no try; one that
    somebody cancelled meanwhile is over."""
    asked = jobs.c.stop_asked.is_not(None)
    gone = {**_FREE, "state": State.CANCELLED, "reason": "cancelled", "ended": now}
    if _changes(connection, update(jobs).where(_is(hold), asked).values(gone)):
        return True
    values = {**_FREE, "state": State.QUEUED, "reason": reason}
    return _changes(connection, update(jobs).where(_is(hold)).values(values))


def set_back(connection: Connection, hold: Hold, reason: str, now: dt.datetime) -> bool:
    """Let a job that ended for what may be otherwise soon wait again, as one whose worker was gone.
    False, with nothing changed, if it is another's by now."""
    return _lose(connection, get_job(connection, hold.job, lock=True), reason, now, hold)


def find_again(connection: Connection, now: dt.datetime, but: Collection[int] = ()) -> list[Job]:
    """The jobs whose lease is over: they wait again, or have failed after three such losses in a
    row in which they came no further.

    ``but`` those: the caller has them in its hands, and slept.
    """
    query = (
        select(jobs.c.id, jobs.c.attempt)
        .where(_is_lost(now, but))
        .with_for_update(skip_locked=True)
    )
    lost = [get_job(connection, row.id) for row in connection.execute(query).all()]
    for job in lost:
        _lose(connection, job, f"its worker {job.worker} was gone", now)
    return [get_job(connection, job.id) for job in lost]


def is_any_waiting(connection: Connection) -> bool:
    """True if a job waits, whether or not it may run yet."""
    return _is_any(connection, jobs.c.state == State.QUEUED)


def is_any_lost(connection: Connection, now: dt.datetime, but: Collection[int] = ()) -> bool:
    """True if `find_again` would find a job."""
    return _is_any(connection, _is_lost(now, but))


def _is_any(connection: Connection, term: ColumnElement[bool]) -> bool:
    return connection.execute(select(jobs.c.id).where(term).limit(1)).first() is not None


def _is_lost(now: dt.datetime, but: Collection[int]) -> ColumnElement[bool]:
    return and_(jobs.c.state == State.RUNNING, jobs.c.until <= now, jobs.c.id.not_in(but))


def _came_further(connection: Connection, job: Job) -> bool:
    """True if what the lost attempt did need not be done again: the next one goes on from there."""
    if job.kind not in HOLDING or job.site is None or job.started is None:
        return False
    return has_gained(connection, job.site, job.started)


def _lose(
    connection: Connection, job: Job, why: str, now: dt.datetime, hold: Hold | None = None
) -> bool:
    losses = 0 if _came_further(connection, job) else job.losses + 1
    values = {**_FREE, **_after_loss(job, losses, why, now), "losses": losses}
    held = _is(hold or Hold(job.id, job.attempt))
    return _changes(connection, update(jobs).where(held).values(values))


def _after_loss(job: Job, losses: int, why: str, now: dt.datetime) -> dict[str, Any]:
    if job.stop_asked is not None:
        return {"state": State.CANCELLED, "ended": now, "reason": f"cancelled; {why}"}
    if losses >= MOST_LOSSES:
        told = (
            f"{why}, for the third time before it came any further; see its log, then: "
            f"jobs retry {job.id}"
        )
        return {"state": State.FAILED, "ended": now, "reason": told}
    return {"state": State.QUEUED, "reason": f"{why}; it is tried again"}


def _may_run(connection: Connection, now: dt.datetime) -> ColumnElement[bool]:
    busy = select(jobs.c.holds).where(jobs.c.holds.is_not(None))
    free = and_(jobs.c.site.not_in(busy), jobs.c.site.not_in(find_held(connection, now)))
    return or_(jobs.c.kind.not_in(HOLDING), jobs.c.site.is_(None), free)


def _is(hold: Hold) -> ColumnElement[bool]:
    return and_(
        jobs.c.id == hold.job, jobs.c.attempt == hold.attempt, jobs.c.state == State.RUNNING
    )


def _changes(connection: Connection, statement: Update) -> bool:
    return connection.execute(statement).rowcount == 1
