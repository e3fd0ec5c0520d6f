"""/alarms: what is wrong with which site; /audit: what was done here, and by whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from crawler import registry
from crawler.access.audit import read_audit
from crawler.health.store import read_alarms
from crawler.web.alarm_view import group_by_site
from crawler.web.context import Ledger
from crawler.web.rendering import render

A_PAGE = 50
CLOSED_SHOWN = 50

router = APIRouter()


@router.get("/alarms")
def show_alarms(request: Request, connection: Ledger) -> Response:
    """Open ones by site, then those that healed."""
    sources = {name: site.source for name, site in registry.sites().items()}
    closed = read_alarms(connection, is_open=False)[:CLOSED_SHOWN]
    return render(
        request,
        "alarms.html",
        open=group_by_site(read_alarms(connection, is_open=True), sources),
        closed=group_by_site(closed, sources),
    )


@router.get("/audit")
def show_audit(
    request: Request,
    connection: Ledger,
    before: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
) -> Response:
    """Operations, the newest first."""
    entries = read_audit(connection, before, A_PAGE)
    older = entries[-1].id if len(entries) == A_PAGE else None
    return render(request, "audit.html", entries=entries, older=older, first=before is not None)
