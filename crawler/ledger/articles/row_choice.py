"""Which rows of links, placements and revisions are asked for: a site, and when they were seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, true

from crawler.errors import UsageError
from crawler.feeds.selection import Bound

_DAY = dt.timedelta(days=1)
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class RowChoice:
    """What is None admits everything. ``since`` and ``until`` are aware; the second is excluded."""

    site: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def admits(self, first_seen: dt.datetime, last_seen: dt.datetime) -> bool:
        """True if it was seen within the bounds: last not before, first not after."""
        is_early = self.since is not None and last_seen < self.since
        return not is_early and (self.until is None or first_seen < self.until)

    def condition(self, site: Any, first_seen: Any, last_seen: Any) -> ColumnElement[bool]:
        """`admits`, and the site, for columns."""
        return and_(
            site == self.site if self.site is not None else true(),
            last_seen >= self.since if self.since is not None else true(),
            first_seen < self.until if self.until is not None else true(),
        )


def choose_rows(
    site: str | None = None, since: Bound | None = None, until: Bound | None = None
) -> RowChoice:
    """Both bounds are inclusive; days, and times without an offset, are those of UTC.

    Raises UsageError if nothing can lie between.
    """
    first = _moment(since) if since is not None else None
    last = _end(until) if until is not None else None
    if first is not None and last is not None and first >= last:
        raise UsageError(f"since {since} is after until {until}; swap them")
    return RowChoice(site, first, last)


def _moment(bound: Bound) -> dt.datetime:
    """The first moment of a day, or the time itself, in UTC; what the calendar does not reach in
    UTC is its first or last moment."""
    if not isinstance(bound, dt.datetime):
        return dt.datetime.combine(bound, dt.time(), dt.UTC)
    if bound.tzinfo is None:
        return bound.replace(tzinfo=dt.UTC)
    try:
        return bound.astimezone(dt.UTC)
    except OverflowError:
        return _FIRST if bound.year == dt.MINYEAR else _LAST


def _end(bound: Bound) -> dt.datetime | None:
    """The first moment behind a day, or behind a time; None behind the calendar's last."""
    step = dt.timedelta(microseconds=1) if isinstance(bound, dt.datetime) else _DAY
    moment = _moment(bound)
    return moment + step if moment <= _LAST - step else None
