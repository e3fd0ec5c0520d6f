"""A library's text + the page's blocks → the blocks of the story, whole.

What a library chose is found again among the blocks; then what stands beside it in containers of
the same kind is taken too (an article is often split over siblings or cousins of one class, of
which a library takes some), and what its surroundings speak against is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml.html import HtmlElement

from crawler.extraction.blocks import Block, squeeze
from crawler.extraction.captions import find_captions
from crawler.extraction.stretch import (
    MAX_LEVELS,
    PARAGRAPH,
    WHOLE,
    Key,
    is_marked,
    major_marks,
    name_of,
)

SHARE_OF_STORY = 0.25
"""Share of the chosen text from which a container belongs to the story whatever its name, and from
which a kind of paragraph is the story's kind."""
LONG = 120
"""Weight of a paragraph that may be linked for the most part."""
MOST = 0.75
"""Share of a story from which the element that holds it is where the story stands."""
FEWEST_CARDS = 3
FEWEST_PARTS = 3
MOST_WRAPPINGS = 3
MOST_QUOTED = 500
"""Quotations that are looked for in the text."""
UNMISTAKABLE = 25
"""Letters from which a text is looked for inside a line, not only as a line."""

Kind = tuple[str, str | None, str, str | None]


def project(text: str, blocks: Sequence[Block]) -> frozenset[int]:
    """Indices of the blocks whose text stands in ``text``."""
    lines = {squeeze(line) for line in text.splitlines()}
    whole = squeeze(text)
    return frozenset(
        index
        for index, block in enumerate(blocks)
        if block.key
        and (block.key in lines or (len(block.key) > UNMISTAKABLE and block.key in whole))
    )


