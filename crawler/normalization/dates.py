"""A raw time as a page writes it, and the site's zone → a moment with its offset, or nothing.

What cannot be read for certain is refused, never completed in silence: a day without an hour
stays a day, a missing date is never "now", and an assumption that had to be made is flagged.

In this order: the site's own strptime formats, ISO 8601, the shapes of `normalization.wall_time`
(RFC 822, numbers day first, month names of many languages), times relative to ``now``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from zoneinfo import ZoneInfo

from crawler.normalization.east_asian import FULL_WIDTH
from crawler.normalization.eras import to_common_years
from crawler.normalization.text import clean_line
from crawler.normalization.wall_time import WallTime, read_iso, read_shapes

UNIX_SECONDS = "unix"
UNIX_MILLISECONDS = "unix-ms"
"""Formats a site may list beside strptime's: numbers are read as timestamps only then."""

FIRST_YEAR = 1990
LAST_YEAR = 2100
CLOCK_SKEW = dt.timedelta(minutes=15)
"""Later than that after ``now`` is flagged as future: scheduled, or a wrong zone."""
FARTHEST = dt.timedelta(days=1)
"""Later than that is refused. No mistake of zone is larger; what is left is a typing error."""
LONGEST = 150
"""Characters of the longest string that is looked at."""
LARGEST_OFFSET = dt.timedelta(hours=15)


_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class ReadTime:
    """``day`` is the local date; ``when`` the moment to the second, None without an hour.

    ``when`` carries the offset that the zone had then. In the zone ``UTC``, which says nothing
    of where a site is, an offset given by the page itself stays.
    """

    day: dt.date
    when: dt.datetime | None = None
    ambiguous: bool = False
    """The clock change repeated this hour, and the first time was taken."""
    skipped: bool = False
    """The clock change skipped this time; it was moved forward by the change."""
    order_assumed: bool = False
    """Day and month could change places; the language's usual order was taken."""
    relative: bool = False
    """The page told the time, or the year of it, as seen from ``now``."""
    future: bool = False
    """More than 15 minutes after ``now``."""
    without_zone: bool = False
    """The page told an hour and no zone; ``when`` is that hour in the zone that was given."""

    @property
    def has_hour(self) -> bool:
        """False where the raw string gave a day alone."""
        return self.when is not None

    @property
    def flags(self) -> tuple[str, ...]:
        """What to tell a reader of this time, in words."""
        return tuple(words for name, words in _FLAGS.items() if getattr(self, name))


RELATIVE = "relative to the time of the look"
_FLAGS = {
    "ambiguous": "repeated hour, first taken",
    "skipped": "skipped hour, moved forward",
    "order_assumed": "order of day and month assumed",
    "relative": RELATIVE,
    "future": "in the future",
}


def parse_time(
    raw: str, zone: ZoneInfo, formats: tuple[str, ...] = (), language: str | None = None
) -> dt.datetime | None:
    """The moment that ``raw`` gives, with its offset; None if it gives none, or a day alone."""
    read = read_time(raw, zone, formats, language=language)
    return read.when if read else None


def read_time(
    raw: str,
    zone: ZoneInfo,
    formats: tuple[str, ...] = (),
    now: dt.datetime | None = None,
    language: str | None = None,
) -> ReadTime | None:
    """What ``raw`` gives, with flags; None if it is no possible time from 1990 on.

    ``formats`` are tried first. With ``now`` (aware) relative times and times without a year are
    read too, and what lies more than a day ahead is refused. ``language`` (``en-US``, ``hr``)
    decides where month names or the order of numbers differ between languages.
    """
    text = _plain_signs(clean_line(raw, LONGEST + 1))
    if not text or len(text) > LONGEST:
        return None
    local_now = now.astimezone(zone) if now else None
    wall = _read_formats(text, formats, local_now)
    text = to_common_years(text)
    wall = wall or read_iso(text) or read_shapes(text, language, local_now, own_names(zone))
    if wall is None and local_now is not None and not _YEAR.search(text):
        wall = _read_relative(text, language, local_now)
    for told in (wall, wall.with_order_changed()) if wall else ():
        read = _place(told, zone) if told else None
        if read and (possible := _refuse_impossible(read, local_now)):
            return possible
    return None


