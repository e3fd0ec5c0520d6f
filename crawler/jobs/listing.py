"""Jobs as people read them: one, many by cursor, and a piece of a job's log."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, func, select

from crawler.errors import UsageError
from crawler.jobs.job import Job, Kind, State, job_of
from crawler.ledger.tables import jobs

LOGS = "logs"
"""The folder in the data folder that holds the jobs' logs."""
LOG_PIECE = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class JobFilter:
    """What is None or empty admits every job."""

    states: tuple[State, ...] = ()
    kinds: tuple[Kind, ...] = ()
    site: str | None = None
    schedule: str | None = None


@dataclass(frozen=True, slots=True)
class JobPage:
    """Jobs, the newest first; ``cursor`` gives the next page, None after the last."""

    jobs: tuple[Job, ...]
    cursor: int | None


@dataclass(frozen=True, slots=True)
class LogPiece:
    """Text from a log; ``offset`` (bytes) is where to read on, ``size`` how long it is by now."""

    text: str
    offset: int
    size: int


def get_job(connection: Connection, job: int, *, lock: bool = False) -> Job:
    """The job of that number; ``lock``: nobody else changes it before the transaction ends.

    Raises UsageError if there is none.
    """
    query = select(jobs).where(jobs.c.id == job)
    asked = connection.execute(query.with_for_update() if lock else query)
    row = asked.mappings().one_or_none()
    if row is None:
        raise UsageError(f"there is no job {job}; see: python -m crawler jobs list")
    return job_of(row)


def list_jobs(
    connection: Connection,
    wanted: JobFilter = JobFilter(),
    cursor: int | None = None,
    limit: int = 50,
) -> JobPage:
    """A page of jobs. ``cursor`` is that of the page before."""
    terms = _terms(wanted)
    if cursor is not None:
        terms.append(jobs.c.id < cursor)
    query = select(jobs).where(*terms).order_by(jobs.c.id.desc()).limit(limit + 1)
    found = [job_of(row) for row in connection.execute(query).mappings()]
    return JobPage(tuple(found[:limit]), found[limit - 1].id if len(found) > limit else None)


def count_jobs(connection: Connection) -> Counter[State]:
    """How many jobs are in each state."""
    rows = connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
    return Counter({State(state): count for state, count in rows})


def read_log(job: Job, data: Path, offset: int = 0, limit: int = LOG_PIECE) -> LogPiece:
    """What a job's log holds from an offset on, without control characters; empty where there is
    no log (yet, or any more). A negative offset counts from the end."""
    if job.log is None:
        return LogPiece("", 0, 0)
    try:
        with (data / LOGS / Path(job.log).name).open("rb") as file:
            size = file.seek(0, 2)
            start = file.seek(max(0, size + offset) if offset < 0 else min(offset, size))
            piece = file.read(max(limit, 4))
    except FileNotFoundError:
        return LogPiece("", 0, 0)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    is_rest = len(piece) < 4  # no longer than a character that was begun, and its end is not there
    text = decoder.decode(piece, final=is_rest)
    begun = 0 if is_rest else len(decoder.getstate()[0])
    return LogPiece(_CONTROL.sub("\ufffd", text), start + len(piece) - begun, size)


def _terms(wanted: JobFilter) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if wanted.states:
        terms.append(jobs.c.state.in_(wanted.states))
    if wanted.kinds:
        terms.append(jobs.c.kind.in_(wanted.kinds))
    if wanted.site is not None:
        terms.append(jobs.c.site == wanted.site)
    if wanted.schedule is not None:
        terms.append(jobs.c.schedule == wanted.schedule)
    return terms
