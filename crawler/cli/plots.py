"""Counts → lines with bars of Unicode blocks, for a terminal of 80 columns. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from rich.cells import cell_len, set_cell_size

from crawler.cli.wording import printable

WIDTH = 80
LABEL = 24
"""The widest label, in columns; longer ones are cut."""
MOST_ROWS = 31
"""More days than this are counted by week, more weeks by month, more months by year."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_FULL = "█"
_INDENT = "  "

Pair = tuple[str, int]


def bars(pairs: Sequence[Pair], shares: bool = False, width: int = WIDTH) -> Iterator[str]:
    """A line for each: label, bar to the scale of the highest, count; on request the share of all
    in per cent."""
    labels = [printable(label) for label, _ in pairs]
    high = max((count for _, count in pairs), default=0)
    total = sum(count for _, count in pairs)
    room = min(LABEL, max(map(cell_len, labels), default=0))
    digits = len(str(high))
    length = width - len(_INDENT) - room - digits - 2 - (7 if shares else 0)
    for label, (_, count) in zip(labels, pairs, strict=True):
        share = f"{100 * count / total:6.1f}%" if shares and total else ""
        bar = _bar(count / high if high else 0, length)
        line = f"{_INDENT}{_fit(label, room)} {count:>{digits}}{share} {bar}"
        yield line.rstrip()


def columns(counts: Sequence[int], step: int = 3) -> Iterator[str]:
    """A column for each, ``step`` wide and of one line's height, with its number from 0 below."""
    high = max(counts, default=0)
    heights = (_height(count / high if high else 0) for count in counts)
    yield (_INDENT + "".join(height * (step - 1) + " " for height in heights)).rstrip()
    yield (_INDENT + "".join(f"{number:<{step}}" for number in range(len(counts)))).rstrip()


def over_time(days: Mapping[str, int]) -> tuple[str, list[Pair]]:
    """What a row stands for (day, week, month, year), and the rows from the first ISO day to the
    last, those without an article too."""
    for name, label, step in _SPANS:
        rows = _rows(days, label, step)
        if len(rows) <= MOST_ROWS:
            return name, rows
    return "year", _rows(days, _year, 365)


def _rows(days: Mapping[str, int], label: Callable[[dt.date], str], step: int) -> list[Pair]:
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[label(dt.date.fromisoformat(day))] += count
    empty = dict.fromkeys(_labels(days, label, step), 0)
    return sorted({**empty, **counts}.items())


def _labels(days: Mapping[str, int], label: Callable[[dt.date], str], step: int) -> Iterator[str]:
    """Those between the first day and the last; no more than say that they are too many, because
    a site may date a story wrongly by centuries."""
    if not days:
        return
    first, last = (dt.date.fromisoformat(one).toordinal() for one in (min(days), max(days)))
    for day in range(first, last, step)[: MOST_ROWS * 2]:
        yield label(dt.date.fromordinal(day))


def _year(day: dt.date) -> str:
    return f"{day.year:04}"


def _week(day: dt.date) -> str:
    return str(day - dt.timedelta(days=min(day.weekday(), day.toordinal() - 1)))


_SPANS: tuple[tuple[str, Callable[[dt.date], str], int], ...] = (
    ("day", str, 1),
    ("week", _week, 7),
    ("month", lambda day: f"{day:%Y-%m}", 28),
    ("year", _year, 365),
)


def _bar(share: float, length: int) -> str:
    """At least a sliver for what is not nothing."""
    eighths = round(share * length * 8)
    if share and not eighths:
        eighths = 1
    return _FULL * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def _height(share: float) -> str:
    return _HEIGHTS[max(1, round(share * 8))] if share else _HEIGHTS[0]


def _fit(label: str, room: int) -> str:
    if cell_len(label) <= room:
        return set_cell_size(label, room)
    return f"{set_cell_size(label, room - 1)}…"
