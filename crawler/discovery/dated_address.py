"""An address that ends with a day or a month → that date, and the strftime pattern of its kind.

Such are the pages of an archive: ``/news/2026/01/21/``, ``/archive/21.01.2026``,
``/?date=2026-01-21``, ``/2026/01/``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_YEAR, _MONTH, _DAY = r"(?P<year>20[0-3]\d)", r"(?P<month>0[1-9]|1[0-2])", r"(?P<day>[0-2]\d|3[01])"
_STEM, _MARK, _END = (
    r"(?P<stem>.*(?:[/=]|da(?:te|y)[_-]))",
    r"(?P<mark>[/.-]?)",
    r"(?P<end>/|\.html?|)$",
)
# Fixed words of digits at the end: linear.
_SHAPES = (
    re.compile(rf"{_STEM}{_YEAR}{_MARK}{_MONTH}(?:(?P=mark){_DAY})?{_END}"),
    re.compile(rf"{_STEM}{_DAY}{_MARK}{_MONTH}(?P=mark){_YEAR}{_END}"),
)
_DATED_STORY = re.compile(
    rf"(?P<day_page>/(?:[^/?]+/){{0,3}}?{_YEAR}{_MARK}{_MONTH}(?P=mark){_DAY}/)"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """``pattern`` over path and query is the same for all dates; ``date`` is the first of a month
    where no day stands (``has_day``)."""

    pattern: str
    date: dt.date
    has_day: bool

    @property
    def is_number(self) -> bool:
        """Whether nothing stands between year, month and day: it may as well be a story's id."""
        return any(name in self.pattern for name in ("%Y%m", "%m%Y"))


def read_dated(url: str) -> Dated | None:
    """What an address says of its date; None if it ends with none."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    found = next(filter(None, (shape.match(target) for shape in _SHAPES)), None)
    return _dated(found) if found is not None else None


def day_page_of(story: str) -> str | None:
    """The address of the day's page where a story's address goes on behind its day."""
    parts = urlsplit(story)
    found = _DATED_STORY.match(parts.path)
    return f"{parts.scheme}://{parts.netloc}{found['day_page']}" if found else None


def _dated(found: re.Match[str]) -> Dated | None:
    year, month, day = (int(found[name] or 1) for name in ("year", "month", "day"))
    try:
        date = dt.date(year, month, day)
    except ValueError:  # 31 February
        return None
    names = {"year": "%Y", "month": "%m", "day": "%d"}
    told = sorted((name for name in names if found[name]), key=found.start)
    dates = found["mark"].join(names[name] for name in told)
    plain = found["stem"].replace("%", "%%")  # percent-encoded signs are the address's own
    return Dated(f"{plain}{dates}{found['end']}", date, bool(found["day"]))
