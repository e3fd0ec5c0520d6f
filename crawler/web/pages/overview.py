"""/: every site at a glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from crawler.jobs.job import OPEN, Job
from crawler.jobs.listing import JobFilter, list_jobs
from crawler.ledger.sites import read_days
from crawler.web.context import Ledger, Settings
from crawler.web.drawing.sparkline import Bar, Line, draw_bars, draw_line
from crawler.web.rendering import render
from crawler.web.site_view import FIELDS, KnownSite, read_fill, read_sites

DAYS = 30
BARS = (300, 44)

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Fill:
    """A field's share in the latest crawl that read articles, and the line of those before."""

    name: str
    share: float | None
    line: Line | None


@dataclass(frozen=True, slots=True)
class Card:
    """What the overview shows of a site."""

    known: KnownSite
    bars: list[Bar]
    week: int
    fills: list[Fill]
    job: Job | None


@router.get("/")
def show_overview(request: Request, connection: Ledger, settings: Settings) -> HTMLResponse:
    """All sites: last crawl, freshness, articles a day, shares of fields, gaps, alarms."""
    sites = read_sites(connection)
    running = list_jobs(connection, JobFilter(states=OPEN), limit=200).jobs
    now = settings.clock()
    cards = [read_card(connection, one, running, now) for one in sites if one.is_crawled]
    return render(
        request,
        "overview.html",
        cards=cards,
        others=[one for one in sites if not one.is_crawled],
        articles=sum(card.known.standing.articles for card in cards),
        alarms=[alarm for one in sites for alarm in one.alarms],
        running=running,
        bars=BARS,
    )


def read_card(
    connection: Connection, known: KnownSite, running: tuple[Job, ...], now: dt.datetime
) -> Card:
    """The card of a site."""
    today = now.astimezone(known.zone).date()
    first = today - dt.timedelta(days=DAYS - 1)
    days = read_days(connection, known.name, first, today, known.zone)
    row = [first + dt.timedelta(days=n) for n in range(DAYS)]
    counts = [(f"{day:%d %b}", days[day].kept if day in days else 0) for day in row]
    return Card(
        known=known,
        bars=draw_bars(counts, *BARS),
        week=sum(count for _, count in counts[-7:]),
        fills=read_fills(connection, known.name),
        job=next((job for job in running if job.site == known.name), None),
    )


def read_fills(connection: Connection, name: str) -> list[Fill]:
    """Each field with its line."""
    shares = read_fill(connection, name)
    return [
        Fill(
            field, shares[field][-1] if field in shares else None, draw_line(shares.get(field, ()))
        )
        for field in FIELDS
    ]
