"""Addresses as they stand → what a site announced, what was kept, missed and why, by day. Pure.

One pass over any number of addresses; what is held is one set of counts a day.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.article import Article
from crawler.ledger.decide import State

FIELDS = tuple(one.name for one in dataclasses.fields(Article))
QUIET = dt.timedelta(days=31)
"""Days on which nothing was announced are shown, if no more than these lie in a row."""

MISSED = (State.REJECTED, State.FAILED, State.REFUSED, State.GONE)
_COLUMNS = {
    State.KEPT: "kept",
    State.UNPUBLISHED: "unpublished",
    State.DUE: "waiting",
    State.KNOWN: "left",
    State.MOVED: "moved",
    **dict.fromkeys(MISSED, "missed"),
}
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Address:
    """One article's address: ``day`` is the day of publication by the site's clock, None where
    nobody says it; ``places`` are those of PLACES that announced it; ``requests`` and ``bytes``
    what it cost; ``document`` the article as JSON values, None if none was ever kept."""

    url: str
    day: dt.date | None
    state: State
    reason: str | None = None
    places: tuple[str, ...] = ()
    requests: int = 0
    bytes: int = 0
    revision: int = 0
    document: Mapping[str, Any] | None = None


PLACES = ("listing", "feed", "sitemap", "side")
"""``listing``: archives too; ``side``: MORE ABOUT, HOT NEWS and LATEST."""


@dataclass(slots=True)
class Day:
    """Counts. ``announced`` is the sum of kept, unpublished, missed, waiting, left and moved;
    ``articles`` are held, which unpublished ones still are; ``revisions`` beyond the first
    versions; ``filled`` how many articles have each field; ``reasons`` is by "state/reason"."""

    announced: int = 0
    by_place: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    unpublished: int = 0
    missed: int = 0
    waiting: int = 0
    left: int = 0
    moved: int = 0
    articles: int = 0
    revisions: int = 0
    requests: int = 0
    bytes: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, address: Address) -> None:
        """Count an address."""
        self.announced += 1
        self.by_place.update(address.places)
        column = _COLUMNS.get(address.state, "missed")
        setattr(self, column, getattr(self, column) + 1)
        if column not in ("kept", "moved"):
            self.reasons[f"{address.state}/{address.reason or 'unknown'}"] += 1
        self.requests += address.requests
        self.bytes += address.bytes
        if address.document is not None:
            self.articles += 1
            self.revisions += max(address.revision - 1, 0)
            self.filled.update(filled_fields(address.document))

    def __iadd__(self, other: Day) -> Day:
        for one in dataclasses.fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self


@dataclass(frozen=True, slots=True)
class Missed:
    """Addresses that gave no article: how many, in which state and why; one of them."""

    state: State
    reason: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a listing that was not walked: between ``older`` and ``newer``, where those
    are known. ``closed`` is when a later walk filled it."""

    url: str
    newer: dt.datetime | None
    older: dt.datetime | None
    reason: str
    opened: dt.datetime
    closed: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests and bytes of listings, feeds and sitemaps."""

    requests: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Days in order, the one without a date (None) last, and their sum; ``examples`` has an
    address for each "state/reason"."""

    days: tuple[tuple[dt.date | None, Day], ...]
    total: Day
    examples: Mapping[str, str]

    def missed(self, *states: State) -> tuple[Missed, ...]:
        """What is in one of the states, by reason, the most frequent first."""
        found = (
            Missed(State(state), reason, count, self.examples[name])
            for name, count in self.total.reasons.items()
            for state, _, reason in [name.partition("/")]
            if state in states
        )
        return tuple(sorted(found, key=lambda one: (-one.count, one.state, one.reason)))


@dataclass(frozen=True, slots=True)
class Report:
    """A site's completeness from ``first`` to ``last`` (None: without bound), by days of
    ``zone``. ``places`` is what listings, feeds and sitemaps cost on those days."""

    site: str
    zone: dt.tzinfo
    first: dt.date | None
    last: dt.date | None
    tally: Tally
    gaps: tuple[Gap, ...]
    places: Asked

    @property
    def requests_an_article(self) -> float | None:
        """Requests for all purposes, for each article held; None without any."""
        return self._an_article(self.tally.total.requests + self.places.requests)

    @property
    def bytes_an_article(self) -> float | None:
        """Bytes read, unpacked, for each article held; None without any."""
        return self._an_article(self.tally.total.bytes + self.places.bytes)

    def _an_article(self, amount: int) -> float | None:
        return amount / self.tally.total.articles if self.tally.total.articles else None


def tally(addresses: Iterable[Address]) -> Tally:
    """Count addresses by day; quiet days between others are there, with nothing announced."""
    days: dict[dt.date | None, Day] = {}
    examples: dict[str, str] = {}
    for address in addresses:
        days.setdefault(address.day, Day()).add(address)
        examples.setdefault(f"{address.state}/{address.reason or 'unknown'}", address.url)
    total = Day()
    for day in days.values():
        total += day
    dated = sorted(day for day in days if day is not None)
    order = [*_with_quiet_days(dated), *([None] if None in days else [])]
    return Tally(tuple((day, days.get(day) or Day()) for day in order), total, examples)


def _with_quiet_days(days: Iterable[dt.date]) -> Iterator[dt.date]:
    """The days, and between them those on which nothing was announced."""
    before: dt.date | None = None
    for day in days:
        if before is not None and day - before <= QUIET:
            yield from (before + dt.timedelta(n) for n in range(1, (day - before).days))
        yield day
        before = day


def filled_fields(document: Mapping[str, Any]) -> Iterator[str]:
    """The fields of the schema that have a value in an article."""
    return (name for name in FIELDS if document.get(name) not in _EMPTY)


def open_gaps_on(day: dt.date, gaps: Iterable[Gap], zone: dt.tzinfo) -> int:
    """How many open gaps touch the day."""
    return sum(gap.closed is None and touches(gap, day, day, zone) for gap in gaps)


def touches(gap: Gap, first: dt.date | None, last: dt.date | None, zone: dt.tzinfo) -> bool:
    """True if part of a gap lies in the days; an end of it that is not known is far away."""
    oldest = gap.older.astimezone(zone).date() if gap.older else dt.date.min
    newest = (gap.newer or gap.opened).astimezone(zone).date()
    return (last is None or oldest <= last) and (first is None or newest >= first)
