"""``23:00-06:00`` → the hours of a day in which nothing begins, by a zone's clock. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from crawler.errors import UsageError

_WINDOW = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9]) ?[-–] ?([01]?[0-9]|2[0-4]):([0-5][0-9])")
_MINUTES_A_DAY = 24 * 60
_DAY = dt.timedelta(days=1)
_LEAST_LOUD = 60
MOST_WINDOWS = 10


@dataclass(frozen=True, slots=True)
class QuietHours:
    """``windows`` are from-to pairs in minutes after midnight, the end not included; a window may
    go over midnight. At least an hour of a day is not quiet."""

    windows: tuple[tuple[int, int], ...]
    zone: dt.tzinfo

    def cover(self, moment: dt.datetime) -> bool:
        """True if the moment is quiet."""
        local = moment.astimezone(self.zone)
        return any(_holds(window, local.hour * 60 + local.minute) for window in self.windows)

    def leave(self, moment: dt.datetime) -> dt.datetime:
        """The moment itself (in UTC), or where the quiet hours end that it lies in."""
        moment = moment.astimezone(dt.UTC)
        while self.cover(moment):
            moment = min(self._ends_after(moment))
        return moment

    def _ends_after(self, moment: dt.datetime) -> list[dt.datetime]:
        """The ends of the windows that the moment lies in; a time of day may come twice."""
        local = moment.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        ends = (
            dt.datetime.combine(local.date() + day, _clock(end), self.zone).replace(fold=fold)
            for start, end in self.windows
            if _holds((start, end), minute)
            for day in (dt.timedelta(0), _DAY)
            for fold in (0, 1)
        )
        return [end for end in (one.astimezone(dt.UTC) for one in ends) if end > moment]


def parse_quiet(text: str, zone: dt.tzinfo) -> QuietHours:
    """From windows parted by commas; none for an empty text. Raises UsageError."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    windows = tuple(_parse_window(part) for part in parts)
    if len(windows) > MOST_WINDOWS:
        raise UsageError(f"quiet hours {text!r} have more than {MOST_WINDOWS} parts; use fewer")
    loud = [m for m in range(_MINUTES_A_DAY) if not any(_holds(one, m) for one in windows)]
    if len(loud) < _LEAST_LOUD:
        raise UsageError(f"quiet hours {text!r} leave less than an hour of the day; leave more")
    return QuietHours(windows, zone)


def _parse_window(text: str) -> tuple[int, int]:
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise UsageError(f'quiet hours {text!r} are not understood; write as "23:00-06:00"')
    start, end = (int(match[n]) * 60 + int(match[n + 1]) for n in (1, 3))
    if start == end or end > _MINUTES_A_DAY:
        raise UsageError(f'quiet hours {text!r} have no length; write as "23:00-06:00"')
    return start, end % _MINUTES_A_DAY


def _holds(window: tuple[int, int], minute: int) -> bool:
    start, end = window
    return start <= minute < end if start < end else minute >= start or minute < end


def _clock(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)
