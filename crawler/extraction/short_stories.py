"""A story's blocks + its headline → the same without what stands elsewhere and tells of other
things, where the story is but a few lines.

Beside a short story cards, comments and notices are the longer text; what tells them apart is the
headline, which speaks of the one and not of the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block
from crawler.extraction.headline_words import share_told
from crawler.extraction.projection import place_of

SHORTEST, LONGEST = 60, 500
"""Weights of a story of a few lines."""
TOLD = 0.6
STRANGE = 0.15
"""Shares of the headline that the story speaks of at least, and other things at most."""


def without_strangers(story: list[Block], headline: str) -> list[Block]:
    """The few lines at the story's beginning, if the rest is longer, elsewhere and of other
    things; else the whole story."""
    few = _few_lines(story)
    rest = story[len(few) :]
    weight = sum(block.weight for block in few)
    if weight < SHORTEST or sum(block.weight for block in rest) < weight:
        return story
    strange = _share(headline, rest) <= STRANGE and _share(headline, few) >= TOLD
    return few if strange else story


def _few_lines(story: Sequence[Block]) -> list[Block]:
    """The blocks at the beginning that stand in one place which holds none of the others; empty
    where these are no few lines."""
    place: HtmlElement | None = None
    weight = 0
    for index, block in enumerate(story):
        here = place_of(block)
        if place is not None and here is not place:
            apart = all(place_of(one) is not place for one in story[index:])
            return list(story[:index]) if apart else []
        place = here
        weight += block.weight
        if weight > LONGEST:
            break
    return []


def _share(headline: str, story: Sequence[Block]) -> float:
    return share_told(headline, "\n".join(block.text for block in story))
