"""What people and schedules ask of jobs: a new one, its end, another try. "now" is an argument."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, or_, select, update

from crawler.errors import UsageError
from crawler.jobs.job import Job, State
from crawler.jobs.listing import get_job
from crawler.jobs.work import Work, read_work
from crawler.ledger.tables import jobs
from crawler.ledger.tables.statements import dialect_insert

RETRIED = (State.FAILED, State.CANCELLED, State.SKIPPED)
TWICE = dt.timedelta(seconds=10)
"""Who orders the same within this time of it means the same job: a second click, or a second try
of a program that heard no answer."""
_LOCK = 0x6E_65_77_73_6A_6F_62  # any number that no other program on the server takes


@dataclass(frozen=True, slots=True)
class Ordered:
    """The job that was ordered; ``is_new`` False: it was ordered before, and is still to do."""

    job: Job
    is_new: bool


def order(
    connection: Connection,
    kind: str,
    arguments: Mapping[str, object],
    now: dt.datetime,
    *,
    private: bool = False,
) -> Ordered:
    """A new job, as `enqueue` makes it; or the one that does the same and waits, or was ordered
    just before: what is ordered twice is done once.

    One that has waited since yesterday begins no sooner and does no less than a new one would.
    """
    work = read_work(kind, arguments, private=private)
    if connection.dialect.name == "postgresql":  # on SQLite one writes at a time anyhow
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    found = _find_same(connection, work, now)
    if found is not None:
        return Ordered(get_job(connection, found), False)
    return Ordered(enqueue(connection, kind, arguments, now, private=private), True)


def _find_same(connection: Connection, work: Work, now: dt.datetime) -> int | None:
    is_fresh = (jobs.c.state == State.RUNNING) & (jobs.c.created > now - TWICE)
    query = select(jobs.c.id).where(
        jobs.c.kind == work.kind,
        jobs.c.arguments == json.dumps(work.arguments, ensure_ascii=False),
        jobs.c.stop_asked.is_(None),
        or_(jobs.c.state == State.QUEUED, is_fresh),
    )
    found: int | None = connection.execute(query.order_by(jobs.c.id).limit(1)).scalar()
    return found


def enqueue(
    connection: Connection,
    kind: str,
    arguments: Mapping[str, object],
    now: dt.datetime,
    *,
    private: bool = False,
) -> Job:
    """A new job that waits for a worker; see `work.read_work` for what is raised and refused."""
    work = read_work(kind, arguments, private=private)
    statement = insert(jobs).values(_row(work, State.QUEUED, now)).returning(jobs.c.id)
    return get_job(connection, connection.execute(statement).scalar_one())


def enqueue_due(
    connection: Connection,
    work: Work,
    schedule: str,
    due: dt.datetime,
    now: dt.datetime,
    skipped: str | None = None,
) -> Job | None:
    """The job of a schedule's due time; None if there is one already, by whichever service.

    ``skipped`` is why it is only recorded, not done.
    """
    row = _row(work, State.SKIPPED if skipped else State.QUEUED, now)
    row |= {"schedule": schedule, "due": due, "reason": skipped, "ended": now if skipped else None}
    statement = dialect_insert(connection.dialect.name, jobs).values(row)
    statement = statement.on_conflict_do_nothing(index_elements=["schedule", "due"])
    made = connection.execute(statement.returning(jobs.c.id)).scalar_one_or_none()
    return None if made is None else get_job(connection, made)


def cancel(connection: Connection, job: int, now: dt.datetime) -> Job:
    """Cancel a waiting job at once; ask the process of a running one to end, as its worker does
    within seconds. Asked again, nothing changes. Raises UsageError for one that is not there or
    ended otherwise."""
    found = get_job(connection, job, lock=True)
    if found.state is State.CANCELLED:
        return found
    if found.is_over:
        raise UsageError(f"job {job} is over: it is {found.state}")
    values: dict[str, Any] = {"stop_asked": found.stop_asked or now}
    if found.state is State.QUEUED:
        values |= {"state": State.CANCELLED, "ended": now, "reason": "cancelled before it began"}
    connection.execute(update(jobs).where(jobs.c.id == job).values(values))
    return get_job(connection, job)


def retry(connection: Connection, job: int, now: dt.datetime) -> Job:
    """Let a job that failed, was cancelled or skipped wait for a worker again, with its log going
    on; one that waits does so already. Raises UsageError for another."""
    found = get_job(connection, job, lock=True)
    if found.state is State.QUEUED:
        return found
    if found.state not in RETRIED:
        raise UsageError(f"job {job} is {found.state}; only what {', '.join(RETRIED)} is retried")
    fresh = dict.fromkeys(("reason", "progress", "result", "started", "ended", "stop_asked"))
    values = {**fresh, "state": State.QUEUED, "losses": 0, "created": now}
    connection.execute(update(jobs).where(jobs.c.id == job).values(values))
    return get_job(connection, job)


def _row(work: Work, state: State, now: dt.datetime) -> dict[str, Any]:
    return {
        "kind": work.kind,
        "site": work.site,
        "arguments": json.dumps(work.arguments, ensure_ascii=False),
        "state": state,
        "created": now,
        "attempt": 0,
        "losses": 0,
    }
