"""The ledger → how a site writes: articles by day, hour, section, tag, author, length, freshness.

One pass over its articles; what is held is one count for each thing told apart.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from crawler.ledger.reports.report import Days
from crawler.ledger.tables import articles

ROWS_AT_ONCE = 500
TOP = 10
NO_SECTION = "(none)"

Pairs = tuple[tuple[str, int], ...]


class Step(NamedTuple):
    """Values below ``end`` (and not below the step before) are counted under ``name``."""

    end: float
    name: str


_INFINITE = float("inf")
LENGTHS = (  # words
    Step(50, "under 50"),
    Step(100, "50–99"),
    Step(200, "100–199"),
    Step(400, "200–399"),
    Step(800, "400–799"),
    Step(1600, "800–1,599"),
    Step(_INFINITE, "1,600 or more"),
)
DELAYS = (  # seconds
    Step(0, "ahead of its time"),
    Step(300, "under 5 minutes"),
    Step(900, "5–15 minutes"),
    Step(3600, "15–60 minutes"),
    Step(6 * 3600, "1–6 hours"),
    Step(24 * 3600, "6–24 hours"),
    Step(7 * 24 * 3600, "1–7 days"),
    Step(_INFINITE, "later"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """One article, as far as it counts. ``delay`` is seconds from publication to the first look;
    it and ``hour`` (of the site's clock) are None where no time of publication is known."""

    day: str
    hour: int | None
    section: str | None
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    words: int
    delay: float | None
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of articles; of tags and authors the most frequent alone. ``days`` holds those with
    an article, ISO; ``hours`` has 24."""

    articles: int
    unpublished: int
    days: Mapping[str, int]
    hours: tuple[int, ...]
    sections: Pairs
    tags: Pairs
    authors: Pairs
    lengths: Pairs
    delays: Pairs


def read_statistics(connection: Connection, site: str, days: Days) -> Statistics:
    """The articles of a site that bear a date of those days."""
    return count(_read(connection, site, days))


def count(facts: Iterable[Facts]) -> Statistics:
    """The statistics of articles. Pure; of equals the first in alphabetical order."""
    days, hours, sections, tags, authors, lengths, delays = (Counter[Any]() for _ in range(7))
    gone = 0
    for one in facts:
        days[one.day] += 1
        sections[one.section or NO_SECTION] += 1
        tags.update(set(one.tags))
        authors.update(set(one.authors))
        lengths[_step(LENGTHS, one.words)] += 1
        gone += one.is_gone
        if one.hour is not None:
            hours[one.hour] += 1
        if one.delay is not None:
            delays[_step(DELAYS, one.delay)] += 1
    return Statistics(
        articles=days.total(),
        unpublished=gone,
        days=dict(sorted(days.items())),
        hours=tuple(hours[hour] for hour in range(24)),
        sections=_ranked(sections),
        tags=_ranked(tags)[:TOP],
        authors=_ranked(authors)[:TOP],
        lengths=tuple((step.name, lengths[step.name]) for step in LENGTHS),
        delays=tuple((step.name, delays[step.name]) for step in DELAYS),
    )


def _step(steps: tuple[Step, ...], value: float) -> str:
    return next(step.name for step in steps if value < step.end)


def _ranked(counts: Counter[str]) -> Pairs:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _read(connection: Connection, site: str, days: Days) -> Iterator[Facts]:
    query = select(
        articles.c.date,
        articles.c.published,
        articles.c.section,
        articles.c.first_seen,
        articles.c.unpublished,
        articles.c.document,
    ).where(articles.c.site == site, days.holds_day(articles.c.date))
    for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query):
        yield _facts(row, days.zone)


def _facts(row: Any, zone: dt.tzinfo) -> Facts:
    document = json.loads(row.document)
    hour = delay = None
    if row.published is not None:
        hour = row.published.astimezone(zone).hour
        delay = (row.first_seen - row.published).total_seconds()
    return Facts(
        day=row.date,
        hour=hour,
        section=row.section,
        tags=tuple(document["tags"]),
        authors=tuple(document["authors"]),
        words=sum(len(paragraph.split()) for paragraph in document["body"]),
        delay=delay,
        is_gone=row.unpublished is not None,
    )
