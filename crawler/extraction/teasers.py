"""Blocks → the same blocks, those of other stories' teasers marked as such.

A heading that is nothing but a link leads to another story, and what stands with it in one
element tells of that story. The mark is that element; as with names, it does not count where the
element (or its kind) holds a good part of the page's story.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block

LONGEST_TEASER = 6
"""Blocks behind a linked heading that may belong to its teaser."""
SHORTEST_TITLE = 15
LONGEST_CARD = 300
"""Weight of the text of a teaser that is no story itself."""


def mark_teasers(blocks: Sequence[Block], title_keys: Collection[str]) -> tuple[Block, ...]:
    """``title_keys`` are the story's own titles: its headline may link to itself."""
    marked = list(blocks)
    for index, block in enumerate(blocks):
        if not _leads_away(block, title_keys):
            continue
        card = block.element.getparent()
        places = list(_inside(card, index, blocks))
        is_card = 0 < sum(blocks[place].weight for place in places) < LONGEST_CARD
        for place in places:
            marks = (*marked[place].marks, card)
            marked[place] = replace(marked[place], marks=marks, in_teaser=is_card)
    return tuple(marked)


def _leads_away(block: Block, title_keys: Collection[str]) -> bool:
    if not block.is_heading or block.tag == "h1" or block.link_share < 0.9:
        return False
    if len(block.text) < SHORTEST_TITLE or block.key in title_keys:
        return False
    return any(_is_away(link) for link in _links_of(block.element))


def _links_of(heading: HtmlElement) -> Iterator[HtmlElement]:
    """The links in a heading, and the one around it."""
    yield from heading.iter("a")
    yield from heading.iterancestors("a")


def _is_away(link: HtmlElement) -> bool:
    """False for a link without an address and for one to a place on the same page."""
    address = link.get("href") or ""
    return bool(address) and not address.startswith("#")


def _inside(card: HtmlElement, start: int, blocks: Sequence[Block]) -> Iterator[int]:
    """Places of the blocks behind the heading at ``start`` that stand in ``card`` with it."""
    for place in range(start + 1, min(len(blocks), start + 1 + LONGEST_TEASER)):
        if blocks[place].is_heading or card not in blocks[place].element.iterancestors():
            return
        yield place
