"""A story's blocks + the page's → which of them stand alone with a picture, as captions do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block

LONGEST_CAPTION = 250
FULL_STOP = re.compile(r"[.!?。…][\"”»]?\s*$")
_PICTURES = ("img", "picture", "video", "iframe", "svg")


def find_captions(story: Collection[int], blocks: Sequence[Block]) -> Iterator[int]:
    """Places of the short blocks that have no element with a picture to share but with it.

    A paragraph that holds a picture itself is none: there the text came first.
    """
    for index in story:
        block = blocks[index]
        if block.weight > LONGEST_CAPTION or block.is_heading or block.tag == "li":
            continue
        if FULL_STOP.search(block.text):
            continue
        alone = _widest_alone(index, blocks)
        if alone is not None and next(alone.iter(*_PICTURES), None) is not None:
            yield index


def _widest_alone(index: int, blocks: Sequence[Block]) -> HtmlElement | None:
    """The widest element around a block that holds no other block; None if it is its own."""
    around: set[HtmlElement] = set()
    for neighbour in blocks[max(0, index - 1) : index] or (), blocks[index + 1 : index + 2] or ():
        for one in neighbour:
            around.update(one.element.iterancestors())
            around.add(one.element)
    widest = None
    for ancestor in blocks[index].element.iterancestors():
        if ancestor in around:
            return widest
        widest = ancestor
    return widest
