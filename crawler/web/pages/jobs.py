"""/jobs: what is being done now and was done before; one job with its log; orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from crawler.errors import UsageError
from crawler.jobs.job import OPEN, State
from crawler.jobs.listing import JobFilter, list_jobs, read_log
from crawler.jobs.orders import RETRIED
from crawler.monitoring.secrets import own_secrets, scrub
from crawler.web.api.jobs import LARGEST, require_job
from crawler.web.context import Form, Ledger, Settings, Who
from crawler.web.operations import Operations
from crawler.web.problems import answer_page
from crawler.web.rendering import render
from crawler.web.selecting import LINE

A_PAGE = 30
LOG_SHOWN = 16 * 1024  # bytes
OVER = tuple(state for state in State if state not in OPEN)
DAYS = ("since", "from", "to")
"""Fields of a form that are days."""

router = APIRouter()
Number = Annotated[int, Path(ge=0, le=LARGEST)]


@router.get("/jobs")
def show_jobs(
    request: Request,
    connection: Ledger,
    state: Annotated[State | None, Query()] = None,
    site: Annotated[str, Query(max_length=300, pattern=LINE)] = "",
    cursor: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
) -> Response:
    """Those under way, then those that are over: of one state and one site, if asked so."""
    chosen = (state,) if state in OVER else OVER
    page = list_jobs(connection, JobFilter(chosen, site=site or None), cursor, A_PAGE)
    under_way = list_jobs(connection, JobFilter(OPEN, site=site or None), limit=100).jobs
    given = {"state": state if state in OVER else None, "site": site}
    return render(
        request,
        "jobs.html",
        under_way=under_way,
        page=page,
        site=site,
        state=given["state"],
        states=[(one, write_address(given | {"state": one})) for one in (None, *OVER)],
        first=write_address(given) if cursor is not None else None,
        older=write_address(given | {"cursor": page.cursor}) if page.cursor else None,
    )


def write_address(values: Mapping[str, object]) -> str:
    """The list with the filters that are set."""
    query = urlencode({name: str(value) for name, value in values.items() if value})
    return f"/jobs?{query}" if query else "/jobs"


@router.get("/jobs/{number}")
def show_job(request: Request, connection: Ledger, settings: Settings, number: Number) -> Response:
    """One job, and the end of its log."""
    job = require_job(connection, number)
    piece = read_log(job, settings.data, -LOG_SHOWN, LOG_SHOWN)
    log = replace(piece, text=scrub(piece.text, own_secrets()))
    return render(
        request,
        "job.html",
        job=job,
        log=log,
        is_whole=piece.size <= LOG_SHOWN,
        can_retry=job.state in RETRIED,
    )


@router.post("/jobs")
def order_job(request: Request, settings: Settings, visitor: Who, form: Form) -> Response:
    """What a button or a form orders; then the job's own page, or the form with what is wrong."""
    kind = form.get("kind", "")
    arguments = {name: value for name, value in form.items() if name != "kind"}
    try:
        job = Operations(settings, visitor).order(kind, arguments).job
    except UsageError as error:
        return render(request, "order.html", 422, problem=str(error), form=form, days=DAYS)
    return RedirectResponse(f"/jobs/{job.id}", 303)


@router.post("/jobs/{number}/{order}")
def order_of_job(
    request: Request, settings: Settings, visitor: Who, _form: Form, number: Number, order: str
) -> Response:
    """Cancel or retry."""
    operations = Operations(settings, visitor)
    acts = {"cancel": operations.cancel, "retry": operations.retry}
    try:
        if order not in acts:
            raise UsageError("a job can be cancelled and retried, nothing else")
        acts[order](number)
    except UsageError as error:
        return answer_page(request, error)
    return RedirectResponse(f"/jobs/{number}", 303)
