"""/sites/NAME: one site: its fields, alarms, gaps, crawls, and a calendar of completeness."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse

from crawler.health.store import read_alarms
from crawler.jobs.job import OPEN
from crawler.jobs.listing import JobFilter, list_jobs
from crawler.ledger.crawling.waits import read_waits
from crawler.ledger.reports.sites import read_crawls
from crawler.ledger.reports.summary import summarise
from crawler.web.alarm_view import SiteAlarms
from crawler.web.api.schedules import read_schedules
from crawler.web.calendar_view import read_calendar
from crawler.web.context import Ledger, Settings
from crawler.web.feed_desk import endings
from crawler.web.pages.overview import BARS, read_card
from crawler.web.rendering import render
from crawler.web.selecting import LINE
from crawler.web.site_view import require_site

router = APIRouter()
Name = Annotated[str, Path(max_length=100, pattern=LINE)]
Year = Annotated[int | None, Query(ge=1, le=9999)]


@router.get("/sites/{name}")
def show_site(
    request: Request, connection: Ledger, settings: Settings, name: Name, year: Year = None
) -> HTMLResponse:
    """One site; its calendar is that of a year, or of the last twelve months."""
    known = require_site(connection, name)
    now = settings.clock()
    today = now.astimezone(known.zone).date()
    summary = summarise(connection, name)
    closed = read_alarms(connection, name, is_open=False)
    jobs = list_jobs(connection, JobFilter(site=name), limit=5).jobs
    standings = read_schedules(connection, settings)
    under_way = tuple(job for job in jobs if job.state in OPEN)
    return render(
        request,
        "site.html",
        known=known,
        card=read_card(connection, known, under_way, standings, now),
        summary=summary,
        waits=read_waits(connection, name, now),
        crawls=read_crawls(connection, name, 12),
        open=SiteAlarms(name, known.source, known.alarms),
        closed=SiteAlarms(name, known.source, tuple(closed[:10])),
        calendar=read_calendar(connection, known, summary, year, today),
        jobs=jobs,
        schedules=[
            (one, one.plan(now).next)
            for one in standings
            if one.schedule is not None and one.schedule.work.site == name
        ],
        zone=known.site.timezone if known.site is not None else "UTC",
        endings=endings(),
        bars=BARS,
        today=today,
        private=settings.private,
    )
