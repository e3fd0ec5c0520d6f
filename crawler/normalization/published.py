"""Candidates for a time → the one that counts, and whether the others agree."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from crawler.draft import Found
from crawler.normalization.calendar_words import SHARED_ZONES
from crawler.normalization.dates import ReadTime, own_names, read_time
from crawler.normalization.text import clean_line
from crawler.site import Site

MOST_CANDIDATES = 8
_META = ("meta:", "opengraph:")
_SHOWN = ("html:", "microdata:")  # a line of text may be a server's own UTC
_SAYS_UTC = re.compile(r"(?:Z|[+-]00:?00)\s*$")
Guess = Callable[[Sequence[dt.datetime]], "ZoneInfo | None"]


@dataclass(frozen=True, slots=True)
class TimeAnswer:
    """A time, the raw string that gave it, and what provenance says of it."""

    time: ReadTime
    raw: str
    rule: str


def choose_time(
    candidates: Sequence[Found],
    site: Site,
    now: dt.datetime,
    language: str | None,
    guess: Guess = lambda _: None,
) -> TimeAnswer | None:
    """The first candidate that holds; if it is a day alone, or midnight, which often stands for
    one, the first of that day with another hour.

    ``guess`` gives the zone of hours without one, from the times that have one. The answer's
    ``rule`` names, after the candidate's own, its flags, that zone and, compared to the minute,
    who agrees and who differs.
    """
    answers = list(_read_candidates(candidates, site, now, language))
    told = [one.time.when for one in answers if one.time.when and _tells_zone(one)]
    zone = guess(told) if len(told) < len(answers) else None
    answers = [_in_zone(one, zone, site, now, language) for one in answers] if zone else answers
    if not answers:
        return None
    first = answers[0]
    same_day = [one for one in answers if one.time.has_hour and one.time.day == first.time.day]
    chosen = next((one for one in same_day if not _is_midnight(one.time)), None)
    chosen = chosen or next(iter(same_day), first)
    chosen = _shown_by_the_clock(chosen, answers) or chosen
    return TimeAnswer(chosen.time, chosen.raw, _describe(chosen, answers))


def _read_candidates(
    candidates: Sequence[Found], site: Site, now: dt.datetime, language: str | None
) -> Iterator[TimeAnswer]:
    for found in candidates[:MOST_CANDIDATES]:
        for raw in found.values[:1]:
            time = read_time(raw, site.zone, site.times, now, language)
            if time is not None:
                yield TimeAnswer(time, clean_line(raw), clean_line(found.rule, 300))


def _shown_by_the_clock(told: TimeAnswer, answers: Sequence[TimeAnswer]) -> TimeAnswer | None:
    """The time of an element, where a meta value says the same hour in UTC and the page is
    elsewhere: programs write local hours so. JSON-LD is taken at its word."""
    when = told.time.when
    if when is None or not told.rule.startswith(_META) or not _SAYS_UTC.search(told.raw):
        return None
    clock = when.astimezone(dt.UTC).replace(second=0, tzinfo=None)
    shown = (one for one in answers if one.rule.startswith(_SHOWN) and one.time.when)
    return next((one for one in shown if _is_clock(one.time.when, clock)), None)


def _is_clock(when: dt.datetime | None, clock: dt.datetime) -> bool:
    """True for a moment whose own clock, not UTC's, shows ``clock``."""
    if when is None or not when.utcoffset():
        return False
    return when.replace(second=0, tzinfo=None) == clock


def _tells_zone(answer: TimeAnswer) -> bool:
    """False for a name that several countries use, too."""
    if answer.time.without_zone or answer.time.relative:
        return False
    return not any(name in answer.raw for name in SHARED_ZONES)


def _is_midnight(time: ReadTime) -> bool:
    return time.when is not None and time.when.time() == dt.time()


def _in_zone(
    answer: TimeAnswer, zone: ZoneInfo, site: Site, now: dt.datetime, language: str | None
) -> TimeAnswer:
    """The same, read in the zone if it tells none of its own, or a name that the zone shares."""
    shared = own_names(zone) & SHARED_ZONES
    if not answer.time.without_zone and not any(name in answer.raw for name in shared):
        return answer
    time = read_time(answer.raw, zone, site.times, now, language)
    if time is None:
        return answer
    return TimeAnswer(time, answer.raw, f"{answer.rule}; zone assumed: {zone.key}")


def _describe(chosen: TimeAnswer, answers: list[TimeAnswer]) -> str:
    notes = [chosen.rule, *chosen.time.flags]
    if not chosen.time.has_hour:
        notes.append("no hour given")
    others = (answer for answer in answers if answer is not chosen)
    notes += [f"{_compare(chosen.time, other.time)}: {other.rule}" for other in others]
    return "; ".join(notes)


def _compare(one: ReadTime, other: ReadTime) -> str:
    if one.when is None or other.when is None:
        return "agrees" if one.day == other.day else f"differs ({other.day})"
    if one.when.replace(second=0) == other.when.replace(second=0):
        return "agrees"
    return f"differs ({other.when.isoformat(timespec='minutes')})"
