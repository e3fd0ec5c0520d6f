"""A story found without a library + the page's blocks → whether a second opinion is worth asking.

The numbers were set on recorded pages, so that what is spared (two thirds of all calls) costs
next to no accuracy; benchmarks/quality.py shows what they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.projection import SHARE_OF_STORY, place_of
from crawler.extraction.stretch import Key, is_marked, major_marks, name_of

LONG_ENOUGH = 1_200
IN_ONE_PLACE = 0.8
"""Share of the text that stands directly in one element, or in several of one class."""
LOOSE = 100
"""Weight of a paragraph that should not stand beside a story without being part of it."""
BEHIND = 6
"""Blocks after the story that are looked at for one."""
NAMED = 0.25
"""Share of the text that what stands around it may have, though its names speak against it: an
element that was not closed may hold the rest of the story."""
ABOVE = 8
"""Blocks before it, where no headline says where to begin."""


def is_certain(story: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """True for a long story in one place with no paragraph left over around it."""
    places: Counter[HtmlElement | Key] = Counter()
    for block in story:
        places[_kind_of(block)] += block.weight
    whole = sum(places.values())
    if whole < LONG_ENOUGH or max(places.values()) < IN_ONE_PLACE * whole:
        return False
    chosen = set(map(id, story))
    kept_marks = major_marks(story, SHARE_OF_STORY)
    named = 0
    for block in _surroundings(story, blocks):
        if id(block) in chosen or not _is_paragraph(block):
            continue
        if not is_marked(block, kept_marks):
            return False
        named += block.weight
    return named <= NAMED * whole


def _kind_of(block: Block) -> HtmlElement | Key:
    """Where a block stands: an element, or its kind where a class tells it from others, since a
    story is often split over several elements of one class."""
    holder = place_of(block)
    return name_of(holder) if holder.get("class") else holder


def _surroundings(story: Sequence[Block], blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks from the headline above the story to a little below it."""
    ends = {id(story[0]), id(story[-1])}
    at = [index for index, block in enumerate(blocks) if id(block) in ends]
    headlines = [index for index in range(at[0]) if blocks[index].tag == "h1"]
    start = headlines[-1] if headlines else max(0, at[0] - ABOVE)
    return blocks[start : at[-1] + 1 + BEHIND]


def _is_paragraph(block: Block) -> bool:
    return (
        block.weight >= LOOSE
        and block.link_share < 0.5
        and block.tag != "h1"
        and block.ends_sentence
    )
