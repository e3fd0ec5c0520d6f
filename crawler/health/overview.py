"""A site's samples and alarms → how it stands, for people: the command, the API, the dashboard."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from crawler.health import message
from crawler.health.alarm import Alarm
from crawler.health.measure import FIELDS
from crawler.health.rates import Rate
from crawler.health.sample import Sample
from crawler.health.store import read_alarms, read_samples
from crawler.ledger.tables import health_samples

TREND = 30
"""Crawls that read an article, the newest."""


@dataclass(frozen=True, slots=True)
class FieldHealth:
    """How a field is filled: the ``share`` of the last crawl's articles, the ``usual`` one of those
    before, the ``trend`` (a share a crawl, oldest first), and the ``rule`` that answers most, for
    ``rule_share`` of the articles."""

    name: str
    share: float
    usual: float
    trend: tuple[float, ...]
    rule: str | None
    rule_share: float


@dataclass(frozen=True, slots=True)
class SiteHealth:
    """``last`` is the newest sample, ``read`` the newest that read an article; ``lengths`` the
    middle body of each crawl of the trend, oldest first."""

    site: str
    alarms: tuple[Alarm, ...] = ()
    last: Sample | None = None
    read: Sample | None = None
    fields: tuple[FieldHealth, ...] = ()
    lengths: tuple[int, ...] = ()


def read_health(connection: Connection, site: str) -> SiteHealth:
    """How a site stands; ``last`` is None for one that was never judged."""
    return look_at(site, read_samples(connection, site), read_alarms(connection, site, True))


def watched_sites(connection: Connection) -> list[str]:
    """The sites that there are samples of."""
    rows = connection.execute(select(health_samples.c.site).distinct())
    return sorted(row.site for row in rows)


def look_at(site: str, samples: Sequence[Sample], alarms: Sequence[Alarm]) -> SiteHealth:
    """The same of values; samples are in order, oldest first."""
    read = [one for one in samples if one.articles]
    fields = tuple(_field(name, read) for name in FIELDS) if read else ()
    return SiteHealth(
        site,
        tuple(alarms),
        samples[-1] if samples else None,
        read[-1] if read else None,
        tuple(one for one in fields if any(one.trend)),
        tuple(one.median_length or 0 for one in read[-TREND:]),
    )


def _field(name: str, read: Sequence[Sample]) -> FieldHealth:
    last, before = read[-1], read[:-1]
    rates = [Rate(one.filled.get(name, 0), one.articles) for one in read]
    usual = sum(rates[:-1], Rate(0, 0)).share if before else rates[-1].share
    rule, count = next(iter(Counter(last.rules.get(name, {})).most_common(1)), (None, 0))
    trend = tuple(round(one.share, 4) for one in rates[-TREND:])
    return FieldHealth(
        name, trend[-1], round(usual, 4), trend, rule, round(count / last.articles, 4)
    )


def values(health: SiteHealth) -> dict[str, Any]:
    """A site's health as JSON-native values; times are ISO 8601, UTC."""
    last = health.last
    return {
        "site": health.site,
        "last_crawl": None if last is None else _sample_values(last),
        "alarms": [message.values(one) for one in health.alarms],
        "fields": [
            {
                "name": one.name,
                "filled": one.share,
                "usual": one.usual,
                "trend": list(one.trend),
                "rule": one.rule,
                "rule_share": one.rule_share,
            }
            for one in health.fields
        ],
        "body_lengths": list(health.lengths),
    }


def _sample_values(sample: Sample) -> dict[str, Any]:
    return {
        "crawl": sample.crawl,
        "ended": _iso(sample.at),
        "articles_read": sample.articles,
        "new": sample.new,
        "newest": _iso(sample.newest),
        "expected_since": sample.expected,
        "requests": dict(sample.outcomes),
        "rejected": {why: count for why, count in sample.rejected.items() if why},
    }


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None
