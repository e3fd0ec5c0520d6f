"""/schedules: when what is done; add, pause, resume, remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from crawler.errors import UsageError
from crawler.ledger.connect import reading
from crawler.web.api.schedules import read_schedules
from crawler.web.context import Form, Settings, Who
from crawler.web.operations import Operations
from crawler.web.problems import answer_page
from crawler.web.rendering import render
from crawler.web.settings import WebSettings
from crawler.web.site_view import read_sites

FIELDS = ("site", "when", "quiet", "jitter", "name")

router = APIRouter()


@router.get("/schedules")
def show_schedules(
    request: Request, settings: Settings, site: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """All of them, and a form for one more."""
    return _show(request, settings, {"site": site}, None)


@router.post("/schedules")
def add_schedule(request: Request, settings: Settings, visitor: Who, form: Form) -> Response:
    """Add one; what is wrong is told beside the form."""
    values: dict[str, object] = {name: form[name] for name in FIELDS if name in form}
    if "origin" in form:
        values["arguments"] = {"origin": form["origin"]}
    try:
        Operations(settings, visitor).add_schedule(values)
    except UsageError as error:
        return _show(request, settings, form, str(error))
    return RedirectResponse("/schedules", 303)


@router.post("/schedules/{name}/{order}")
def order_of_schedule(
    request: Request, settings: Settings, visitor: Who, form: Form, name: str, order: str
) -> Response:
    """Pause, resume or remove; then the page it came from."""
    operations = Operations(settings, visitor)
    acts = {
        "pause": operations.pause_schedule,
        "resume": operations.resume_schedule,
        "remove": operations.remove_schedule,
    }
    try:
        if order not in acts:
            raise UsageError("a schedule can be paused, resumed and removed, nothing else")
        acts[order](name)
    except UsageError as error:
        return answer_page(request, error)
    return RedirectResponse(_back(form), 303)


def _back(form: Mapping[str, str]) -> str:
    """The site whose page it was ordered on, else the list."""
    site = form.get("of_site", "")
    return f"/sites/{quote(site)}" if site else "/schedules"


def _show(
    request: Request, settings: WebSettings, typed: Mapping[str, str], problem: str | None
) -> Response:
    now = settings.clock()
    with reading(settings.engine) as connection:
        standings = read_schedules(connection, settings)
        sites = read_sites(connection)
    return render(
        request,
        "schedules.html",
        422 if problem else 200,
        standings=[(one, one.plan(now).next) for one in standings],
        file_problem=settings.find_problem(),
        typed={name: typed.get(name, "") for name in (*FIELDS, "origin")},
        problem=problem,
        sites=sites,
        private=settings.private,
    )
