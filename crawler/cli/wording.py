"""What reports hold → lines of words, the same in every report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from crawler.ledger.crawling.waits import NOT_ASKED, Wait
from crawler.ledger.decide import State
from crawler.ledger.reports.completeness import Gap, Missed

WIDTH = 80
"""Characters of a line that names as much as fits."""


def printable(text: str) -> str:
    """The text of a page without what could move a terminal's cursor."""
    return "".join(letter for letter in text if letter.isprintable())


def counted(count: int, noun: str) -> str:
    """``1 page``, ``2 pages``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def missed_line(missed: Missed) -> str:
    """How many addresses are in which state and why, with one of them."""
    if missed.count == 1:
        return f"1 {missed.state}, {missed.reason}: {missed.example}"
    return f"{missed.count} {missed.state}, {missed.reason}; one is {missed.example}"


def left_line(left: Missed) -> str:
    """How many addresses are known and were left alone on purpose."""
    assert left.state is State.KNOWN
    return f"{left.count} {left.reason} (known, not asked for)"


def with_reasons(line: str, waits: Sequence[Wait]) -> str:
    """The line and why pages wait, as many reasons as fit; the line alone where nothing
    more is to be said than that they were not asked yet, and where no reason fits."""
    if all(wait.reason == NOT_ASKED for wait in waits):
        return line
    for shown in range(len(waits), 0, -1):
        told = [f"{wait.count} {wait.reason}" for wait in waits[:shown]]
        others = sum(wait.count for wait in waits[shown:])
        full = f"{line}: {', '.join([*told, f'{others} others'] if others else told)}"
        if len(full) <= WIDTH:
            return full
    return line


def gap_line(gap: Gap, zone: dt.tzinfo) -> str:
    """Where a gap lies, by the clock of ``zone``, and why."""
    below = f" below {moment(gap.newer, zone)}" if gap.newer else ""
    above = f" down to {moment(gap.older, zone)}" if gap.older else ""
    where = f"{gap.url}{below}{above}: {gap.reason}"
    if gap.closed is None:
        return where
    return f"{where}; filled {moment(gap.closed, zone)}"


def moment(time: dt.datetime, zone: dt.tzinfo) -> str:
    """A time to the minute by the clock of ``zone``."""
    return f"{time.astimezone(zone):%Y-%m-%d %H:%M}"


def size(count: float) -> str:
    """Bytes in the unit that people read: ``950 B``, ``9.8 kB``, ``3.4 MB``."""
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} B" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
