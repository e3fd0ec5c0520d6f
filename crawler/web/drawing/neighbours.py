"""An article's links → a drawing: who names it on the left, whom it names on the right. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.ledger.articles.graph import LinkRow
from crawler.link import Where

MOST = 8  # a side
ROW, TOP = 34, 46
WIDTH = 1080
REACH = 110  # from the middle to a neighbour
CHARACTER = 7.6  # width, on the average, of what is drawn
GAP = 12  # between a dot and its title


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A page: its title cut to fit, its whole title, its address, its dot, its title's place, and
    the line between it and the middle."""

    label: str
    title: str
    url: str
    is_left: bool
    x: int
    y: int
    text_x: int
    path: str


@dataclass(frozen=True, slots=True)
class Untold:
    """A page there was no room for."""

    title: str
    url: str
    is_left: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Neighbours around a middle; ``more`` are those that are not shown."""

    neighbours: tuple[Neighbour, ...]
    width: int
    height: int
    x: int
    y: int
    more: tuple[Untold, ...]


def draw_neighbours(url: str, rows: Iterable[LinkRow]) -> Drawing | None:
    """The related stories on both sides; None without any."""
    related = [row for row in rows if row.place == Where.RELATED]
    naming = _once([(row.source, row.source_title) for row in related if row.target == url])
    named = _once([(row.target, row.title) for row in related if row.source == url])
    if not naming and not named:
        return None
    most = max(len(naming[:MOST]), len(named[:MOST]))
    height = max(TOP * 2 + ROW * (most - 1), 2 * ROW)
    x = _middle(bool(naming), bool(named))
    left = _side(naming[:MOST], True, x, height)
    right = _side(named[:MOST], False, x, height)
    more = [Untold(title, url, True) for url, title in naming[MOST:]]
    more += [Untold(title, url, False) for url, title in named[MOST:]]
    return Drawing((*left, *right), WIDTH, height, x, height // 2, tuple(more))


def _middle(has_left: bool, has_right: bool) -> int:
    """With one side only, the titles have the whole width."""
    if has_left and has_right:
        return WIDTH // 2
    return WIDTH - GAP if has_left else GAP


def _once(pages: Sequence[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for url, title in pages:
        if url:
            found.setdefault(url, title or url)
    return list(found.items())


def _side(pages: Sequence[tuple[str, str]], is_left: bool, x: int, height: int) -> list[Neighbour]:
    sign = -1 if is_left else 1
    end, text_x = x + sign * REACH, x + sign * (REACH + GAP)
    room = text_x if is_left else WIDTH - text_x
    top = (height - ROW * (len(pages) - 1)) // 2
    drawn = []
    for number, (url, title) in enumerate(pages):
        y, bend = top + ROW * number, x + sign * REACH // 2
        path = f"M{x},{height // 2} C{bend},{height // 2} {bend},{y} {end},{y}"
        label = _cut(title, int(room / CHARACTER))
        drawn.append(Neighbour(label, title, url, is_left, end, y, text_x, path))
    return drawn


def _cut(title: str, longest: int) -> str:
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"
