"""``every 10 minutes``, or cron text in five fields → the moments it names. Pure.

The zone's clock counts for cron text. Where it jumps forward, a time of day that does not exist
comes at the jump's end; where it falls back, a time of day that comes twice counts once. Fields
that begin with ``*`` (of the minutes or the hours) count what passes: they skip and repeat with
the clock, as Debian's cron does.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from cronsim import CronSim, CronSimError

from crawler.errors import UsageError

LONGEST_TEXT = 100
LONGEST = dt.timedelta(days=366)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LENGTH = re.compile(r"([1-9][0-9]{0,4})? ?(s|seconds?|m|minutes?|h|hours?|d|days?)", re.IGNORECASE)
_EVERY = re.compile(r"every\s+(.+)", re.IGNORECASE)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SAMPLE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Recurrence(Protocol):
    """Moments in time without an end."""

    def after(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """The moments later than this one, in their order, in UTC."""


@dataclass(frozen=True, slots=True)
class Every:
    """An interval, counted from midnight UTC, so that all who count agree."""

    interval: dt.timedelta

    def after(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """See Recurrence."""
        passed = (moment - _EPOCH) // self.interval
        return (_EPOCH + self.interval * number for number in itertools.count(passed + 1))


@dataclass(frozen=True, slots=True)
class Cron:
    """Cron text, by the clock of a zone."""

    text: str
    zone: zoneinfo.ZoneInfo

    def after(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """See Recurrence. Ends after fifty years without one."""
        # cronsim drops which of two equal times of day it begins at: hence the comparison.
        named = (found.astimezone(dt.UTC) for found in CronSim(self.text, self._here(moment)))
        return (found for found in named if found > moment)

    def _here(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(dt.UTC if self.zone.key == "UTC" else self.zone)


def parse_when(text: str, zone: zoneinfo.ZoneInfo) -> Recurrence:
    """The moments that a text names. Raises UsageError, saying what to write."""
    words = " ".join(text.split())
    if every := _EVERY.fullmatch(words):
        return Every(_parse_interval(every[1], words))
    hint = 'write "every 10 minutes", or five fields of cron as in "*/10 6-22 * * MON-FRI"'
    if len(words) > LONGEST_TEXT or len(words.split(" ")) != 5:
        raise UsageError(f"when {words[:LONGEST_TEXT]!r} is not understood; {hint}")
    try:
        found = next(CronSim(words, _SAMPLE), None)
    except (CronSimError, AssertionError, ValueError, TypeError) as error:
        raise UsageError(f"when {words!r} is not understood: {error}; {hint}") from error
    if found is None:
        raise UsageError(f"when {words!r} names no day in fifty years; {hint}")
    return Cron(words, zone)


def parse_length(text: str) -> dt.timedelta:
    """``90 seconds``, ``2 minutes``, ``6h``, ``day``. Raises UsageError."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise UsageError(f'{text!r} is no length of time; write as "90 seconds" or "2 hours"')
    return dt.timedelta(**{_UNITS[match[2][0].lower()]: int(match[1] or 1)})


def _parse_interval(text: str, words: str) -> dt.timedelta:
    interval = parse_length(text)
    if not dt.timedelta(minutes=1) <= interval <= LONGEST:
        raise UsageError(f"when {words!r} is not between a minute and a year")
    return interval
