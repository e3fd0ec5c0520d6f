"""The ledger → what a site's crawl kept, missed and left open, as values for reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from crawler.ledger.decide import State
from crawler.ledger.tables import articles, crawls, gaps, pages


@dataclass(frozen=True, slots=True)
class Missed:
    """Addresses that gave no article: how many, in which state and why; one of them."""

    state: State
    reason: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A stretch of a listing that was not walked: between ``older`` and ``newer``."""

    url: str
    newer: dt.datetime | None
    older: dt.datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Where a site stands. ``left`` are addresses known on purpose only, by reason."""

    articles: int
    oldest: str | None
    newest: str | None
    waiting: int
    missed: tuple[Missed, ...]
    left: tuple[Missed, ...]
    gaps: tuple[OpenGap, ...]


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


_MISSED = (State.REJECTED, State.FAILED, State.REFUSED, State.GONE, State.UNPUBLISHED)


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
        gaps=_open_gaps(connection, site),
    )


def crawl_outcome(connection: Connection, crawl: int) -> tuple[str, str | None]:
    """How a crawl was recorded to have ended, and why."""
    outcome, reason = connection.execute(
        select(crawls.c.outcome, crawls.c.reason).where(crawls.c.id == crawl)
    ).one()
    return outcome, reason


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


def _open_gaps(connection: Connection, site: str) -> tuple[OpenGap, ...]:
    rows = connection.execute(
        select(gaps.c.url, gaps.c.newer, gaps.c.older, gaps.c.reason)
        .where(gaps.c.site == site, gaps.c.closed.is_(None))
        .order_by(gaps.c.opened)
    )
    return tuple(OpenGap(*row) for row in rows)
