"""What the visible page says beside the story: headline, time, byline near the headline."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, tee
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.address_words import is_told_by
from crawler.extraction.blocks import Block, iter_blocks, length_of, squeeze
from crawler.extraction.date_lines import Moment, find_moments
from crawler.extraction.markup import read_text
from crawler.extraction.offers import mark_offers
from crawler.extraction.phrases import READING_TIME
from crawler.extraction.teasers import mark_teasers
from crawler.page import Page

SHORTEST_LINE_KEY = 20
"""Letters of a line that is no heading from which it may be known as a title."""
ABOVE = 4
BELOW = 10
"""Blocks around the headline among which time and byline stand."""
SHORTEST_KEY = 12
"""Letters of a heading from which it may be known as a title."""
LONGEST_LINE = 160
MOST_HEADINGS = 200
"""Headings among which the headline is looked for: each may hold the text of all within."""
_TITLE_BORDER = re.compile(r"\s[|–—·»-]\s|:\s")
_ONLY_CLOCK = re.compile(
    r"(?:at |um |à |kl\.? )?\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: (?:Uhr|[A-Z]{2,4}))?",
    re.IGNORECASE,
)


class Heading(NamedTuple):
    """``tag`` h1 to h4 and its text on one line; both empty for none."""

    tag: str
    text: str


@dataclass(frozen=True)
class View:
    """A page as its reader sees it; ``region`` holds the elements of its side blocks, ``titles``
    what structured data calls the article."""

    page: Page
    region: frozenset[HtmlElement] = frozenset()
    titles: tuple[str, ...] = ()

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of text, in page order."""
        keys = frozenset(map(squeeze, (self.headline, *self.titles)))
        return mark_teasers(mark_offers(self._body, tuple(self._read[1])), keys)

    @cached_property
    def _read(self) -> tuple[Iterator[Block], ...]:
        """The same blocks twice, by one walk: to look for the headline, and for the story."""
        return tee(iter_blocks(self._body))

    @property
    def _body(self) -> HtmlElement:
        body = self.page.root.find("body")
        return self.page.root if body is None else body

    @cached_property
    def title_keys(self) -> frozenset[str]:
        """`squeeze` of the titles that are long enough to be told from other headings."""
        titles = self.titles or self.document_title
        return frozenset(
            key for title in titles if length_of(key := squeeze(title)) >= SHORTEST_KEY
        )

    @cached_property
    def document_title(self) -> tuple[str, ...]:
        """What the head calls the page; empty if it says nothing."""
        title = next(self.page.root.iter("title"), None)
        text = (title.text or "").strip() if title is not None else ""
        return (text,) if text else ()

    @property
    def headline(self) -> str:
        """The text of the h1 that reads as one of the titles, else of a lesser heading that does
        (an h1 may be the outlet's name), else of a heading that the address was made of or that
        ends a title, else of the first h1 that holds any, outside the side blocks; empty on a page
        without any."""
        return self.heading.text

    @cached_property
    def heading(self) -> Heading:
        """The headline and what kind of heading it is."""
        lines = list(self._headings("h1"))
        told = next((one for one in lines if self._is_title(squeeze(one.text))), None)
        if told is not None:
            return told
        lesser = list(self._headings("h2", "h3", "h4"))
        titles = (one for one in lesser if self._is_title(squeeze(one.text)))
        named = (one for one in (*lines, *lesser) if is_told_by(self.page.url, one.text))
        ending = (one for one in (*lines, *lesser) if squeeze(one.text) in self._endings)
        return next(chain(titles, named, ending, lines), Heading("", ""))

    @cached_property
    def _endings(self) -> frozenset[str]:
        """`squeeze` of the last parts of titles that are longer than each before them, as behind an
        outlet's name."""
        parts = (_TITLE_BORDER.split(one) for one in (*self.titles, *self.document_title))
        last = (squeeze(one[-1]) for one in parts if max(one, key=len) is one[-1])
        return frozenset(key for key in last if length_of(key) >= SHORTEST_KEY)

    def _headings(self, *tags: str) -> Iterator[Heading]:
        """The first headings of these kinds that hold any text."""
        for element in islice(filter(self.shows, self.page.root.iter(*tags)), MOST_HEADINGS):
            if line := " ".join(read_text(element).split()):
                yield Heading(element.tag, line)

    def _is_title(self, key: str) -> bool:
        """True for a title with or without a kicker before it or an outlet's name behind it."""
        if length_of(key) < SHORTEST_KEY:
            return False
        return any(key.endswith(title) or title.startswith(key) for title in self.title_keys)

    @property
    def around_headline(self) -> tuple[Block, ...]:
        """The blocks near the headline; none where there is no headline."""
        above, below = self._sides
        return (*above, *below)

    @cached_property
    def _sides(self) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        """The blocks above the headline, and those below it."""
        tag, wanted = self.heading.tag or "h1", squeeze(self.headline)
        above: deque[Block] = deque(maxlen=ABOVE)
        blocks = self._read[0]  # mostly far fewer are looked at than there are
        for block in blocks if wanted or self.title_keys else ():
            if block.key == wanted if block.tag == tag else self._heads(block):
                below = islice(blocks, BELOW - 1)
                return self._shown(above), self._shown(below)
            above.append(block)
        return (), ()

    def _shown(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(one for one in blocks if self.shows(one.element))

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The times in the lines near the headline. A day alone above it goes behind what stands
        below: it may be the day on which the page was looked at."""
        above, below = (tuple(_moments_of(side)) for side in self._sides)
        is_today = above and below and not above[0].read.has_hour
        return (*below, *above) if is_today else (*above, *below)

    def near_headline(self, elements: Sequence[HtmlElement]) -> list[HtmlElement]:
        """Those of ``elements`` that stand in the blocks near the headline."""
        near = {block.element for block in self.around_headline}
        return [one for one in elements if _stands_in(one, near)]

    def _heads(self, block: Block) -> bool:
        """True for a lesser heading that is the title, where no h1 is, or for a whole line."""
        if self.headline or not (block.is_heading or length_of(block.key) >= SHORTEST_LINE_KEY):
            return False
        return block.link_share < 0.5 and self._is_title(block.key)

    def shows(self, element: HtmlElement) -> bool:
        """False for what belongs to a side block."""
        region = self.region
        return not region or (element not in region and region.isdisjoint(element.iterancestors()))


def _moments_of(blocks: Sequence[Block]) -> Iterator[Moment]:
    """The times in lines; a line may be an hour alone, behind its day."""
    lines = [block.text for block in blocks]
    for one, behind in zip(lines, [*lines[1:], ""], strict=False):
        yield from find_moments(f"{one} {behind}" if _ONLY_CLOCK.fullmatch(behind) else one)


def find_title(view: View) -> Iterator[Found]:
    """The headline, then the document's title."""
    if view.headline:
        yield Found((view.headline,), f"html: {view.heading.tag}")
    if view.document_title:
        yield Found(view.document_title, "html: title")


def _stands_in(element: HtmlElement, blocks: set[HtmlElement]) -> bool:
    return element in blocks or any(one in blocks for one in element.iterancestors())


def find_reading_time(view: View) -> Iterator[Found]:
    """The line near the headline that says how long the story takes to read."""
    for block in view.around_headline:
        if len(block.text) < LONGEST_LINE and (said := READING_TIME.search(block.text)):
            yield Found((said[0].strip(" ,•·|–-"),), "generic: line of reading time")
            return
