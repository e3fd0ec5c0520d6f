"""Blocks → the same blocks, those of boxes that ask for the reader's address marked as such.

A box with a field to fill in is an offer, in whatever language it is made: the words beside the
field belong to it. The mark is the box; as with names, it does not count where the box holds a
good part of the page's story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.markup import UNREAD

LONGEST_OFFER = 300
"""Characters of a box's text that is no story."""
MOST_LEVELS = 3
"""Levels from a field up to its box."""
MOST_FIELDS = 100
_TYPES = frozenset({None, "email", "text", "tel"})
_TOO_WIDE = frozenset({"body", "html", "main", "article"})


def mark_offers(body: HtmlElement, blocks: Sequence[Block]) -> Sequence[Block]:
    """``blocks`` are all of those beneath ``body``."""
    inside: dict[HtmlElement, HtmlElement] = {}
    for box in _boxes(body):
        inside.update((element, box) for element in box.iter() if element not in inside)
    if not inside:
        return blocks
    return [_marked(block, inside.get(block.element)) for block in blocks]


def _marked(block: Block, box: HtmlElement | None) -> Block:
    return block if box is None else replace(block, marks=(*block.marks, box))


def _boxes(body: HtmlElement) -> Iterator[HtmlElement]:
    """The widest boxes of few words around the first fields of a page."""
    for number, field in enumerate(body.iter("input")):
        if number >= MOST_FIELDS:
            return
        if field.get("type") in _TYPES:
            box = _widest_box(field)
            if box is not None:
                yield box


def _widest_box(field: HtmlElement) -> HtmlElement | None:
    box = None
    for level, around in enumerate(field.iterancestors()):
        if level > MOST_LEVELS or around.tag in _TOO_WIDE or not _says_little(around):
            break
        box = around
    return box


def _says_little(element: HtmlElement) -> bool:
    """True if a box has few words and no headline."""
    length = 0
    for one in element.iter():
        if one.tag not in UNREAD:
            length += len((one.text or "").strip())
        length += len((one.tail or "").strip()) if one is not element else 0
        if length > LONGEST_OFFER or one.tag == "h1":
            return False
    return True
