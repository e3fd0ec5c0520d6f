"""The ledger and the registry → each site as API and dashboard show it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from crawler import registry
from crawler.health.alarm import Alarm
from crawler.health.sample import Sample
from crawler.health.store import read_alarms, read_samples
from crawler.ledger.reports.sites import SiteStanding, read_standings
from crawler.site import Site

SHOWN = 30
"""Crawls in a row of shares."""
FIELDS = ("title", "published", "section", "authors", "lead", "body", "tags", "image", "related")


@dataclass(frozen=True, slots=True)
class KnownSite:
    """``site`` is None for one that no file describes; ``alarms`` are the open ones."""

    name: str
    site: Site | None
    standing: SiteStanding
    alarms: tuple[Alarm, ...]

    @property
    def zone(self) -> dt.tzinfo:
        """The site's clock."""
        return self.site.zone if self.site is not None else dt.UTC

    @property
    def source(self) -> str:
        """What people call it."""
        return (self.site.source if self.site is not None else "") or self.name

    @property
    def address(self) -> str:
        """What a job is told to crawl it: its name, or where it is if no file describes it."""
        return self.site.name if self.site is not None else f"https://{self.name}/"

    @property
    def is_crawled(self) -> bool:
        """True if it ever was."""
        return self.standing.last_crawl is not None

    @property
    def is_held(self) -> bool:
        """True if the ledger holds anything of it."""
        return self.is_crawled or self.standing.articles > 0

    @property
    def is_well(self) -> bool:
        """True if nothing is known to be wrong with it."""
        run = self.standing.last_crawl
        is_troubled = self.alarms or self.standing.gaps or self.is_unanswered
        return not is_troubled and run is not None and run.outcome in ("finished", "running")

    @property
    def is_unanswered(self) -> bool:
        """True if its last crawl asked, and nothing answered."""
        counts = self.standing.last_crawl.counts if self.standing.last_crawl is not None else {}
        answered = counts.get("answer/ok", 0) + counts.get("answer/unchanged", 0)
        return bool(counts.get("requests")) and not answered


def read_sites(connection: Connection) -> list[KnownSite]:
    """The sites that can be crawled by name, and those the ledger holds, by name."""
    standings = read_standings(connection)
    alarms = read_alarms(connection, is_open=True)
    known = registry.sites()
    return [
        _known(name, known.get(name), standings.get(name), alarms)
        for name in sorted(known.keys() | standings.keys())
    ]


def require_site(connection: Connection, name: str) -> KnownSite:
    """The site of that name. Raises HTTPException 404."""
    standing = read_standings(connection, name).get(name)
    site = registry.sites().get(name)
    if standing is None and site is None:
        raise HTTPException(404, "there is no such site; see the list of sites")
    return _known(name, site, standing, read_alarms(connection, name, is_open=True))


def read_fill(connection: Connection, name: str) -> dict[str, list[float]]:
    """For each field, the share of articles that had it in the latest crawls, oldest first."""
    samples = [one for one in read_samples(connection, name) if one.articles][-SHOWN:]
    return {field: [share_of(one, field) for one in samples] for field in FIELDS if samples}


def share_of(sample: Sample, field: str) -> float:
    """From 0 to 1."""
    return round(sample.filled.get(field, 0) / sample.articles, 4)


def _known(
    name: str, site: Site | None, standing: SiteStanding | None, alarms: list[Alarm]
) -> KnownSite:
    own = tuple(alarm for alarm in alarms if alarm.site == name)
    return KnownSite(name, site, standing or SiteStanding(name), own)
