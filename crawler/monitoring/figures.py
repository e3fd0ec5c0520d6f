"""The ledger → how much it holds and how it stands now, by counts; no document is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select

from crawler.health.sample import Sample
from crawler.health.store import read_samples
from crawler.ledger.tables import (
    alarm_news,
    alarms,
    articles,
    gaps,
    health_samples,
    leases,
    metadata,
    pages,
)

Counts = Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by label values, the site first where there is one."""

    articles: Counts = field(default_factory=dict)
    pages: Counts = field(default_factory=dict)
    """By state."""
    gaps: Counts = field(default_factory=dict)
    """Open ones."""
    alarms: Counts = field(default_factory=dict)
    """Open ones, by kind."""
    untold: Counts = field(default_factory=dict)
    """News of alarms that did not arrive, by channel and state."""
    running: Counts = field(default_factory=dict)
    """Crawls that hold their site."""
    jobs: Counts = field(default_factory=dict)
    """By kind and state; empty where the ledger keeps none."""
    samples: Mapping[str, Sample] = field(default_factory=dict)
    """The newest of each site."""


def read_figures(connection: Connection) -> Figures:
    """How the ledger stands."""
    jobs = metadata.tables.get("jobs")
    return Figures(
        articles=_count(connection, articles, articles.c.site),
        pages=_count(connection, pages, pages.c.site, pages.c.state),
        gaps=_count(connection, gaps, gaps.c.site, only=gaps.c.closed),
        alarms=_count(connection, alarms, alarms.c.site, alarms.c.kind, only=alarms.c.closed),
        untold=_count(
            connection, alarm_news, alarm_news.c.channel, alarm_news.c.state,
            only=alarm_news.c.delivered,
        ),
        running=_count(connection, leases, leases.c.site),
        jobs={} if jobs is None else _count(connection, jobs, jobs.c.kind, jobs.c.state),
        samples=_last_samples(connection),
    )  # fmt: skip


def _count(
    connection: Connection,
    table: Table,
    *by: Column[str],
    only: Column[dt.datetime] | None = None,
) -> Counts:
    """How many rows there are by some columns; ``only`` is a column that must be null."""
    query = select(*by, func.count()).select_from(table).group_by(*by)
    if only is not None:
        query = query.where(only.is_(None))
    rows: Iterable[Any] = connection.execute(query)
    return {tuple(row[:-1]): int(row[-1]) for row in rows}


def _last_samples(connection: Connection) -> dict[str, Sample]:
    sites = connection.execute(select(health_samples.c.site).distinct()).scalars()
    found = {site: read_samples(connection, site, limit=1) for site in sorted(sites)}
    return {site: samples[-1] for site, samples in found.items() if samples}
