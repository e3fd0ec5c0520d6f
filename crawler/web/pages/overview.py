"""/: every site at a glance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from crawler.jobs.job import OPEN, Job, State
from crawler.jobs.listing import JobFilter, list_jobs
from crawler.ledger.reports.sites import read_days
from crawler.schedule.memory import Standing
from crawler.web.api.schedules import read_schedules
from crawler.web.context import Ledger, Settings
from crawler.web.drawing.fills import Fill, draw_fills
from crawler.web.drawing.sparkline import Bar, draw_bars
from crawler.web.rendering import render
from crawler.web.site_view import FIELDS, KnownSite, read_fill, read_sites

DAYS = 30
BARS = (300, 44)

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Card:
    """What the overview shows of a site. ``most`` is the tallest bar, ``next`` when a schedule
    crawls it again."""

    known: KnownSite
    bars: list[Bar]
    first: dt.date
    most: int
    week: int
    fills: list[Fill]
    job: Job | None
    next: dt.datetime | None


@router.get("/")
def show_overview(request: Request, connection: Ledger, settings: Settings) -> HTMLResponse:
    """All sites: last crawl, freshness, articles a day, shares of fields, gaps, alarms."""
    sites = read_sites(connection)
    running = list_jobs(connection, JobFilter(states=OPEN), limit=200).jobs
    now = settings.clock()
    standings = read_schedules(connection, settings)
    cards = [read_card(connection, one, running, standings, now) for one in sites if one.is_held]
    return render(
        request,
        "overview.html",
        cards=cards,
        others=[one for one in sites if not one.is_held],
        articles=sum(card.known.standing.articles for card in cards),
        alarms=[alarm for one in sites for alarm in one.alarms],
        running=running,
        bars=BARS,
    )


def read_card(
    connection: Connection,
    known: KnownSite,
    running: tuple[Job, ...],
    standings: Iterable[Standing],
    now: dt.datetime,
) -> Card:
    """The card of a site."""
    today = now.astimezone(known.zone).date()
    first = today - dt.timedelta(days=DAYS - 1)
    days = read_days(connection, known.name, first, today, known.zone)
    shares = read_fill(connection, known.name)
    row = [first + dt.timedelta(days=n) for n in range(DAYS)]
    counts = [(f"{day:%d %b}", days[day].kept if day in days else 0) for day in row]
    return Card(
        known=known,
        bars=draw_bars(counts, *BARS),
        first=first,
        most=max(count for _, count in counts),
        week=sum(count for _, count in counts[-7:]),
        fills=draw_fills({field: shares.get(field, ()) for field in FIELDS}),
        job=find_job(running, known.name),
        next=find_next(standings, known.name, now),
    )


def find_job(under_way: Iterable[Job], site: str) -> Job | None:
    """What is being done at a site, else the first that waits for it; None if nothing is."""
    own = (job for job in under_way if job.site == site)
    return min(own, key=lambda job: (job.state is not State.RUNNING, job.id), default=None)


def find_next(standings: Iterable[Standing], site: str, now: dt.datetime) -> dt.datetime | None:
    """When a schedule crawls a site next; None if none does."""
    works = ((one, one.schedule.work) for one in standings if one.schedule is not None)
    plans = [one.plan(now) for one, work in works if (work.kind, work.site) == ("crawl", site)]
    return min((plan.next for plan in plans if plan.next is not None), default=None)
