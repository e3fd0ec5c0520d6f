"""A cleaned string → what its clock and calendar say, not yet in any zone.

ISO 8601; then one reading for all other shapes: the clock is found and taken out, words that say
nothing are dropped, and what remains must be a whole date and nothing else. So a trailing word
nobody knows refuses the string.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crawler.normalization.calendar_words import (
    AFTERNOON_WORDS,
    FILLERS,
    HALF_DAYS,
    REGIONS,
    SHARED_ZONES,
    ZONES,
    find_month,
    is_weekday,
)
from crawler.normalization.date_spellings import rewrite

DAY = dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)
LARGEST = dt.timedelta(hours=23)
"""What any larger offset is read as: it is refused as that one is."""


@dataclass(frozen=True, slots=True)
class WallTime:
    """``moment`` is naive unless the string gave an offset; midnight means nothing without
    ``has_hour``."""

    moment: dt.datetime
    has_hour: bool
    order_assumed: bool = False
    relative: bool = False

    @classmethod
    def of(cls, moment: dt.datetime, has_hour: bool, relative: bool = False) -> WallTime:
        """A wall time that needed no assumption on the order of day and month."""
        return cls(moment, has_hour, relative=relative)

    def with_order_changed(self) -> WallTime | None:
        """With day and month in the other order, where one had to be assumed."""
        if not self.order_assumed:
            return None
        return replace(
            self, moment=self.moment.replace(month=self.moment.day, day=self.moment.month)
        )

    def latest_before(self, now: dt.datetime, yearly: bool) -> WallTime | None:
        """The last such hour that is not ahead of ``now`` (aware); ``yearly``, the last such date.

        A quarter of an hour, or a day, ahead still counts; None for a 29 February with no year.
        """
        moment = self.moment
        slack = DAY if yearly else QUARTER
        if moment.replace(tzinfo=None) <= now.replace(tzinfo=None) + slack:
            return replace(self, moment=moment, relative=True)
        if not yearly:
            return replace(self, moment=moment - DAY, relative=True)
        if (moment.month, moment.day) == (2, 29):
            return None
        return replace(self, moment=moment.replace(year=moment.year - 1), relative=True)


class Clock(NamedTuple):
    """An hour as written, with the zone that stood beside it."""

    hour: int
    minute: int
    second: int
    zone: dt.tzinfo | None


class Day(NamedTuple):
    """A calendar day as written; ``year`` is None where none was."""

    year: int | None
    month: int
    day: int
    order_assumed: bool = False


# Fixed widths throughout, each repetition bounded or followed by what it cannot match itself:
# nothing here can backtrack more than a few steps.
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:(?:[Tt]| {1,3})(\d?\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)?"
    r"(?:Z(?=\+00:?00))? ?(z|[A-Z]{1,5}|[+-]\d\d?(?::?\d\d)?)?"
    r"(?: UTC| GMT|\[[A-Za-z_/+-]{1,40}\])?)?"
)
_ISO_BASIC = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(?:(\d\d)(?:[.,]\d{1,12})?)?(Z|[+-]\d\d(?::?\d\d)?)?)?"
)


def read_iso(text: str) -> WallTime | None:
    """ISO 8601 dates and times, extended or basic, with a space for the T; None otherwise."""
    match = _ISO.fullmatch(text) or _ISO_BASIC.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, name = match.groups()
    zone = _read_zone(name)
    if name and zone is None:
        return None
    clock = hour and Clock(int(hour), int(minute), int(second or 0), zone)
    return _join(Day(int(year), int(month), int(day)), clock or None)


_SHORT_OFFSET = re.compile(r"^([+-])(\d:)")
_CLOCK = re.compile(
    r"(?<![\d.:/-])(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?: ?[:h] ?|\.(?!\d+\.))(?P<minute>[0-5]\d)(?!\d)"
    r"(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?| ?h\b|(?= ?[ap]\.?m\b))"
    r"(?: ?(?P<half>[ap])\.? ?m\b\.?)?"
    r"(?: ?\(?(?P<zone>(?:GMT|UTC)?(?:[+-]\d\d:?\d\d|[+-]\d{1,2})(?![\d.:/-])"
    r"|(?-i:[A-ZА-Я]{1,5}\b))\)?)?",
    re.IGNORECASE,
)
_BETWEEN_TOKENS = re.compile(
    r"[\s,;|·•،、()（）]+|(?<=[^\W\d_])[-/.](?=\d)|(?<=\d)[-/.](?=[^\W\d_])"
)
_NUMERIC = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})\.?")
_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th|er|re|º|ª|°|-?(?:го|е|ше|те))?\.?", re.IGNORECASE)
_COMMENT = re.compile(r" \([^()]*\)$")


def read_shapes(
    text: str,
    language: str | None = None,
    now: dt.datetime | None = None,
    own_zones: frozenset[str] = frozenset(),
) -> WallTime | None:
    """Any other shape of one whole date with or without a clock; None if anything is left over.

    A missing year is filled in only from ``now``, and flagged as relative. A short zone name that
    several countries use means the own one where it is among ``own_zones``.
    """
    text = rewrite(text)
    match = _CLOCK.search(text)
    clock, text = _take_clock(match, text, own_zones) if match else (None, text)
    tokens = [token for token in _BETWEEN_TOKENS.split(text) if token]
    half = next((token for token in tokens if token in HALF_DAYS), None)
    tokens = _drop_quiet([token for token in tokens if token != half], language)
    day = _read_day(tokens, language)
    if day is None or (half and clock is None):
        return None
    if half and clock:
        clock = clock._replace(hour=_on_24(clock.hour, half in AFTERNOON_WORDS))
    if day.year is not None:
        return _join(day, clock)
    wall = _join(day._replace(year=now.year), clock) if now else None
    return wall.latest_before(now, yearly=True) if wall and now else None


def _take_clock(
    match: re.Match[str], text: str, own_zones: frozenset[str]
) -> tuple[Clock | None, str]:
    """The clock, and the text without it; a zone that is no zone stays in the text."""
    parts = match.groupdict()
    end, zone = match.end(), parts["zone"]
    is_own = zone in SHARED_ZONES and zone in own_zones
    told = None if is_own else _read_zone(zone)
    if zone and told is None and not is_own:
        end = match.start("zone")
    hour = int(parts["hour"])
    if parts["half"]:
        hour = _on_24(hour, parts["half"] in "pP")
    rest = text[end:] if told is None else _COMMENT.sub("", text[end:])
    clock = Clock(hour, int(parts["minute"] or 0), int(parts["second"] or 0), told)
    return clock, f"{text[: match.start()]} {rest}"


def _on_24(hour: int, afternoon: bool) -> int:
    """12 am is 0, 12 pm is 12; an hour above 12 was already on 24."""
    if hour > 12:
        return hour
    return hour % 12 + (12 if afternoon else 0)


def _read_zone(name: str | None) -> dt.tzinfo | None:
    """Z, +02:00, +0200, +02, GMT+2, EET, ET; None if it is no known zone."""
    if not name:
        return None
    if name in REGIONS:
        return ZoneInfo(REGIONS[name])
    offset = _read_offset(name)
    return None if offset is None else dt.timezone(min(max(offset, -LARGEST), LARGEST))


def _read_offset(zone: str) -> dt.timedelta | None:
    known = ZONES.get(zone.upper())
    if known is not None:
        return dt.timedelta(hours=known)
    digits = _SHORT_OFFSET.sub(r"\g<1>0\2", zone.lstrip("GMTUCgmtuc")).replace(":", "")
    if digits[:1] not in ("+", "-"):
        return None
    sign = -1 if digits[0] == "-" else 1
    hours, minutes = (digits[1:3], digits[3:5]) if len(digits) > 3 else (digits[1:], "0")
    return sign * dt.timedelta(hours=int(hours), minutes=int(minutes))


def _drop_quiet(tokens: list[str], language: str | None) -> list[str]:
    """Without fillers; without weekdays too, unless the last word left is also a month."""
    telling = [(token, word) for token in tokens if (word := _fold(token)) not in FILLERS]
    days = [pair for pair in telling if is_weekday(pair[1], language)]
    left = [word for _, word in telling if not word[:1].isdecimal()]
    # "Mar" is March, and Tuesday in four languages: what can be no month goes first.
    for pair in sorted(days, key=lambda day: find_month(day[1], language) is not None):
        if len(left) > 1 or not find_month(pair[1], language):
            telling.remove(pair)
            left.remove(pair[1])
    return [token for token, _ in telling]


def _fold(token: str) -> str:
    return token.strip(".:-–—'’").casefold()


def _read_day(tokens: list[str], language: str | None) -> Day | None:
    if len(tokens) == 1:
        match = _NUMERIC.fullmatch(tokens[0])
        return _read_numeric(match, language) if match else None
    month, numbers = 0, []
    for token in tokens:
        match = _ORDINAL.fullmatch(token)
        if match:
            numbers.append(match[1])
        elif month:
            return None
        else:
            month = find_month(_fold(token), language) or -1
    return _read_parts(month, numbers, tokens)


def _read_parts(month: int, numbers: list[str], tokens: list[str]) -> Day | None:
    """A month by name with day and year in any order, or "21. 1. 2026"."""
    if month == 0 and len(numbers) == 3 and tokens[0].endswith(".") and tokens[1].endswith("."):
        first, second, third = map(int, numbers)
        return Day(first, second, third) if first > 31 else Day(third, second, first)
    if month < 1 or not 1 <= len(numbers) <= 2:
        return None
    if len(numbers) == 1:
        return Day(None, month, int(numbers[0]))
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    return Day(_whole_year(year), month, int(day))


def _read_numeric(match: re.Match[str], language: str | None) -> Day | None:
    first, separator, second, last = match.groups()
    if len(first) == 4:
        return Day(int(first), int(second), int(last))
    if len(first) > 2 or len(last) == 1 or (len(last) == 2 and separator == "-"):
        return None
    day, month, year = int(first), int(second), _whole_year(last)
    if separator == ".":
        return Day(year, month, day)
    open_order = day <= 12 and month <= 12 and day != month
    if month > 12 or (open_order and language in ("en-US", "en-PH")):
        day, month = month, day
    return Day(year, month, day, open_order)


def _whole_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) <= 2 else 0)


def _join(day: Day, clock: Clock | None) -> WallTime | None:
    """None if there is no such day or hour."""
    try:
        moment = dt.datetime(day.year or 0, day.month, day.day)  # noqa: DTZ001
        if clock is None:
            return WallTime(moment, False, day.order_assumed)
        moment = moment.replace(
            hour=clock.hour, minute=clock.minute, second=clock.second, tzinfo=clock.zone
        )
    except ValueError:
        return None
    return WallTime(moment, True, day.order_assumed)
