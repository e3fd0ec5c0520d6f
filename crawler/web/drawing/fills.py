"""For each field, its shares crawl by crawl → a line, and whether the latest is like the others.
Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from crawler.web.drawing.sparkline import Line, draw_line

FALLEN = 0.2
"""So much less than usual is worth a look."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A field's share in the latest crawl that read articles, what it was ``usual``ly before, and
    the line of all. Both are None before any crawl."""

    name: str
    share: float | None
    usual: float | None
    line: Line | None
    crawls: int

    @property
    def is_low(self) -> bool:
        """True if it fell: not if the site never gave it."""
        return (
            self.share is not None and self.usual is not None and (self.share < self.usual - FALLEN)
        )

    @property
    def is_absent(self) -> bool:
        """True if the site does not give it: neither now nor as a rule."""
        return not self.share and not self.usual

    @property
    def told(self) -> str:
        """In words, for who does not see the line."""
        if self.share is None or self.usual is None:
            return "no crawl read articles yet"
        if self.is_absent:
            return f"not given by this site, in {_crawls(self.crawls)}"
        fell = "fallen to " if self.is_low else ""
        return (
            f"{fell}{self.share:.0%} of the articles of the last crawl, usually {self.usual:.0%}, "
            f"in {_crawls(self.crawls)}"
        )


def draw_fills(shares: Mapping[str, Sequence[float]]) -> list[Fill]:
    """Each field with its line, in the order given; a row is oldest first."""
    return [_fill(name, row) for name, row in shares.items()]


def _fill(name: str, row: Sequence[float]) -> Fill:
    if not row:
        return Fill(name, None, None, None, 0)
    before = row[:-1] or row
    return Fill(name, row[-1], median(before), draw_line(row), len(row))


def _crawls(count: int) -> str:
    return f"{count} crawl{'s' if count != 1 else ''}"
