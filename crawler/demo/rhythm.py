"""A Rhythm: serial number → publication time, with busy mornings and quiet nights.

Serial 0 is the newest story at the start, -1 the one before it, 1 the next to come. Times are
wall-clock times of Kyiv, made aware. In the hour that the autumn clock change repeats, all times
are of its first pass, which is how a reader takes a time shown without an offset; in the hour
that spring leaves out nothing is published before its end.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

from crawler.demo.dice import mix

KYIV = ZoneInfo("Europe/Kyiv")

_HOURLY = (2, 1, 1, 1, 1, 2, 4, 8, 13, 17, 19, 19, 18, 16, 17, 18, 18, 17, 14, 10, 8, 6, 5, 3)
_WEEKDAYS = (1.0, 1.1, 1.1, 1.1, 1.0, 0.5, 0.4)
_SUNDAY_AT_THREE = 6 * 24 + 3
# A night shift on Sundays from three to four, so that the hour of the clock change has its stories.
_NIGHT_SHIFT = 8.0
_HOURS = tuple(
    _NIGHT_SHIFT if place == _SUNDAY_AT_THREE else _WEEKDAYS[place // 24] * _HOURLY[place % 24]
    for place in range(7 * 24)
)
_CUMULATIVE = (0.0, *(total / sum(_HOURS) for total in accumulate(_HOURS)))
_MONDAY = dt.datetime(2001, 1, 1)  # noqa: DTZ001 - wall-clock time, no zone on purpose
_WEEK = dt.timedelta(days=7)
_HOUR = dt.timedelta(hours=1)
_ROUNDING = dt.timedelta(milliseconds=1)


def localize(wall: dt.datetime) -> dt.datetime:
    """The wall-clock time with Kyiv's offset at that moment, as a fixed offset."""
    aware = wall.replace(tzinfo=KYIV)
    shown = aware.astimezone(dt.UTC).astimezone(KYIV)
    if shown.replace(tzinfo=None) != wall:  # the hour that spring leaves out
        aware = shown.replace(minute=0, second=0, microsecond=0)
    offset = aware.utcoffset()
    return aware.replace(tzinfo=dt.timezone(offset or dt.timedelta()), fold=0)


@dataclass(frozen=True)
class Rhythm:
    """``newest`` is the wall-clock time of serial 0, ``per_day`` the stories of a mean day."""

    seed: int
    newest: dt.datetime
    per_day: float

    @cached_property
    def _origin(self) -> float:
        """How many stories there would have been from the epoch up to serial 0."""
        weeks, rest = divmod(self.newest - _MONDAY, _WEEK)
        hour, part = divmod(rest, _HOUR)
        low, high = _CUMULATIVE[hour], _CUMULATIVE[hour + 1]
        return (weeks + low + (high - low) * (part / _HOUR)) * self._per_week

    @property
    def _per_week(self) -> float:
        return self.per_day * 7

    def published(self, serial: int) -> dt.datetime:
        """When the story came out, to the minute; later serials are never earlier."""
        jitter = 0.0 if serial == 0 else mix(self.seed, serial, 7) % 800 / 1000 - 0.4
        weeks, share = divmod((self._origin + serial + jitter) / self._per_week, 1)
        hour = min(bisect_right(_CUMULATIVE, share) - 1, len(_HOURS) - 1)
        low, high = _CUMULATIVE[hour], _CUMULATIVE[hour + 1]
        wall = _MONDAY + weeks * _WEEK + (hour + (share - low) / (high - low)) * _HOUR
        return localize((wall + _ROUNDING).replace(second=0, microsecond=0))
