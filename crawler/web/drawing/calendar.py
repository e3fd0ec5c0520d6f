"""What became of each day → weeks of cells, as a calendar shows them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import dropwhile

from crawler.ledger.reports.sites import DayCount

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FULL, _MOST = 1.0, 0.9


@dataclass(frozen=True, slots=True)
class Cell:
    """``level``: 0 nothing, 1 to 4 by how much of the busiest day was kept; ``lack``: "" where
    nothing lacks, "some" or "much" where articles were missed, "gap" where a listing was not
    walked. ``day`` is None outside the days asked for."""

    day: dt.date | None
    count: DayCount
    level: int
    lack: str

    @property
    def told(self) -> str:
        """In words."""
        if self.day is None:
            return ""
        parts = [f"{self.count.kept} kept"]
        if self.count.missed:
            parts.append(f"{self.count.missed} missed")
        if self.count.waiting:
            parts.append(f"{self.count.waiting} waiting")
        if self.lack == "gap":
            parts.append("a listing was not walked")
        return f"{self.day:%a %d %b %Y}: {', '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Week:
    """Seven cells from Monday on; ``month`` is named where one begins."""

    month: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or what of it was asked for: its days, and what became of them together."""

    first: dt.date
    last: dt.date
    count: DayCount
    has_gap: bool

    @property
    def is_empty(self) -> bool:
        """True if nothing is known of it."""
        return not self.has_gap and self.count == DayCount()


def lay_out(
    days: Mapping[dt.date, DayCount],
    gaps: frozenset[dt.date],
    first: dt.date,
    last: dt.date,
) -> list[Week]:
    """The weeks from first to last."""
    most = max((count.kept for count in days.values()), default=0)
    monday = first - dt.timedelta(days=first.weekday())
    weeks = []
    while monday <= last:
        dates = [monday + dt.timedelta(days=n) for n in range(7)]
        cells = tuple(_cell(day, days, gaps, most, first <= day <= last) for day in dates)
        starts = [day for day in dates if day.day == 1 and first <= day <= last]
        weeks.append(Week(f"{starts[0]:%b}" if starts else "", cells))
        monday += dt.timedelta(days=7)
    return weeks


def by_weekday(weeks: list[Week]) -> Iterator[tuple[str, list[Cell]]]:
    """The same as a table has it: a row a weekday."""
    for number, name in enumerate(WEEKDAYS):
        yield name, [week.cells[number] for week in weeks]


def by_month(weeks: list[Week]) -> list[Month]:
    """The same once more, a month at a time, the newest first, back to the first that has any."""
    found: dict[tuple[int, int], list[tuple[dt.date, Cell]]] = {}
    for cell in (cell for week in weeks for cell in week.cells):
        if cell.day is not None:
            found.setdefault((cell.day.year, cell.day.month), []).append((cell.day, cell))
    months = [_month(days) for _, days in sorted(found.items())]
    return list(dropwhile(lambda one: one.is_empty, months))[::-1]


def _month(days: list[tuple[dt.date, Cell]]) -> Month:
    counts = [cell.count for _, cell in days]
    count = DayCount(
        sum(one.kept for one in counts),
        sum(one.missed for one in counts),
        sum(one.waiting for one in counts),
    )
    return Month(days[0][0], days[-1][0], count, any(cell.lack == "gap" for _, cell in days))


def _cell(
    day: dt.date,
    days: Mapping[dt.date, DayCount],
    gaps: frozenset[dt.date],
    most: int,
    is_shown: bool,
) -> Cell:
    if not is_shown:
        return Cell(None, DayCount(), 0, "")
    count = days.get(day, DayCount())
    level = 0 if not count.kept else 1 + min(3, int(4 * count.kept / most))
    return Cell(day, count, level, _lack(count, day in gaps))


def _lack(count: DayCount, has_gap: bool) -> str:
    if has_gap:
        return "gap"
    announced = count.kept + count.missed + count.waiting
    share = count.kept / announced if announced else _FULL
    if share >= _FULL:
        return ""
    return "some" if share >= _MOST else "much"
