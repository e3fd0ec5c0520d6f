"""The ledger → how each site stands: what is held, when it was crawled, what waits and lacks."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, true

from crawler.ledger.decide import State
from crawler.ledger.reports.completeness import MISSED
from crawler.ledger.tables import articles, crawls, gaps, pages
from crawler.link import PageKind


@dataclass(frozen=True, slots=True)
class CrawlRun:
    """A crawl as it was recorded; ``counts`` is what it counted, empty while it runs."""

    id: int
    site: str
    command: str
    started: dt.datetime
    ended: dt.datetime | None
    outcome: str
    reason: str | None
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SiteStanding:
    """Times are UTC. ``newest`` is the latest time of publication, ``waiting`` the addresses that
    are due, ``gaps`` the stretches of listings not walked yet."""

    name: str
    articles: int = 0
    newest: dt.datetime | None = None
    waiting: int = 0
    gaps: int = 0
    last_crawl: CrawlRun | None = None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Articles of a day, and addresses announced for it that gave none, or none yet."""

    kept: int = 0
    missed: int = 0
    waiting: int = 0


def read_standings(connection: Connection, site: str | None = None) -> dict[str, SiteStanding]:
    """How every site of the ledger stands, or one, by name."""
    held = {
        row.site: row
        for row in connection.execute(
            select(
                articles.c.site,
                func.count().label("many"),
                func.max(articles.c.published).label("newest"),
            )
            .where(_is_of(articles.c.site, site))
            .group_by(articles.c.site)
        )
    }
    waiting = _count(connection, pages.c.site, site, pages.c.state == State.DUE)
    lacking = _count(connection, gaps.c.site, site, gaps.c.closed.is_(None))
    last = _read_last_crawls(connection, site)
    return {
        name: SiteStanding(
            name=name,
            articles=held[name].many if name in held else 0,
            newest=held[name].newest if name in held else None,
            waiting=waiting[name],
            gaps=lacking[name],
            last_crawl=last.get(name),
        )
        for name in sorted(held.keys() | last.keys() | waiting.keys())
    }


def read_crawls(connection: Connection, site: str, limit: int = 20) -> tuple[CrawlRun, ...]:
    """The latest crawls of a site, newest first."""
    query = select(crawls).where(crawls.c.site == site)
    rows = connection.execute(
        query.order_by(crawls.c.started.desc(), crawls.c.id.desc()).limit(limit)
    )
    return tuple(run_of(row) for row in rows)


def read_days(
    connection: Connection, site: str, first: dt.date, last: dt.date, zone: dt.tzinfo
) -> dict[dt.date, DayCount]:
    """What became of each day's articles, by the site's clock; days without any are left out."""
    kept: Counter[dt.date] = Counter()
    held = connection.execute(
        select(articles.c.date, func.count())
        .where(articles.c.site == site, articles.c.date.between(str(first), str(last)))
        .group_by(articles.c.date)
    )
    for day, count in held:
        kept[dt.date.fromisoformat(day)] = count
    missed = _announced_days(connection, site, MISSED, first, zone)
    waiting = _announced_days(connection, site, (State.DUE,), first, zone)
    days = kept.keys() | missed.keys() | waiting.keys()
    return {
        day: DayCount(kept[day], missed[day], waiting[day])
        for day in sorted(days)
        if first <= day <= last
    }


def _announced_days(
    connection: Connection,
    site: str,
    states: tuple[State, ...],
    first: dt.date,
    zone: dt.tzinfo,
) -> Counter[dt.date]:
    """How many addresses in those states were announced for each day."""
    rows = connection.execute(
        select(pages.c.published).where(
            pages.c.site == site,
            pages.c.state.in_(states),
            pages.c.published >= dt.datetime.combine(first, dt.time(), zone),
            pages.c.kind == PageKind.ARTICLE,
        )
    )
    return Counter(row.published.astimezone(zone).date() for row in rows)


def _is_of(column: ColumnElement[str], site: str | None) -> ColumnElement[bool]:
    return true() if site is None else column == site


def _count(
    connection: Connection,
    column: ColumnElement[str],
    site: str | None,
    condition: ColumnElement[bool],
) -> Counter[str]:
    query = select(column, func.count()).where(condition, _is_of(column, site)).group_by(column)
    return Counter({row[0]: row[1] for row in connection.execute(query)})


def _read_last_crawls(connection: Connection, site: str | None) -> dict[str, CrawlRun]:
    newest = (
        select(func.max(crawls.c.id)).where(_is_of(crawls.c.site, site)).group_by(crawls.c.site)
    )
    rows = connection.execute(select(crawls).where(crawls.c.id.in_(newest)))
    return {row.site: run_of(row) for row in rows}


def run_of(row: Row[Any]) -> CrawlRun:
    """A row of crawls as a value."""
    counts = json.loads(row.counts) if row.counts else {}
    return CrawlRun(
        row.id, row.site, row.command, row.started, row.ended, row.outcome, row.reason, counts
    )
