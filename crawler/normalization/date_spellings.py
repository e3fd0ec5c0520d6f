"""A date as its language spells it → the same in the signs that `wall_time` reads."""

from __future__ import annotations

import datetime as dt
import re

from crawler.normalization.calendar_words import LATER_CHANGE, LONG_MONTHS
from crawler.normalization.east_asian import rewrite_east_asian

# Fixed widths throughout: nothing here can run away.
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY_AND_NUMBERS = re.compile(
    rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\w{{0,6}},? "
    r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})(?: ?- ?(?=\d))?",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"(\d{1,2}) tháng (\d{1,2}),?(?: năm)? (\d{4})", re.IGNORECASE)


def rewrite(text: str) -> str:
    """East Asian spellings as everywhere, months by one name, and nothing from "updated" on."""
    if not text.isascii():
        text = _VIETNAMESE.sub(r"\1.\2.\3", text)
        for name, month in LONG_MONTHS.items():
            text = text.replace(name, month)
    text = rewrite_east_asian(text)
    text = _WEEKDAY_AND_NUMBERS.sub(_put_day_first, text)
    head = LATER_CHANGE.split(text, maxsplit=1)[0]
    return head if any(map(str.isdecimal, head)) else text


def _put_day_first(match: re.Match[str]) -> str:
    """The numbers of a day in the order in which it has the weekday that stands before them;
    month first, as the software does that writes so, where both have."""
    month, day, year = (int(match[name]) for name in ("first", "second", "year"))
    weekday = _WEEKDAYS.index(match["weekday"].casefold())
    for one, other in ((day, month), (month, day)):
        try:
            if dt.date(year, other, one).weekday() == weekday:
                return f"{one}.{other}.{year} "
        except ValueError:
            continue
    return match[0]
