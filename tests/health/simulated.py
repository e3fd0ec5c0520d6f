"""Sites that do not exist: random samples of crawls at which nothing, or one thing, changes."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from typing import Any

from crawler.health.alarm import Alarm
from crawler.health.history import LEARNED_FROM, History, weaker
from crawler.health.judge import Verdict, judge
from crawler.health.measure import CrawlRead, ReadArticle, measure
from crawler.health.rhythm import Rhythm
from crawler.health.sample import Sample

START = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
TITLE = "site: h1.headline"
BODY = "site: div.story > p"


def document(dice: random.Random, site: dict[str, Any]) -> dict[str, Any]:
    """One article as its JSON is in the ledger."""
    length = max(80, int(dice.lognormvariate(7.5, site["spread"])))
    provenance = {"title": TITLE, "body": BODY, "published": "site: time"}
    values: dict[str, Any] = {"title": "T", "body": ["x" * length], "published": "2026-03-01"}
    for name, (filled, own) in site["fields"].items():
        if dice.random() < filled:
            values[name] = ["v"]
            provenance[name] = f"site: .{name}" if dice.random() < own else f"json-ld: {name}"
    if dice.random() < site["compared"]:
        word = "differs (18:00)" if dice.random() < site["differs"] else "agrees"
        provenance["published"] += f"; {word}: json-ld: datePublished"
    return {**values, "provenance": provenance}


def random_site(dice: random.Random) -> dict[str, Any]:
    """What a site is like; it stays so."""
    names = ("section", "tags", "authors", "lead", "image", "modified", "related")
    return {
        "fields": {
            name: (dice.choice((0.1, 0.5, 0.8, 0.97, 1.0)), dice.random()) for name in names
        },
        "articles": dice.choice((1, 2, 4, 8, 20, 60)),
        "spread": dice.uniform(0.2, 0.9),
        "compared": dice.random(),
        "differs": dice.choice((0.0, 0.05, 0.3)),
        "failing": dice.choice((0.0, 0.01, 0.05)),
        "rejected": dice.choice((0.0, 0.02, 0.1)),
        "steadiness": dice.choice((None, 30, 8)),
    }


def as_of_today(dice: random.Random, site: dict[str, Any]) -> dict[str, Any]:
    """A site whose crawls differ by more than chance: mornings bring other news than nights."""
    steadiness = site.get("steadiness")
    if steadiness is None:
        return site

    def drawn(share: float) -> float:
        return dice.betavariate(share * steadiness + 0.01, (1 - share) * steadiness + 0.01)

    fields = {name: (drawn(one), drawn(two)) for name, (one, two) in site["fields"].items()}
    return {**site, "fields": fields}


def crawl_of(
    dice: random.Random, site: dict[str, Any], number: int, documents: Any = None
) -> CrawlRead:
    """One crawl of a site."""
    site = as_of_today(dice, site)
    count = dice.randint(0, 2 * site.get("articles", 0))
    ended = START + number * HOUR
    read = [document(dice, site) for _ in range(count)] if documents is None else documents
    published = [ended - dice.random() * HOUR for _ in read]
    looks: Counter[tuple[str, str, str | None]] = Counter()
    for _ in range(3):
        looks["listing", "ok", None] += 1
    for _ in read:
        kind = "retry" if dice.random() < site["failing"] else "ok"
        why = "timeout" if kind == "retry" else None
        if kind == "ok" and dice.random() < site["rejected"]:
            why = "no-body"
        looks["article", kind, why] += 1
    found = [
        ReadArticle(one, moment, ended, is_found_now=True)
        for one, moment in zip(read, published, strict=True)
    ]
    return CrawlRead(number, ended, ended - HOUR if number else None, looks, found, [])


def sample_of(read: CrawlRead) -> Sample:
    """Its numbers, without a rhythm."""
    return measure(read, Rhythm([], START, read.ended, dt.UTC))


class Watcher:
    """A site's history as it grows, crawl by crawl."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self.alarms: list[Alarm] = []

    def see(self, sample: Sample) -> Verdict:
        verdict = judge("site", History(tuple(self.samples), tuple(self.alarms)), sample, sample.at)
        self.samples.append(sample)
        left = self.samples[-LEARNED_FROM - 2 : -LEARNED_FROM]
        needless = weaker(*left[::-1]) if len(left) == 2 else None
        if needless is not None:  # as the ledger keeps them
            self.samples.remove(needless)
        changed = {one.id: one for one in (*verdict.kept, *verdict.closed)}
        self.alarms = [changed.get(one.id, one) for one in self.alarms]
        for one in verdict.raised:
            self.alarms.append(replace(one, id=len(self.alarms) + 1))
        return verdict

    @property
    def open(self) -> list[Alarm]:
        return [one for one in self.alarms if one.closed is None]
