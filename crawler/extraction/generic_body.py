"""Page → the body of an article of any site.

Our own stretch of blocks is looked at first. Where it leaves a doubt, a finder that errs otherwise
is asked: trafilatura in its fast mode (imported only here), and where the two disagree, in its
thorough mode as a third. Every answer is brought back to the page's blocks, completed and cleared
line by line.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.blocks import Block, is_unseen
from crawler.extraction.boilerplate import attributes_of
from crawler.extraction.certainty import is_certain
from crawler.extraction.headline_words import share_told
from crawler.extraction.page_state import find_state_story
from crawler.extraction.projection import complete, project
from crawler.extraction.story_lines import About, choose_lines
from crawler.extraction.stretch import find_stretch
from crawler.page import Page

AGREEMENT = 0.85
"""Share of each text that the other holds, by weight, from which two finders agree."""
ARTICLE_WEIGHT = 500
"""A text of this weight that a longer one holds whole is rather the article than a part of it."""
APART = 0.1
"""Share of each text that the other holds at most, by weight, where they tell of different
things."""
TELLS_MORE = 0.3
"""Difference of the shares of the headline that two texts speak of from which one is not its
story."""
A_LINE_OR_TWO = 300
"""Weight below which a text may be a notice or the headline itself."""
MUCH_LONGER = 2
"""Times the visible text from which a text in the page's data is taken for the whole story."""
MAX_TAGS_FOR_LIBRARY = 20_000
"""Beyond this a page is read by our own finder alone: time in libraries is not bounded."""

Story = tuple[Block, ...]


def find_body(page: Page, blocks: Sequence[Block], about: About) -> Found | None:
    """The paragraphs of the page's story, and which finder gave them; ``blocks`` are all of the
    page's."""
    story, rule = _choose(page, blocks, about)
    paragraphs = tuple(block.text for block in story)
    weight = weight_of(story)
    for text, source in _elsewhere(page, about) if weight < ARTICLE_WEIGHT else ():
        if len("".join(text)) > MUCH_LONGER * weight:
            return Found(text, source)
    return Found(paragraphs, f"generic: {rule}") if paragraphs else None


def _elsewhere(page: Page, about: About) -> Iterator[tuple[tuple[str, ...], str]]:
    """The story as data, for pages that show little of it."""
    for found in about.told:
        lines = (" ".join(line.split()) for line in found.values[0].splitlines())
        yield tuple(line for line in lines if line), found.rule
    headline = about.titles[0] if about.titles else ""
    yield find_state_story(page.root, headline), "generic: page state"


def _choose(page: Page, blocks: Sequence[Block], about: About) -> tuple[Story, str]:
    own = _story(frozenset(_indices(find_stretch(blocks), blocks)), blocks, about)
    if is_certain(own, blocks) or page.text.count("<") > MAX_TAGS_FOR_LIBRARY:
        return own, "stretch"
    fast = _library_story(page.root, blocks, about, precise=False)
    if _agree(own, fast):
        return fast, "trafilatura"
    if max(_held(own, fast), _held(fast, own)) < APART and _tells_more(own, fast, about):
        return own, "stretch"
    precise = _library_story(page.root, blocks, about, precise=True)
    if not fast or _prefers(precise, own, fast):
        return (own, "stretch") if own else (precise, "trafilatura precise")
    return fast, "trafilatura"


def _tells_more(one: Story, other: Story, about: About) -> bool:
    """True if the headline speaks of ``one`` rather than of ``other``."""
    if not about.titles:
        return False
    told, elsewhere = (
        share_told(about.titles[0], "\n".join(block.text for block in story))
        for story in (one, other)
    )
    if weight_of(other) < min(A_LINE_OR_TWO, weight_of(one) / 3):
        return told >= 2 * TELLS_MORE
    return told >= elsewhere + TELLS_MORE


def _prefers(judge: Story, own: Story, fast: Story) -> bool:
    """True if the third finder is nearer to our own answer, and that is not the same text with
    other articles behind it."""
    if weight_of(fast) >= ARTICLE_WEIGHT and _held(fast, own) > 0.95:
        return False
    return _likeness(judge, own) > _likeness(judge, fast)


def _library_story(
    root: HtmlElement, blocks: Sequence[Block], about: About, *, precise: bool
) -> Story:
    return _story(project(_ask_library(root, precise=precise), blocks), blocks, about)


def _story(chosen: frozenset[int], blocks: Sequence[Block], about: About) -> Story:
    return choose_lines(complete(chosen, blocks), blocks, about)


def _indices(chosen: Story, blocks: Sequence[Block]) -> list[int]:
    wanted = set(map(id, chosen))
    return [index for index, block in enumerate(blocks) if id(block) in wanted]


def _ask_library(root: HtmlElement, *, precise: bool) -> str:
    """trafilatura's text, one line a paragraph; empty where it finds none."""
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = extract(
            _copy_for_library(root),
            fast=not precise,
            favor_precision=precise,
            include_comments=False,
            include_tables=True,
        )
    except RecursionError:
        return ""
    return text or ""


def _copy_for_library(root: HtmlElement) -> HtmlElement:
    """The tree without what no library reads, which makes each of its passes shorter, and without
    what no reader sees, which no block holds."""
    copy = deepcopy(root)
    etree.strip_elements(copy, "script", "style", "svg", "noscript", "link", with_tail=False)
    for element in [
        one
        for one in copy.iter("span", "small", "em", "i", "b")
        if is_unseen(one.tag, attributes_of(one))
    ]:
        element.drop_tree()
    return copy


def weight_of(story: Story) -> int:
    """The weight of a story's text."""
    return sum(block.weight for block in story)


def _held(one: Story, other: Story) -> float:
    """Share of ``one`` that ``other`` holds, by weight."""
    inside = set(map(id, other))
    return sum(block.weight for block in one if id(block) in inside) / (weight_of(one) or 1)


def _likeness(one: Story, other: Story) -> float:
    return min(_held(one, other), _held(other, one))


def _agree(one: Story, other: Story) -> bool:
    return _likeness(one, other) >= AGREEMENT
