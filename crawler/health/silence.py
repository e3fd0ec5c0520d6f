"""When a site, or one of its feeds and listings, last named a story → findings of silence."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.health.alarm import SUBJECT_LIMIT, Finding, Kind
from crawler.health.history import History
from crawler.health.rates import Judged
from crawler.health.sample import PlaceSample, Sample

SURELY = 9.3
"""Articles that even a quiet day lets expect, none of which came: by chance once in 10,000 crawls
(Poisson), were every day as quiet as that."""
BEYOND_KNOWN = 1.5
"""And by how much more than the longest silence but one that the site is known for."""
PLACES_KNOWN = 3
"""Crawls that must have read a place before its silence is told."""


def judge_silence(history: History, sample: Sample) -> Iterator[Finding]:
    """What the sample says of the whole site and of every place that the crawl read."""
    site = _judge_site(sample)
    yield site
    for url, place in sorted(sample.places.items()):
        yield _judge_empty(url, place, history)
        yield _judge_stale(url, place, history, site)


def _judge_site(sample: Sample) -> Finding:
    kind, subject = Kind.SILENT, "articles"
    if sample.expected is None or not sample.answered:
        return Finding(
            kind, subject, Judged.UNKNOWN
        )  # who does not answer may publish all the same
    known = sorted(sample.silences, reverse=True)[1:2]
    bound = max([SURELY, *(BEYOND_KNOWN * one for one in known)])
    if sample.expected <= bound:
        return Finding(kind, subject, Judged.FINE)
    newest = f"{sample.newest:%Y-%m-%d %H:%M} UTC" if sample.newest else "ever"
    message = (
        f"nothing new since {newest}: even on a quiet day some {sample.expected:.0f} articles "
        "would have come"
    )
    newest_iso = sample.newest.isoformat() if sample.newest else None
    return Finding(
        kind,
        subject,
        Judged.WORSE,
        message,
        {"newest": newest_iso, "expected": sample.expected, "bound": round(bound, 2)},
    )


def _judge_empty(url: str, place: PlaceSample, history: History) -> Finding:
    kind, subject = Kind.PLACE_EMPTY, url[:SUBJECT_LIMIT]
    known = [one.places[url] for one in history.usual(kind, subject) if url in one.places]
    if not place.is_empty:
        return Finding(kind, subject, Judged.FINE)
    if not known or any(one.is_empty for one in known):
        return Finding(kind, subject, Judged.UNKNOWN)
    message = f"{url} names no story any more; it did in the {len(known)} crawls before"
    return Finding(kind, subject, Judged.WORSE, message, {"place": url})


def _judge_stale(url: str, place: PlaceSample, history: History, site: Finding) -> Finding:
    """A place may always be behind, as a section is; so it is held against itself."""
    kind, subject = Kind.PLACE_STALE, url[:SUBJECT_LIMIT]
    past = (one.places.get(url) for one in history.usual(kind, subject))
    known = sorted(one.behind for one in past if one and one.behind is not None)
    alarm = history.open(kind, subject)
    is_unknown = alarm is None and len(known) < PLACES_KNOWN
    if place.behind is None or is_unknown or site.judged is Judged.WORSE:
        return Finding(kind, subject, Judged.UNKNOWN)
    bound = float(alarm.evidence["bound"]) if alarm else max(SURELY, 2 * known[-2])
    if place.behind <= bound:
        return Finding(kind, subject, Judged.FINE)
    message = (
        f"{url} names nothing new, while the site goes on: some {place.behind:.0f} articles behind"
    )
    evidence = {"place": url, "behind": place.behind, "bound": round(bound, 2)}
    return Finding(kind, subject, Judged.WORSE, message, evidence)
