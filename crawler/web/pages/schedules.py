"""/schedules: when what is done; add, pause, resume, remove."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated
from urllib.parse import quote, urlencode

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
DEEDS = {"add": "was added", "pause": "is paused", "resume": "counts again, from now"}
"""What is told of a schedule after an order."""

router = APIRouter()
Text = Annotated[str, Query(max_length=300)]


@router.get("/schedules")
def show_schedules(
    request: Request,
    settings: Settings,
    site: Text = "",
    did: Text = "",
    name: Text = "",
) -> Response:
    """All of them, and a form for one more; what was done to which, just now."""
    return _show(request, settings, {"site": site}, None, (did, name))


@router.post("/schedules")
def add_schedule(request: Request, settings: Settings, visitor: Who, form: Form) -> Response:
    """Add one; what is wrong is told beside the form."""
    values: dict[str, object] = {name: form[name] for name in FIELDS if name in form}
    if "origin" in form:
        values["arguments"] = {"origin": form["origin"]}
    try:
        name = Operations(settings, visitor).add_schedule(values)
    except UsageError as error:
        return _show(request, settings, form, str(error))
    return RedirectResponse(_told("add", name), 303)


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
    site = form.get("of_site", "")
    return RedirectResponse(f"/sites/{quote(site)}#orders" if site else _told(order, name), 303)


def _told(order: str, name: str) -> str:
    """The list, which says what was done."""
    return f"/schedules?{urlencode({'did': order, 'name': name})}"


def _notice(did: str, name: str, known: Iterable[str]) -> str | None:
    """What is told of an order; None of what cannot have been done."""
    if did == "remove":
        return None if name in known or not name else "was removed"
    return DEEDS.get(did) if name in known else None


def _show(
    request: Request,
    settings: WebSettings,
    typed: Mapping[str, str],
    problem: str | None,
    done: tuple[str, str] = ("", ""),
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
        done=done[1],
        notice=_notice(*done, {one.name for one in standings}),
        sites=sites,
        private=settings.private,
    )
