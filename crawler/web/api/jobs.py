"""/api/jobs: what is to be done, is being done, and was; new jobs; their end; another try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from crawler.errors import UsageError
from crawler.jobs.job import Job, Kind, State
from crawler.jobs.listing import JobFilter, get_job, read_log
from crawler.jobs.listing import list_jobs as read_jobs
from crawler.ledger.connect import reading
from crawler.monitoring.secrets import own_secrets, scrub
from crawler.web.context import Ledger, Settings, Who, require_json
from crawler.web.operations import Operations
from crawler.web.problems import CONFLICT, NOT_FOUND, NOT_JSON
from crawler.web.selecting import LINE
from crawler.web.settings import WebSettings
from crawler.web.shapes.jobs import JobLine, JobLines, JobLog, NewJob

LARGEST = 2**63 - 1
ORDERED: dict[int | str, dict[str, Any]] = {
    200: {"model": JobLine, "description": "The same was ordered already; this is that job."}
}

router = APIRouter(prefix="/api/jobs", tags=["jobs"])
Number = Annotated[int, Path(ge=0, le=LARGEST, description="The job's number.")]


@router.get("")
def list_jobs(
    connection: Ledger,
    state: Annotated[list[State] | None, Query(max_length=10)] = None,
    kind: Annotated[list[Kind] | None, Query(max_length=10)] = None,
    site: Annotated[str | None, Query(max_length=100, pattern=LINE)] = None,
    schedule: Annotated[str | None, Query(max_length=64, pattern=LINE)] = None,
    cursor: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JobLines:
    """Jobs, the newest first."""
    wanted = JobFilter(tuple(state or ()), tuple(kind or ()), site, schedule)
    page = read_jobs(connection, wanted, cursor, limit)
    return JobLines(items=[JobLine.of(job) for job in page.jobs], next=page.cursor)


@router.post(
    "", status_code=201, responses=ORDERED | NOT_JSON, dependencies=[Depends(require_json)]
)
def create_job(new: NewJob, settings: Settings, visitor: Who, response: Response) -> JobLine:
    """Let something be done: it waits for a worker, and is done in a process of its own. What is
    ordered while the same still waits, or within ten seconds of it, is that job: a program that
    heard no answer may ask again."""
    ordered = Operations(settings, visitor).order(new.kind, new.arguments)
    if not ordered.is_new:
        response.status_code = 200
    response.headers["location"] = f"/api/jobs/{ordered.job.id}"
    return JobLine.of(ordered.job)


@router.get("/{number}", responses=NOT_FOUND)
def get_one_job(connection: Ledger, number: Number) -> JobLine:
    """One job."""
    return JobLine.of(require_job(connection, number))


@router.get("/{number}/log", responses=NOT_FOUND)
def get_log(
    connection: Ledger,
    settings: Settings,
    number: Number,
    offset: Annotated[
        int, Query(ge=-LARGEST, le=LARGEST, description="In bytes; below 0 from the end.")
    ] = 0,
) -> JobLog:
    """A piece of a job's log; ask again from the offset that it gives."""
    piece = read_log(require_job(connection, number), settings.data, offset)
    return JobLog(text=scrub(piece.text, own_secrets()), offset=piece.offset, size=piece.size)


@router.post("/{number}/cancel", responses=NOT_FOUND | CONFLICT)
def cancel_job(settings: Settings, visitor: Who, number: Number) -> JobLine:
    """End a job: a waiting one at once, a running one within seconds."""
    return _order(settings, number, lambda: Operations(settings, visitor).cancel(number))


@router.post("/{number}/retry", responses=NOT_FOUND | CONFLICT)
def retry_job(settings: Settings, visitor: Who, number: Number) -> JobLine:
    """Let a job that failed, was cancelled or skipped be tried again."""
    return _order(settings, number, lambda: Operations(settings, visitor).retry(number))


def require_job(connection: Connection, number: int) -> Job:
    """The job of that number. Raises HTTPException 404."""
    try:
        return get_job(connection, number)
    except UsageError:
        raise HTTPException(404, "there is no such job; see the list of jobs") from None


def _order(settings: WebSettings, number: int, act: Callable[[], Job]) -> JobLine:
    """What was ordered of a job that is there; 409 if it cannot be."""
    with reading(settings.engine) as connection:
        require_job(connection, number)
    try:
        return JobLine.of(act())
    except UsageError as error:
        raise HTTPException(409, str(error)) from None
