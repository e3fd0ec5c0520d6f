"""Candidates for a time → the one that counts, and whether the others agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from crawler.draft import Found
from crawler.normalization.calendar_words import SHARED_ZONES
from crawler.normalization.dates import ReadTime, own_names, read_time
from crawler.normalization.text import clean_line
from crawler.site import Site

MOST_CANDIDATES = 8
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
    zone = guess([one.time.when for one in answers if one.time.when and _tells_zone(one)])
    answers = [_in_zone(one, zone, site, now, language) for one in answers] if zone else answers
    if not answers:
        return None
    first = answers[0]
    same_day = [one for one in answers if one.time.has_hour and one.time.day == first.time.day]
    chosen = next((one for one in same_day if not _is_midnight(one.time)), None)
    chosen = chosen or next(iter(same_day), first)
    return TimeAnswer(chosen.time, chosen.raw, _describe(chosen, answers))


def _read_candidates(
    candidates: Sequence[Found], site: Site, now: dt.datetime, language: str | None
) -> Iterator[TimeAnswer]:
    for found in candidates[:MOST_CANDIDATES]:
        for raw in found.values[:1]:
            time = read_time(raw, site.zone, site.times, now, language)
            if time is not None:
                yield TimeAnswer(time, clean_line(raw), clean_line(found.rule, 300))


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
