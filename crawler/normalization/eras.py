"""A date whose years are counted otherwise → the same text with years as everywhere.

Years of Buddha (Thai, Lao pages), of Japan's emperors, of the Republic of China, and the solar
calendar of Iran, whose months begin on other days. Lunar calendars are not read: their days
depend on who saw the moon. Digits are expected as 0 to 9.
"""

from __future__ import annotations

import datetime as dt
import re

_PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
ERA_WORDS = frozenset((*_PERSIAN_MONTHS, "ماه", "พ.ศ", "ພ.ສ"))
"""Words of such dates, without their full stop."""

# No year of the common calendar that a page is read with looks like these.
_BUDDHIST = re.compile(
    r"(?<![\d.:/+-])(?P<day>\d{1,2}[./-]\d{1,2}[./-])?(?P<year>25[3-9]\d|26[0-4]\d)(?![\d:])"
)
_SHORT_BUDDHIST = re.compile(r"(?<=[\u0e00-\u0e7f][. ])(?P<blank> ?)(?P<year>[5-9]\d)(?![\d:.])")
"""Two digits behind the name of a month in Thai."""
_EMPERORS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_EMPEROR = re.compile(r"(令和|平成|昭和)\s?(\d{1,2}|元)(?=\s?年)")
_REPUBLIC = re.compile(r"(?:中華)?民[國国]\s?(\d{2,3})(?=\s?年)")
_YEAR = r"(?P<year>13[7-9]\d|14[01]\d)"
_NAMES = "|".join(_PERSIAN_MONTHS).replace("ی", "[یي]")  # typed on Arabic keyboards too
_PERSIAN_NUMERIC = re.compile(
    rf"(?<![\d.:/-]){_YEAR}(?P<border>[/-])(?P<month>\d{{1,2}})(?P=border)(?P<day>\d{{1,2}})(?!\d)"
)
_PERSIAN_NAMED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s(?P<month>{_NAMES})(?:\sماه)?،?\s{_YEAR}(?!\d)"
)
_NEW_YEAR_1403 = dt.date(2024, 3, 20)


def to_common_years(text: str) -> str:
    """``text`` with years of the common calendar; a day that is none stays as it stands."""
    text = _BUDDHIST.sub(lambda m: f"{m['day'] or ''}{int(m['year']) - 543}", text)
    if text.isascii():
        return _PERSIAN_NUMERIC.sub(_from_persian, text)
    text = _SHORT_BUDDHIST.sub(lambda m: f"{m['blank']}{int(m['year']) + 1957}", text)
    text = _EMPEROR.sub(lambda m: str(_EMPERORS[m[1]] + _count(m[2])), text)
    text = _REPUBLIC.sub(lambda m: str(1911 + int(m[1])), text)
    return _PERSIAN_NUMERIC.sub(_from_persian, _PERSIAN_NAMED.sub(_from_persian, text))


def _count(year: str) -> int:
    return 1 if year == "元" else int(year)


def _from_persian(match: re.Match[str]) -> str:
    """The day of the Persian date that was found, as in ISO 8601."""
    name = match["month"]
    month = int(name) if name.isdecimal() else _PERSIAN_MONTHS.index(name.replace("ي", "ی")) + 1
    day = int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return match[0]
    passed = _days(int(match["year"]), month, day) - _days(1403, 1, 1)
    return (_NEW_YEAR_1403 + dt.timedelta(days=passed)).isoformat()


def _days(year: int, month: int, day: int) -> int:
    """A running number of days: six months of 31, then 30; eight leap years in 33."""
    cycle, inside = divmod(year + 1595, 33)
    before = (month - 1) * 31 if month < 7 else 186 + (month - 7) * 30
    return 365 * (year + 1595) + 8 * cycle + (inside + 3) // 4 + before + day