def complete(chosen: Collection[int], blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The story's blocks in page order, without repetitions; empty where nothing holds."""
    kept_marks = major_marks([blocks[index] for index in chosen], SHARE_OF_STORY)
    kept = [
        index
        for index in sorted(chosen)
        if may_be_story(blocks[index]) and not is_marked(blocks[index], kept_marks)
    ]
    kept = _without_cards(kept, blocks)
    if not kept:
        return ()
    story = _Story(blocks, kept)
    added = [
        index
        for index, block in enumerate(blocks)
        if index not in story.chosen
        and not block.in_teaser
        and story.claims(index, block)
        and not is_marked(block, kept_marks)
    ]
    whole = {*kept, *added}
    whole -= set(find_captions(whole, blocks))
    whole -= _strays(sorted(whole), blocks, story.kinds)
    return tuple(_without_repetitions([blocks[index] for index in sorted(whole)]))


def _without_cards(kept: list[int], blocks: Sequence[Block]) -> list[int]:
    """Without the texts of cards that lead to other stories, unless they are most of what was
    chosen: a list of cards may be the story."""
    rest = [index for index in kept if not blocks[index].in_teaser]
    if len(kept) - len(rest) < FEWEST_CARDS:
        return kept
    whole = sum(blocks[index].weight for index in kept)
    return rest if sum(blocks[index].weight for index in rest) > (1 - WHOLE) * whole else kept


def may_be_story(block: Block) -> bool:
    """False for headlines, captions and what is nothing but links."""
    if block.tag in ("h1", "figcaption", "label") or block.link_share > 0.9:
        return False
    return block.link_share <= 0.5 or block.tag not in ("li", "div", "td", "th")


def _tells(block: Block) -> bool:
    """True for a paragraph that is a sentence, though most of it is a link."""
    return block.tag == "p" and block.weight > LONG and block.ends_sentence


def _strays(
    story: Sequence[int], blocks: Sequence[Block], kinds: Collection[Kind]
) -> frozenset[int]:
    """The end of a story that stands outside the element that holds most of it, and is of another
    kind: what pages put below."""
    home = _home_of([blocks[index] for index in story])
    strays: set[int] = set()
    for index in reversed(story):
        element = blocks[index].element
        if home in (element, *element.iterancestors()) or _kind(element) in kinds:
            break
        strays.add(index)
    return frozenset(strays)


def _home_of(story: Sequence[Block]) -> HtmlElement | None:
    """The innermost element that holds at least MOST of a story by weight."""
    held: dict[HtmlElement, int] = {}
    for block in story:
        for ancestor in islice(block.element.iterancestors(), MAX_LEVELS):
            held[ancestor] = held.get(ancestor, 0) + block.weight
    whole = sum(block.weight for block in story)
    homes = [element for element, weight in held.items() if weight >= MOST * whole]
    return max(homes, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _without_repetitions(blocks: Sequence[Block]) -> list[Block]:
    """Without long paragraphs that stand twice, and quotations that repeat words of the text."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.weight > 80 and block.key in seen:
            continue
        seen.add(block.key)
        kept.append(block)
    quoted = [block for block in kept if _is_quotation(block)][:MOST_QUOTED]
    apart = set(map(id, quoted))
    told = "\n".join(block.key for block in kept if id(block) not in apart) if quoted else ""
    repeated = {id(block) for block in quoted if block.key in told}
    return [block for block in kept if id(block) not in repeated]


def _is_quotation(block: Block) -> bool:
    element = block.element
    return len(block.key) > UNMISTAKABLE and (
        element.tag == "blockquote" or next(element.iterancestors("blockquote"), None) is not None
    )


def _kind(element: HtmlElement) -> Kind:
    parent = element.getparent()
    if parent is None:
        return *name_of(element), "", None
    return *name_of(element), *name_of(parent)


def place_of(block: Block) -> HtmlElement:
    """Where a block stands; what is quoted stands where the quotation does, and what is wrapped
    by itself where its wrapping does."""
    return _places_of(block)[-1]


def _places_of(block: Block) -> list[HtmlElement]:
    """The elements that hold a block alone, from the inner one out, and the one around them."""
    element = block.element
    places = [_holder_of(element)]
    while len(places) <= MOST_WRAPPINGS:
        parent = places[-1]
        if parent.tag != "blockquote" and not _wraps(parent, element):
            break
        element = parent
        places.append(_holder_of(element))
    return places


def _holder_of(element: HtmlElement) -> HtmlElement:
    """The element around another; a page without a body has text in its root, which has none."""
    parent = element.getparent()
    return element if parent is None else parent


def _wraps(parent: HtmlElement, element: HtmlElement) -> bool:
    """True for a plain element that holds nothing but the other."""
    if parent.tag not in ("div", "section") or len(parent) != 1:
        return False
    return not (parent.text or "").strip() and not (element.tail or "").strip()


@dataclass(frozen=True)
class _Story:
    """What was chosen, and what of the rest belongs to it."""

    blocks: Sequence[Block]
    kept: Sequence[int]

    @cached_property
    def chosen(self) -> frozenset[int]:
        return frozenset(self.kept)

    @cached_property
    def parents(self) -> frozenset[HtmlElement]:
        """The containers of what was chosen."""
        return frozenset(place_of(self.blocks[index]) for index in self.kept)

    @cached_property
    def places(self) -> frozenset[Key]:
        """The containers' kinds, those that a class tells from others."""
        around = (place for index in self.kept for place in _places_of(self.blocks[index]))
        return frozenset(name_of(one) for one in around if one.get("class"))

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of elements that hold a good part of what was chosen."""
        weights: dict[Kind, int] = {}
        for index in self.kept:
            block = self.blocks[index]
            if not block.is_heading and block.weight >= PARAGRAPH:
                kind = _kind(block.element)
                weights[kind] = weights.get(kind, 0) + block.weight
        total = sum(weights.values())
        return frozenset(
            kind
            for kind, weight in weights.items()
            if weight > SHARE_OF_STORY * total and kind[0] != "li"
        )

    @cached_property
    def titles_of_parts(self) -> frozenset[Kind]:
        """The kinds of headings and terms of which there are several."""
        titles = [self.blocks[index] for index in self.kept]
        found = Counter(_kind(one.element) for one in titles if one.is_heading or one.tag == "dt")
        return frozenset(kind for kind, times in found.items() if times >= FEWEST_PARTS)

    def claims(self, index: int, block: Block) -> bool:
        """True if a block that was not chosen belongs to the story all the same."""
        if not may_be_story(block) or (block.link_share >= 0.5 and not _tells(block)):
            return False
        kind, places = _kind(block.element), _places_of(block)
        sibling = places[-1] in self.parents
        cousin = any(name_of(place) in self.places for place in places)
        if self.kept[0] < index < self.kept[-1]:
            if _is_quotation(block) and cousin:
                return True
            return kind in self.kinds or (sibling and (block.tag == "p" or block.is_heading))
        if index == self.kept[0] - 1 and kind in self.titles_of_parts:
            return sibling
        return kind in self.kinds and (
            sibling or ((cousin or kind[3] is not None) and block.weight > PARAGRAPH)
        )
