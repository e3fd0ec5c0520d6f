"""Crawls that ended → running totals. Each crawl is read once, so a long history costs once."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, or_, select

from crawler.fetch.outcome import REASONS
from crawler.ledger.tables import crawls

ROWS_AT_ONCE = 1000
MOST_SITES = 200
"""Sites that have lines of their own; the others are counted together as OTHER."""
OTHER = "other"
_STATUS = re.compile(r"http-[1-5][0-9]{2}")
_REJECTED = frozenset({"no-title", "no-time", "no-body", "not-found", "challenge"})


@dataclass(slots=True)
class Totals:
    """What all crawls that have ended did, by label values (the site first)."""

    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By outcome."""
    articles: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By new, revised, unchanged."""
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By reason."""
    size: Counter[str] = field(default_factory=Counter)
    """Bytes of answers."""
    crawls: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By command and outcome."""
    seconds: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By command."""
    ended: dict[str, dt.datetime] = field(default_factory=dict)
    """When each site's last crawl ended."""
    finished: dict[str, dt.datetime] = field(default_factory=dict)
    """The same, of those that went to their end."""


class CrawlTotals:
    """Totals that are brought up to date; ``totals`` is what they are now."""

    def __init__(self) -> None:
        self.totals = Totals()
        self._last = 0
        self._running: set[int] = set()
        self._sites: set[str] = set()

    def update(self, connection: Connection) -> None:
        """Add the crawls that ended since."""
        for row in self._unread(connection):
            self._last = max(self._last, row.id)
            if row.ended is None:
                self._running.add(row.id)
                continue
            self._running.discard(row.id)
            self._add(row)

    def site_label(self, name: str) -> str:
        """The site, or OTHER once there are too many."""
        if name in self._sites or len(self._sites) < MOST_SITES:
            self._sites.add(name)
            return name
        return OTHER

    def _unread(self, connection: Connection) -> Iterator[Row[Any]]:
        query: Select[Any] = (
            select(
                crawls.c.id,
                crawls.c.site,
                crawls.c.command,
                crawls.c.started,
                crawls.c.ended,
                crawls.c.outcome,
                crawls.c.counts,
            )
            .where(or_(crawls.c.id > self._last, crawls.c.id.in_(sorted(self._running))))
            .order_by(crawls.c.id)
        )
        return iter(connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query))

    def _add(self, row: Row[Any]) -> None:
        site, totals = self.site_label(row.site), self.totals
        totals.crawls[site, row.command, row.outcome] += 1
        totals.seconds[site, row.command] += (row.ended - row.started) / dt.timedelta(seconds=1)
        totals.ended[site] = max(row.ended, totals.ended.get(site, row.ended))
        if row.outcome == "finished":
            totals.finished[site] = max(row.ended, totals.finished.get(site, row.ended))
        for name, count in (json.loads(row.counts) if row.counts else {}).items():
            self._count(site, name, count)

    def _count(self, site: str, name: str, count: int) -> None:
        what, _, detail = name.partition("/")
        if name == "bytes":
            self.totals.size[site] += count
        elif what == "answer":
            self.totals.requests[site, detail] += count
        elif what == "article":
            self.totals.articles[site, detail] += count
        elif what == "missed":
            self.totals.failures[site, reason_label(detail.partition("/")[2])] += count


def reason_label(reason: str) -> str:
    """A reason as a label value; what names a page's own words is one of OTHER."""
    if reason in REASONS or reason in _REJECTED or _STATUS.fullmatch(reason):
        return reason
    return OTHER
