"""/sites/NAME: one site: its fields, alarms, gaps, crawls, and a calendar of completeness."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse

from crawler.health.store import read_alarms
from crawler.jobs.job import OPEN
from crawler.jobs.listing import JobFilter, list_jobs
from crawler.ledger.reports.completeness import Gap, touches
from crawler.ledger.reports.sites import read_crawls, read_days
from crawler.ledger.reports.summary import summarise
from crawler.web.alarm_view import SiteAlarms
from crawler.web.api.schedules import read_schedules
from crawler.web.context import Ledger, Settings
from crawler.web.drawing.calendar import by_weekday, lay_out
from crawler.web.feed_desk import endings
from crawler.web.pages.overview import BARS, read_card
from crawler.web.rendering import render
from crawler.web.selecting import LINE
from crawler.web.site_view import require_site

WEEKS = 53

router = APIRouter()
Name = Annotated[str, Path(max_length=100, pattern=LINE)]


@router.get("/sites/{name}")
def show_site(request: Request, connection: Ledger, settings: Settings, name: Name) -> HTMLResponse:
    """One site."""
    known = require_site(connection, name)
    now = settings.clock()
    today = now.astimezone(known.zone).date()
    first = today - dt.timedelta(weeks=WEEKS - 1, days=today.weekday())
    summary = summarise(connection, name)
    weeks = lay_out(
        read_days(connection, name, first, today, known.zone),
        _gap_days(summary.gaps, first, today, known.zone),
        first,
        today,
    )
    jobs = list_jobs(connection, JobFilter(site=name), limit=5).jobs
    standings = read_schedules(connection, settings)
    under_way = tuple(job for job in jobs if job.state in OPEN)
    return render(
        request,
        "site.html",
        known=known,
        card=read_card(connection, known, under_way, standings, now),
        summary=summary,
        crawls=read_crawls(connection, name, 12),
        closed=read_alarms(connection, name, is_open=False)[:10],
        weeks=weeks,
        rows=list(by_weekday(weeks)),
        jobs=jobs,
        schedules=[
            (one, one.plan(now).next)
            for one in standings
            if one.schedule is not None and one.schedule.work.site == name
        ],
        guess=SiteAlarms(name, known.source, known.alarms).guess,
        zone=known.site.timezone if known.site is not None else "UTC",
        most=max((cell.count.kept for week in weeks for cell in week.cells), default=0),
        endings=endings(),
        bars=BARS,
        today=today,
        private=settings.private,
    )


def _gap_days(
    gaps: tuple[Gap, ...], first: dt.date, last: dt.date, zone: dt.tzinfo
) -> frozenset[dt.date]:
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    known = [gap for gap in gaps if gap.older is not None]
    return frozenset(day for day in days if any(touches(gap, day, day, zone) for gap in known))
