"""The ledger → a site's days as its calendar shows them: the last twelve months, or a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from crawler.ledger.reports.completeness import Gap, touches
from crawler.ledger.reports.sites import read_days
from crawler.ledger.reports.summary import Summary
from crawler.web.drawing.calendar import Cell, Month, Week, by_month, by_weekday, lay_out
from crawler.web.site_view import KnownSite

WEEKS = 53


@dataclass(frozen=True, slots=True)
class Calendar:
    """``year`` is None for the last twelve months; ``years`` are those that can be asked for, the
    newest first; ``most`` is what was kept of the fullest day."""

    year: int | None
    years: tuple[int, ...]
    weeks: list[Week]
    rows: list[tuple[str, list[Cell]]]
    months: list[Month]
    most: int


def read_calendar(
    connection: Connection, known: KnownSite, summary: Summary, year: int | None, today: dt.date
) -> Calendar:
    """A site's calendar; of a year that it has no articles of, the last twelve months."""
    years = _years(summary, today)
    shown = year if year in years else None
    first, last = _span(shown, today)
    weeks = lay_out(
        read_days(connection, known.name, first, last, known.zone),
        _gap_days(summary.gaps, first, last, known.zone),
        first,
        last,
    )
    most = max((cell.count.kept for week in weeks for cell in week.cells), default=0)
    return Calendar(shown, years, weeks, list(by_weekday(weeks)), by_month(weeks), most)


def _years(summary: Summary, today: dt.date) -> tuple[int, ...]:
    """None before there is more than the last twelve months show."""
    oldest = dt.date.fromisoformat(summary.oldest) if summary.oldest else today
    if oldest >= _span(None, today)[0]:
        return ()
    return tuple(range(today.year, oldest.year - 1, -1))


def _span(year: int | None, today: dt.date) -> tuple[dt.date, dt.date]:
    if year is None:
        return today - dt.timedelta(weeks=WEEKS - 1, days=today.weekday()), today
    return dt.date(year, 1, 1), min(dt.date(year, 12, 31), today)


def _gap_days(
    gaps: tuple[Gap, ...], first: dt.date, last: dt.date, zone: dt.tzinfo
) -> frozenset[dt.date]:
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    known = [gap for gap in gaps if gap.older is not None]
    return frozenset(day for day in days if any(touches(gap, day, day, zone) for gap in known))
