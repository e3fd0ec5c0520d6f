"""The ledger → what a site's crawl kept, missed and left open, as values for reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from crawler.ledger.decide import State
from crawler.ledger.reports.completeness import MISSED, Gap, Missed
from crawler.ledger.tables import articles, crawls, gaps, pages


@dataclass(frozen=True, slots=True)
class Summary:
    """Where a site stands. ``left`` are addresses known on purpose only, by reason."""

    articles: int
    oldest: str | None
    newest: str | None
    waiting: int
    missed: tuple[Missed, ...]
    left: tuple[Missed, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What the ledger holds of a site."""

    articles: int = 0
    last_crawl: dt.datetime | None = None


def read_holdings(connection: Connection) -> dict[str, Holding]:
    """What the ledger holds of every site it knows."""
    kept = connection.execute(select(articles.c.site, func.count()).group_by(articles.c.site))
    counts: dict[str, int] = dict(tuple(row) for row in kept)
    crawled = connection.execute(
        select(crawls.c.site, func.max(crawls.c.started)).group_by(crawls.c.site)
    )
    return {site: Holding(counts.get(site, 0), last) for site, last in crawled}


_MISSED = (*MISSED, State.UNPUBLISHED)


def summarise(connection: Connection, site: str) -> Summary:
    """Where a site stands now."""
    count, oldest, newest = connection.execute(
        select(func.count(), func.min(articles.c.date), func.max(articles.c.date)).where(
            articles.c.site == site
        )
    ).one()
    waiting = connection.execute(
        select(func.count()).where(pages.c.site == site, pages.c.state == State.DUE)
    ).scalar_one()
    return Summary(
        articles=count,
        oldest=oldest,
        newest=newest,
        waiting=waiting,
        missed=_by_reason(connection, site, _MISSED),
        left=_by_reason(connection, site, (State.KNOWN,)),
        gaps=tuple(gap for gap in read_gaps(connection, site) if gap.closed is None),
    )


def crawl_outcome(connection: Connection, crawl: int) -> tuple[str, str | None]:
    """How a crawl was recorded to have ended, and why."""
    outcome, reason = connection.execute(
        select(crawls.c.outcome, crawls.c.reason).where(crawls.c.id == crawl)
    ).one()
    return outcome, reason


def crawl_end(connection: Connection, crawl: int) -> dt.datetime | None:
    """When a crawl ended; None if it has not."""
    ended: dt.datetime | None = connection.execute(
        select(crawls.c.ended).where(crawls.c.id == crawl)
    ).scalar_one()
    return ended


def _by_reason(connection: Connection, site: str, states: tuple[State, ...]) -> tuple[Missed, ...]:
    rows = connection.execute(
        select(
            pages.c.state,
            func.coalesce(pages.c.reason, "unknown").label("why"),
            func.count().label("many"),
            func.min(pages.c.url).label("example"),
        )
        .where(pages.c.site == site, pages.c.state.in_(states))
        .group_by(pages.c.state, "why")
        .order_by(func.count().desc(), "why")
    )
    return tuple(Missed(State(row.state), row.why, row.many, row.example) for row in rows)


def read_gaps(connection: Connection, site: str) -> tuple[Gap, ...]:
    """All gaps of a site, open and closed, in the order they opened."""
    columns = ("url", "newer", "older", "reason", "opened", "closed")
    rows = connection.execute(
        select(*(gaps.c[name] for name in columns))
        .where(gaps.c.site == site)
        .order_by(gaps.c.opened, gaps.c.id)
    )
    return tuple(Gap(*row) for row in rows)
