"""Blocks → the stretch of them that reads most like a story, found without any library.

Every block speaks for or against its surroundings; the stretch with the greatest sum wins (the
maximum subarray), and going to another part of the tree costs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.boilerplate import names_whole

NEAR = 2
"""Levels up to the common ancestor that cost nothing between one paragraph and the next."""
MAX_LEVELS = 100
"""Elements around a block that are looked at; real pages nest some thirty."""
COST_A_LEVEL = 12
Key = tuple[str, str | None]
# Bounded on both sides by what the class in brackets does not hold.
_NUMBERED = re.compile(r"[-_](?:\d{3,}|(?=[a-f]{0,7}\d)[0-9a-f]{6,12})(?=\s|$)")

WHOLE = 0.6
"""Share from which even the name of a thing of its own does not count."""
PARAGRAPH = 60
"""Weight from which a block counts as a paragraph."""


def find_stretch(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of the story that speak for it; empty where nothing does."""
    kept_marks = major_marks(blocks, share=0.5, never=("footer", "nav", "aside"))
    start, end = _heaviest(blocks, [_score(block, kept_marks) for block in blocks])
    return tuple(
        block
        for block in blocks[start:end]
        if not is_marked(block, kept_marks) and block.tag != "h1" and block.link_share <= 0.9
    )


def major_marks(
    blocks: Sequence[Block], share: float, never: Collection[str] = ()
) -> frozenset[Key]:
    """The marks that hold more than ``share`` of the paragraphs' weight: whatever their names say,
    the story stands in them."""
    held: dict[Key, int] = {}
    total = 0
    for block in blocks:
        if block.is_heading or block.link_share > 0.5 or block.weight < PARAGRAPH:
            continue
        total += block.weight
        for key in {name_of(mark) for mark in block.marks}:
            held[key] = held.get(key, 0) + block.weight
    return frozenset(
        key
        for key, weight in held.items()
        if weight > (max(share, WHOLE) if names_whole(key[1]) else share) * total
        and key[0] not in never
    )


def name_of(mark: HtmlElement) -> Key:
    """What marks that mean the same have in common: an article may be split over several."""
    return mark.tag, kind_of(mark.get("class"))


@lru_cache(maxsize=50_000)
def kind_of(classes: str | None) -> str | None:
    """Classes without those that number one element ("element-25b0ca6", "node-1205"), if there are
    others."""
    if not classes or _NUMBERED.search(classes) is None:
        return classes
    return " ".join(one for one in classes.split() if not _NUMBERED.search(one)) or classes


def is_marked(block: Block, kept_marks: Collection[Key]) -> bool:
    """True if a surrounding element's name speaks against the block and counts."""
    return any(name_of(mark) not in kept_marks for mark in block.marks)


def _score(block: Block, kept_marks: Collection[Key]) -> float:
    weight = block.weight
    if block.tag == "h1":
        return -60
    if is_marked(block, kept_marks):
        return -25 - 0.3 * min(weight, 200)
    if block.is_heading:
        return -5 if block.link_share < 0.5 else -40
    if block.link_share > 0.5:
        return -25 - 0.15 * min(weight, 200)
    ends = block.ends_sentence
    if block.tag == "li":
        return 0.5 * min(weight, 300) if weight > PARAGRAPH and ends else -3
    if weight < 30 or (weight < 80 and not ends):
        return -6
    return min(weight, 600) * (1 - block.link_share)


def _heaviest(blocks: Sequence[Block], scores: Sequence[float]) -> tuple[int, int]:
    """First and past-last index of the stretch with the greatest sum."""
    best, best_range, current, start = 0.0, (0, 0), 0.0, 0
    last: Block | None = None
    for index, (block, score) in enumerate(zip(blocks, scores, strict=True)):
        if score > 0:
            if last is not None and current > 0:
                current -= COST_A_LEVEL * max(0, _levels(last, block) - NEAR)
            last = block
        if current <= 0:
            current, start = 0.0, index
        current += score
        if current > best:
            best, best_range = current, (start, index + 1)
    return best_range


def _levels(one: Block, other: Block) -> int:
    """Levels from the deeper of two blocks up to their common ancestor."""
    if one.element is other.element:
        return 0
    above = {node: level for level, node in enumerate(_upwards(one.element))}
    for level, node in enumerate(_upwards(other.element)):
        if node in above:
            return max(level, above[node])
    return len(above)


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    return islice(chain([element], element.iterancestors()), MAX_LEVELS)
