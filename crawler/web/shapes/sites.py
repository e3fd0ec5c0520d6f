"""Sites, their crawls, alarms and health."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from pydantic import BaseModel

from crawler.health.alarm import Alarm
from crawler.ledger.reports.sites import SiteStanding


class Crawl(BaseModel):
    """A crawl as it was recorded."""

    id: int
    command: str
    started: dt.datetime
    ended: dt.datetime | None
    outcome: str
    reason: str | None
    counts: Mapping[str, int]


class SiteLine(BaseModel):
    """A site: what is said of it, and how it stands."""

    name: str
    source: str
    home: str
    language: str
    timezone: str
    described: bool
    articles: int
    newest: dt.datetime | None
    waiting: int
    gaps: int
    alarms: int
    last_crawl: Crawl | None


class SiteLines(BaseModel):
    """All sites, by name."""

    items: list[SiteLine]


class AlarmLine(BaseModel):
    """What is or was wrong with a site."""

    id: int
    site: str
    kind: str
    subject: str
    message: str
    rule: str | None
    raised: dt.datetime
    last_seen: dt.datetime
    closed: dt.datetime | None

    @classmethod
    def of(cls, alarm: Alarm) -> AlarmLine:
        """The line of an alarm."""
        values = {name: getattr(alarm, name) for name in cls.model_fields}
        return cls(**values | {"kind": str(alarm.kind)})


class AlarmLines(BaseModel):
    """Alarms, newest first."""

    items: list[AlarmLine]


class Health(BaseModel):
    """A site's health: its alarms that are open, and the share of articles with each field in its
    latest crawls, oldest first."""

    site: str
    alarms: list[AlarmLine]
    fields: dict[str, list[float]]
    crawls: list[Crawl]


def crawl_of(standing: SiteStanding) -> Crawl | None:
    """The last crawl of a site as the API shows it."""
    run = standing.last_crawl
    if run is None:
        return None
    return Crawl(**{name: getattr(run, name) for name in Crawl.model_fields})
