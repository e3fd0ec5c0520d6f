"""A story's blocks → the same without what pages append to it: another article, comments, an
offer to subscribe."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from crawler.extraction.blocks import Block
from crawler.extraction.notices import COMMENTS, LONGEST_WALL, WALL
from crawler.extraction.stretch import name_of

SHORTEST_STORY = 150
"""Weight from which what stands above the comments is a story."""
MOST_OFFERED = 8
LONGEST_OFFER = 1_500
"""Blocks of an offer that ends what is shown, and their weight."""


def without_appendages(
    story: list[Block], blocks: Sequence[Block], titles: Collection[str]
) -> list[Block]:
    """``blocks`` are all of the page's, ``titles`` the keys of the article's."""
    return _before_wall(_before_comments(_before_second_article(story, blocks, titles), blocks))


def _before_second_article(
    story: list[Block], blocks: Sequence[Block], titles: Collection[str]
) -> list[Block]:
    """Without an article appended to this one: another headline, in an element of its own."""
    if not story:
        return story
    surroundings = set(story[0].element.iterancestors("article", "section"))
    headline = _headline_of(blocks, titles)
    tag = headline.tag if headline else "h1"
    position = {id(block): n for n, block in enumerate(blocks)}
    first = position[id(story[0])]
    for n, block in enumerate(blocks[first:], first):
        if block.tag != tag or block.key in titles:
            continue
        own = next(block.element.iterancestors("article", "section"), None)
        is_apart = tag == "h1" and own is not None and own not in surroundings
        if is_apart or (headline and _stands_likewise(block, headline)):
            before = [one for one in story if position[id(one)] < n]
            return before if sum(one.weight for one in before) > 300 else story
    return story


def _headline_of(blocks: Sequence[Block], titles: Collection[str]) -> Block | None:
    """The h1 that is a title, else the first h2 that is and stands in a header."""
    named = [one for one in blocks if one.tag in ("h1", "h2") and one.key in titles]
    in_header = (one for one in named if one.tag == "h2" and _parent_tag(one) == "header")
    return next((one for one in named if one.tag == "h1"), None) or next(in_header, None)


def _parent_tag(block: Block) -> str:
    parent = block.element.getparent()
    return "" if parent is None else str(parent.tag)


def _stands_likewise(one: Block, other: Block) -> bool:
    """True if two headlines stand in neighbouring elements of one kind, as articles in a row do."""
    above = [one.element, *one.element.iterancestors()]
    branches = [other.element, *other.element.iterancestors()]
    shared = next((n for n, element in enumerate(above) if element in branches), 0)
    place = branches.index(above[shared]) if above[shared] in branches else 0
    if shared < 2 or place < 2:
        return False
    return name_of(above[shared - 1]) == name_of(branches[place - 1])


def _before_comments(story: list[Block], blocks: Sequence[Block]) -> list[Block]:
    """Without what stands behind a heading that says nothing but that comments follow."""
    position = {id(block): n for n, block in enumerate(blocks)}
    places = [position[id(block)] for block in story]
    first = places[0] if places else 0
    for n, block in enumerate(blocks[first:], first):
        if not block.is_heading or len(block.text) >= 250 or not COMMENTS.fullmatch(block.text):
            continue
        start, end = bisect_left(places, n), bisect_right(places, n)
        if not _heads_a_part(block, story[max(0, start - 1) : start], story[end : end + 1]):
            before = story[:start]
            return before if sum(one.weight for one in before) > SHORTEST_STORY else story
    return story


def _heads_a_part(heading: Block, before: Sequence[Block], behind: Sequence[Block]) -> bool:
    """True if the paragraphs on both sides of a heading stand side by side with it: "Responses" may
    head a part of the story."""
    place = heading.element.getparent()
    near = (*before, *behind)
    return len(near) > 1 and all(
        one.tag == "p" and one.element.getparent() is place for one in near
    )


def _before_wall(story: list[Block]) -> list[Block]:
    """Without an offer to subscribe that ends what is shown of a story."""
    for n, block in enumerate(story):
        if n and len(block.text) < LONGEST_WALL and WALL.match(block.text):
            offer = sum(one.weight for one in story[n:])
            if len(story) - n <= MOST_OFFERED and offer < LONGEST_OFFER:
                return story[:n]
    return story
