"""Candidates for a time → the one that counts, and whether the others agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.draft import Found
from crawler.normalization.dates import ReadTime, read_time
from crawler.normalization.text import clean_line
from crawler.site import Site

MOST_CANDIDATES = 8
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TimeAnswer:
    """A time, the raw string that gave it, and what provenance says of it."""

    time: ReadTime
    raw: str
    rule: str


def choose_time(
    candidates: Sequence[Found], site: Site, now: dt.datetime, language: str | None
) -> TimeAnswer | None:
    """The first candidate that holds; if it is a day alone, the first of that day with an hour.

    The answer's ``rule`` names, after the candidate's own, its flags and, compared to the
    minute, who agrees and who differs.
    """
    answers = list(_read_candidates(candidates, site, now, language))
    if not answers:
        return None
    first = answers[0]
    chosen = next((a for a in answers if a.time.has_hour and a.time.day == first.time.day), first)
    return TimeAnswer(chosen.time, chosen.raw, _describe(chosen, answers))


def _read_candidates(
    candidates: Sequence[Found], site: Site, now: dt.datetime, language: str | None
) -> Iterator[TimeAnswer]:
    for found in candidates[:MOST_CANDIDATES]:
        for raw in found.values[:1]:
            time = read_time(raw, site.zone, site.times, now, language)
            if time is not None:
                yield TimeAnswer(time, clean_line(raw), clean_line(found.rule, 300))


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
