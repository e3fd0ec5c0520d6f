"""What a crawl's looks, articles and places say → a Sample. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from crawler.health.rhythm import Rhythm
from crawler.health.sample import (
    MOST_LENGTHS,
    MOST_PLACES,
    MOST_REASONS,
    MOST_RULES,
    PlaceSample,
    Sample,
)

FIELDS = (
    "published", "section", "title", "reading_minutes", "body", "tags", "related", "hot_news",
    "latest", "language", "source", "authors", "lead", "image", "modified",
)  # fmt: skip
"""The fields of an article that are watched, in feed order."""
RULE_LIMIT = 200
AHEAD = dt.timedelta(minutes=5)  # clocks differ by so much without anybody's fault
OVERDUE = dt.timedelta(minutes=10)  # from a story's time to its place in the listing


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that the crawl read: ``document`` is its JSON; ``seen`` when it was first read;
    ``is_found_now``: a feed or listing named it in this crawl for the first time."""

    document: Mapping[str, Any]
    published: dt.datetime | None = None
    seen: dt.datetime | None = None
    is_found_now: bool = False


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A feed or listing that the crawl read, and the newest story it ever named."""

    url: str
    newest: dt.datetime | None
    is_empty: bool


@dataclass(frozen=True, slots=True)
class CrawlRead:
    """All that the ledger says of one crawl. ``looks`` counts (kind of page, outcome, reason);
    a page that gave no article is an ``ok`` one with the reason. ``before`` is when the crawl
    before this one began; None for the first. ``articles`` are read once."""

    crawl: int
    ended: dt.datetime
    before: dt.datetime | None
    looks: Mapping[tuple[str, str, str | None], int]
    articles: Iterable[ReadArticle]
    places: Sequence[ReadPlace]


def measure(read: CrawlRead, rhythm: Rhythm) -> Sample:
    """The crawl in numbers; bounded, whatever the pages said."""
    tally = _Tally(read.before)
    for article in read.articles:
        tally.add(article)
    outcomes, rejected = _count_looks(read.looks)
    shifts = tally.shifts
    return Sample(
        crawl=read.crawl,
        at=read.ended,
        articles=tally.articles,
        filled=tally.filled,
        rules={
            name: dict(rules.most_common(MOST_RULES))
            for name, rules in tally.rules.items()
            if rules
        },
        compared={
            name: (tally.differs[name], count) for name, count in tally.compared.items() if count
        },
        lengths=thin(sorted(tally.lengths)),
        outcomes=outcomes,
        rejected=rejected,
        new=len(shifts),
        future=sum(shift > 0 for shift in shifts),
        late=None if read.before is None else sum(shift < 0 for shift in shifts),
        shift=round(median(shifts), 1) if shifts else 0.0,
        newest=rhythm.newest,
        expected=rhythm.expected_since(rhythm.newest, read.ended),
        silences=rhythm.longest_silences(),
        places={
            one.url[:RULE_LIMIT]: PlaceSample(one.is_empty, rhythm.behind(one.newest, read.ended))
            for one in read.places[:MOST_PLACES]
        },
    )


class _Tally:
    """Counts articles one after the other and keeps none: a thousand take 15 MiB."""

    def __init__(self, before: dt.datetime | None) -> None:
        self.before = before
        self.articles = 0
        self.filled = dict.fromkeys(FIELDS, 0)
        self.rules = {name: Counter[str]() for name in FIELDS}
        self.compared = dict.fromkeys(FIELDS, 0)
        self.differs = dict.fromkeys(FIELDS, 0)
        self.lengths: list[int] = []
        self.shifts: list[float] = []
        """Of those found now, by how many minutes their time cannot be."""

    def add(self, article: ReadArticle) -> None:
        document = article.document
        notes: Mapping[str, str] = document.get("provenance") or {}
        self.articles += 1
        self.lengths.append(_length(document))
        for name in FIELDS:
            self.filled[name] += document.get(name) not in (None, "", [])
            if name in notes:
                self._add_note(name, notes[name])
        if article.is_found_now and article.published and article.seen:
            self.shifts.append(_minutes_off(article.published, article.seen, self.before))

    def _add_note(self, name: str, note: str) -> None:
        """A note says "agrees: …" or "differs (…): …" of each other candidate."""
        self.rules[name][rule_of(note)] += 1
        others = note.split("; ")[1:]
        is_differing = any(other.startswith("differs") for other in others)
        if is_differing or any(other.startswith("agrees") for other in others):
            self.compared[name] += 1
            self.differs[name] += is_differing


def rule_of(note: str) -> str:
    """The rule in what provenance says of a field, without what it adds about others."""
    return note.partition("; ")[0][:RULE_LIMIT]


def thin(lengths: Sequence[int]) -> tuple[int, ...]:
    """At most MOST_LENGTHS of an ascending row, evenly spread over it."""
    if len(lengths) <= MOST_LENGTHS:
        return tuple(lengths)
    step = (len(lengths) - 1) / (MOST_LENGTHS - 1)
    return tuple(lengths[round(step * place)] for place in range(MOST_LENGTHS))


def _length(document: Mapping[str, Any]) -> int:
    return sum(len(paragraph) for paragraph in document.get("body") or ())


def _count_looks(
    looks: Mapping[tuple[str, str, str | None], int],
) -> tuple[dict[str, int], dict[str, int]]:
    outcomes, rejected = Counter[str](), Counter[str]()
    for (kind, outcome, reason), count in looks.items():
        if outcome == "ok":
            outcomes["ok"] += count
            if kind == "article":
                rejected[reason or ""] += count
        else:
            outcomes[f"{outcome} {reason}" if reason else outcome] += count
    kept = rejected.pop("", 0)
    told = dict(rejected.most_common(MOST_REASONS))
    return dict(outcomes.most_common(MOST_REASONS)), told | ({"": kept} if kept else {})


def _minutes_off(published: dt.datetime, seen: dt.datetime, before: dt.datetime | None) -> float:
    """By how much an article's time cannot be: above 0 it lies ahead of when it was read, below 0
    it is older than the crawl that did not find it yet; 0 is sound."""
    ahead = published - seen
    if ahead > AHEAD:
        return ahead / dt.timedelta(minutes=1)
    if before is not None and (overdue := before - published) > OVERDUE:
        return -(overdue / dt.timedelta(minutes=1))
    return 0.0
