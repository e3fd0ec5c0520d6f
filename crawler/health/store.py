"""Samples and alarms from and to the ledger; both are kept for a bounded time."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from crawler.health.alarm import Alarm, Kind
from crawler.health.history import LEARNED_FROM, History, weaker
from crawler.health.judge import Verdict
from crawler.health.sample import Sample, from_json, to_json
from crawler.ledger.tables import alarm_news, alarms, health_samples

SAMPLES_KEPT = 400
"""Of a site."""
SAMPLES_SHOWN = 150
ALARMS_KEPT = dt.timedelta(days=365)
"""After they closed."""
MOST_ALARMS = 500
"""Closed ones of a site that are read."""


def read_samples(connection: Connection, site: str, limit: int = SAMPLES_SHOWN) -> list[Sample]:
    """The newest samples of a site, oldest first."""
    rows = connection.execute(
        select(health_samples.c.numbers)
        .where(health_samples.c.site == site)
        .order_by(health_samples.c.crawl.desc())
        .limit(limit)
    )
    return [from_json(row.numbers) for row in rows][::-1]


def last_judged(connection: Connection, site: str) -> int:
    """The number of the last crawl that has a sample; 0 if none has."""
    query = select(func.max(health_samples.c.crawl)).where(health_samples.c.site == site)
    return connection.execute(query).scalar() or 0


def read_alarms(
    connection: Connection, site: str | None = None, is_open: bool | None = None
) -> list[Alarm]:
    """Alarms, newest first: of one site or of all, open ones, closed ones, or both."""
    query = select(alarms).order_by(alarms.c.raised.desc(), alarms.c.id.desc()).limit(MOST_ALARMS)
    if site is not None:
        query = query.where(alarms.c.site == site)
    if is_open is not None:
        query = query.where(alarms.c.closed.is_(None) if is_open else alarms.c.closed.is_not(None))
    return _alarms(connection, query)


def count_open(connection: Connection) -> int:
    """How many alarms of all sites are open."""
    query = select(func.count()).select_from(alarms).where(alarms.c.closed.is_(None))
    return connection.execute(query).scalar_one()


def read_history(connection: Connection, site: str) -> History:
    """What a judgement knows of a site."""
    open_ones = read_alarms(connection, site, is_open=True)
    closed = read_alarms(connection, site, is_open=False)
    return History(read_samples(connection, site, SAMPLES_KEPT), (*open_ones, *closed))


def write_sample(connection: Connection, site: str, sample: Sample) -> None:
    """Keep a sample, and no more than SAMPLES_KEPT of the site: of those older than the newest,
    one in a span."""
    connection.execute(
        insert(health_samples).values(
            crawl=sample.crawl, site=site, at=sample.at, numbers=to_json(sample)
        )
    )
    of_site = health_samples.c.site == site
    oldest = (
        select(health_samples.c.crawl)
        .where(of_site)
        .order_by(health_samples.c.crawl.desc())
        .offset(SAMPLES_KEPT)
        .limit(1)
    )
    bound = connection.execute(oldest).scalar()
    if bound is not None:
        connection.execute(delete(health_samples).where(of_site, health_samples.c.crawl <= bound))
    _thin(connection, site)


def _thin(connection: Connection, site: str) -> None:
    """The sample that is no longer one of the newest, or the one before it, goes."""
    rows = connection.execute(
        select(health_samples.c.numbers)
        .where(health_samples.c.site == site)
        .order_by(health_samples.c.crawl.desc())
        .offset(LEARNED_FROM)
        .limit(2)
    )
    left = [from_json(row.numbers) for row in rows]
    needless = weaker(*left) if len(left) == 2 else None
    if needless is not None:
        connection.execute(delete(health_samples).where(health_samples.c.crawl == needless.crawl))


def write_verdict(
    connection: Connection, site: str, verdict: Verdict, channels: Iterable[str], now: dt.datetime
) -> None:
    """Write what became of the alarms, and that each channel is to be told."""
    channels = tuple(channels)
    for alarm in verdict.raised:
        number = connection.execute(
            insert(alarms).values(_row(alarm)).returning(alarms.c.id)
        ).scalar_one()
        _announce(connection, number, "raised", channels, now)
    for alarm in (*verdict.kept, *verdict.closed):
        connection.execute(update(alarms).where(alarms.c.id == alarm.id).values(_row(alarm)))
    for alarm in verdict.closed:
        _announce(connection, alarm.id, "closed", channels, now)
    _forget(connection, site, now - ALARMS_KEPT)


def forget_told(connection: Connection, told: dt.datetime, given_up: dt.datetime) -> int:
    """Remove news that were told before ``told`` and those given up before ``given_up``; how many
    there were. One that was to be told before ``told`` and never tried is of a channel that
    nobody has (health.channels: noted while nobody could say), and goes as well."""
    news = alarm_news.c
    is_failed = (news.state == "failed") & (news.next_try < given_up)
    is_nobodys = (news.state == "waiting") & (news.attempts == 0) & (news.next_try < told)
    gone = delete(alarm_news).where((news.delivered < told) | is_failed | is_nobodys)
    return connection.execute(gone).rowcount


def _announce(
    connection: Connection, alarm: int, event: str, channels: tuple[str, ...], now: dt.datetime
) -> None:
    rows = [
        {
            "alarm": alarm,
            "event": event,
            "channel": channel,
            "state": "waiting",
            "attempts": 0,
            "next_try": now,
        }
        for channel in channels
    ]
    if rows:
        connection.execute(insert(alarm_news), rows)


def _forget(connection: Connection, site: str, before: dt.datetime) -> None:
    old = select(alarms.c.id).where(
        alarms.c.site == site, alarms.c.raised < before, alarms.c.closed < before
    )
    ids = [row.id for row in connection.execute(old.limit(MOST_ALARMS))]
    if ids:
        connection.execute(delete(alarm_news).where(alarm_news.c.alarm.in_(ids)))
        connection.execute(delete(alarms).where(alarms.c.id.in_(ids)))


def _row(alarm: Alarm) -> dict[str, Any]:
    return {
        "site": alarm.site,
        "kind": alarm.kind,
        "subject": alarm.subject,
        "raised": alarm.raised,
        "last_seen": alarm.last_seen,
        "closed": alarm.closed,
        "accepted": alarm.is_accepted,
        "message": alarm.message,
        "evidence": json.dumps(dict(alarm.evidence), ensure_ascii=False, default=str),
    }


def _alarms(connection: Connection, query: Select[Any]) -> list[Alarm]:
    return [alarm_of(row) for row in connection.execute(query)]


def alarm_of(row: Row[Any]) -> Alarm:
    """The alarm in a row of its table."""
    return Alarm(
        id=row.id,
        site=row.site,
        kind=Kind(row.kind),
        subject=row.subject,
        raised=row.raised,
        last_seen=row.last_seen,
        closed=row.closed,
        is_accepted=bool(row.accepted),
        message=row.message,
        evidence=json.loads(row.evidence),
    )