def settle(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """An aware moment to the second with the zone's offset; None outside 1990 to 2100."""
    if moment.utcoffset() is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    moment = moment.replace(microsecond=0)
    return _fix_offset(moment if zone.key == "UTC" else moment.astimezone(zone))


def _plain_signs(text: str) -> str:
    """Arabic, Devanagari and all other decimal digits as 0 to 9; full-width signs as plain."""
    if text.isascii():
        return text
    text = text.translate(FULL_WIDTH)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _read_formats(text: str, formats: tuple[str, ...], now: dt.datetime | None) -> WallTime | None:
    for pattern in formats:
        try:
            wall = _format_reader(pattern)(text, now)
        except (ValueError, OverflowError, OSError):  # no such time, or no such timestamp
            continue
        if wall is not None:
            return wall
    return None


FormatReader = Callable[[str, "dt.datetime | None"], "WallTime | None"]


@cache
def _format_reader(pattern: str) -> FormatReader:
    if pattern in (UNIX_SECONDS, UNIX_MILLISECONDS):
        return _unix_reader(1000 if pattern == UNIX_MILLISECONDS else 1)
    has_hour = any(directive in pattern for directive in ("%H", "%I", "%c", "%X"))
    has_day = any(directive in pattern for directive in ("%d", "%j", "%c", "%x"))
    has_year = any(directive in pattern for directive in ("%Y", "%y", "%c", "%x"))

    def read(text: str, now: dt.datetime | None) -> WallTime | None:
        if has_year:
            return WallTime.of(dt.datetime.strptime(text, pattern), has_hour)  # noqa: DTZ007
        if now is None:
            return None
        stem, stem_pattern = (f"{now.year}", "%Y") if has_day else (f"{now:%Y %m %d}", "%Y %m %d")
        moment = dt.datetime.strptime(f"{stem} {text}", f"{stem_pattern} {pattern}")  # noqa: DTZ007
        return WallTime.of(moment, has_hour).latest_before(now, yearly=has_day)

    return read


def _unix_reader(divisor: int) -> FormatReader:
    def read(text: str, _now: dt.datetime | None) -> WallTime | None:
        if not text.isdecimal():
            return None
        return WallTime.of(dt.datetime.fromtimestamp(int(text) // divisor, dt.UTC), has_hour=True)

    return read


def _read_relative(text: str, language: str | None, now: dt.datetime) -> WallTime | None:
    """dateparser knows "2 hours ago" in 200 languages; at a millisecond it is asked last."""
    from dateparser import parse  # type: ignore[import-untyped]  # its import takes 70 ms

    base = now.replace(tzinfo=None)
    settings = {
        "PARSERS": ["relative-time"],
        "RELATIVE_BASE": base,
        "PREFER_DATES_FROM": "past",
    }
    languages = {"en", language.split("-")[0].lower()} if language else {"en"}
    try:
        moment = parse(text, languages=sorted(languages), settings=settings)
    except (ValueError, OverflowError):  # an unknown language, or millions of years ago
        return None
    if moment is None:
        return None
    # Whole days, weeks and months ago leave the clock of now, which the page did not give.
    return WallTime.of(moment, has_hour=moment.time() != base.time(), relative=True)


@cache
def own_names(zone: ZoneInfo) -> frozenset[str]:
    """What the zone calls itself in winter and summer, such as IST for Asia/Kolkata."""
    names = (dt.datetime(2026, month, 1, tzinfo=zone).tzname() for month in (1, 7))
    return frozenset(name for name in names if name)


def _place(wall: WallTime, zone: ZoneInfo) -> ReadTime | None:
    """The wall time in its own offset, or in the zone."""
    if not FIRST_YEAR <= wall.moment.year <= LAST_YEAR:
        return None
    moment = wall.moment.replace(microsecond=0)
    read = ReadTime(moment.date(), order_assumed=wall.order_assumed, relative=wall.relative)
    if not wall.has_hour:
        return read
    offset = moment.utcoffset()
    if offset is None:
        return _place_naive(read, moment, zone)
    if abs(offset) > LARGEST_OFFSET:
        return None
    return _with_moment(read, moment if zone.key == "UTC" else moment.astimezone(zone))


def _place_naive(read: ReadTime, moment: dt.datetime, zone: ZoneInfo) -> ReadTime:
    read = replace(read, without_zone=not read.relative)
    first = moment.replace(tzinfo=zone, fold=0)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return _with_moment(read, first)
    if before > after:
        return replace(_with_moment(read, first), ambiguous=True)
    moved = first.astimezone(dt.UTC).astimezone(zone)  # no clock showed it
    return replace(_with_moment(read, moved), skipped=True)


def _with_moment(read: ReadTime, moment: dt.datetime) -> ReadTime:
    return replace(read, day=moment.date(), when=_fix_offset(moment))


def _fix_offset(moment: dt.datetime) -> dt.datetime:
    """With a fixed offset, because in a repeated hour a ZoneInfo compares unequal to anything."""
    offset = moment.utcoffset() or dt.timedelta()
    return moment.replace(tzinfo=dt.timezone(offset) if offset else dt.UTC, fold=0)


def _refuse_impossible(read: ReadTime, now: dt.datetime | None) -> ReadTime | None:
    if now is None:
        return read
    if read.when is None:
        return read if read.day <= (now + FARTHEST).date() else None
    ahead = read.when - now
    if ahead > FARTHEST:
        return None
    if ahead <= CLOCK_SKEW:
        return read
    return replace(read, future=True)
