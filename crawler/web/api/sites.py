"""/api/sites: the sites there are, how they stand, their health, their completeness."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from crawler.errors import UsageError
from crawler.health.store import read_alarms
from crawler.ledger.reports.report import Days, read_report
from crawler.ledger.reports.report_values import report_values
from crawler.ledger.reports.sites import read_crawls
from crawler.web.context import Ledger
from crawler.web.problems import NOT_FOUND
from crawler.web.selecting import LINE
from crawler.web.shapes.sites import (
    AlarmLine,
    AlarmLines,
    Crawl,
    Health,
    SiteLine,
    SiteLines,
    crawl_of,
)
from crawler.web.site_view import KnownSite, read_fill, read_sites, require_site

MOST_DAYS = 366

router = APIRouter(prefix="/api", tags=["sites"])
Name = Annotated[str, Path(max_length=100, pattern=LINE, description="The site's name.")]


@router.get("/sites")
def list_sites(connection: Ledger) -> SiteLines:
    """All sites: those that can be crawled by name, and those the ledger holds."""
    return SiteLines(items=[_line(one) for one in read_sites(connection)])


@router.get("/sites/{name}", responses=NOT_FOUND)
def get_site(connection: Ledger, name: Name) -> SiteLine:
    """One site."""
    return _line(require_site(connection, name))


@router.get("/sites/{name}/health", responses=NOT_FOUND)
def get_health(connection: Ledger, name: Name) -> Health:
    """Open alarms, and how many articles had each field in the latest crawls."""
    site = require_site(connection, name)
    return Health(
        site=name,
        alarms=[AlarmLine.of(one) for one in site.alarms],
        fields=read_fill(connection, name),
        crawls=[
            Crawl(**{field: getattr(one, field) for field in Crawl.model_fields})
            for one in read_crawls(connection, name)
        ],
    )


@router.get("/sites/{name}/report", responses=NOT_FOUND, tags=["reports"])
def get_report(
    connection: Ledger,
    name: Name,
    first: Annotated[dt.date | None, Query(alias="from", description="The first day.")] = None,
    last: Annotated[dt.date | None, Query(alias="to", description="The last day.")] = None,
) -> dict[str, Any]:
    """By day: what the site announced, what was kept and missed, and why. Of at most a year; of
    the last thirty days, if none are named."""
    site = require_site(connection, name)
    days = _days(first, last, site.zone)
    return report_values(read_report(connection, name, days))


@router.get("/alarms")
def list_alarms(
    connection: Ledger,
    site: Annotated[str | None, Query(max_length=100, pattern=LINE)] = None,
    state: Annotated[str, Query(alias="state", pattern="^(open|closed|all)$")] = "open",
) -> AlarmLines:
    """Alarms of all sites or of one, newest first: five hundred at most."""
    is_open = None if state == "all" else state == "open"
    return AlarmLines(items=[AlarmLine.of(one) for one in read_alarms(connection, site, is_open)])


def _days(first: dt.date | None, last: dt.date | None, zone: dt.tzinfo) -> Days:
    last = last or dt.datetime.now(zone).date()
    if first is None:
        first = last - min(dt.timedelta(days=29), last - dt.date.min)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise UsageError("from is after to, or more than a year before it; ask for fewer days")
    return Days(zone, first, last)


def _line(one: KnownSite) -> SiteLine:
    site, standing = one.site, one.standing
    return SiteLine(
        name=one.name,
        source=site.source if site else one.name,
        home=site.home if site else f"https://{one.name}/",
        language=site.language if site else "",
        timezone=site.timezone if site else "UTC",
        described=site is not None,
        articles=standing.articles,
        newest=standing.newest,
        waiting=standing.waiting,
        gaps=standing.gaps,
        alarms=len(one.alarms),
        last_crawl=crawl_of(standing),
    )
