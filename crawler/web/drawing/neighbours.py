"""An article's links → a drawing: who names it on the left, whom it names on the right. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.ledger.graph import LinkRow
from crawler.link import Where

MOST = 8  # a side
ROW, TOP = 44, 22
WIDTH = 920
LEFT, MIDDLE, RIGHT = 300, 460, 620  # where lines begin and end
LONGEST = 42  # characters of a title


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page: its title cut to fit, its whole title, its address, and where it is drawn."""

    label: str
    title: str
    url: str
    is_left: bool
    y: int
    path: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Neighbours around a middle; ``more`` is how many are not shown."""

    neighbours: tuple[Neighbour, ...]
    width: int
    height: int
    middle: int
    more: int


def draw_neighbours(url: str, rows: Iterable[LinkRow]) -> Drawing | None:
    """The related stories on both sides; None without any."""
    related = [row for row in rows if row.place == Where.RELATED]
    naming = _once([(row.source, row.source_title) for row in related if row.target == url])
    named = _once([(row.target, row.title) for row in related if row.source == url])
    if not naming and not named:
        return None
    height = TOP * 2 + ROW * (max(len(naming[:MOST]), len(named[:MOST])) - 1)
    height = max(height, 2 * ROW)
    drawn = (*_side(naming[:MOST], True, height), *_side(named[:MOST], False, height))
    more = max(len(naming) - MOST, 0) + max(len(named) - MOST, 0)
    return Drawing(drawn, WIDTH, height, height // 2, more)


def _once(pages: Sequence[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for url, title in pages:
        if url:
            found.setdefault(url, title or url)
    return list(found.items())


def _side(pages: Sequence[tuple[str, str]], is_left: bool, height: int) -> list[Neighbour]:
    top = (height - ROW * (len(pages) - 1)) // 2
    middle = height // 2
    drawn = []
    for number, (url, title) in enumerate(pages):
        y = top + ROW * number
        start, end = (LEFT, MIDDLE - 8) if is_left else (MIDDLE + 8, RIGHT)
        y_start, y_end = (y, middle) if is_left else (middle, y)
        bend = (start + end) // 2
        path = f"M{start},{y_start} C{bend},{y_start} {bend},{y_end} {end},{y_end}"
        drawn.append(Neighbour(_cut(title), title, url, is_left, y, path))
    return drawn


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
