"""What the visible page says beside the story: headline, time, byline, tags near the headline."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.blocks import Block, iter_blocks, squeeze
from crawler.extraction.date_lines import Moment, find_moments
from crawler.extraction.markup import read_text
from crawler.extraction.phrases import READING_TIME
from crawler.extraction.teasers import mark_teasers
from crawler.normalization.calendar_words import CHANGED
from crawler.normalization.tags import LABEL
from crawler.page import Page

ABOVE = 4
BELOW = 10
"""Blocks around the headline among which time and byline stand."""
SHORTEST_KEY = 12
"""Letters of a heading from which it may be known as a title."""
MOST_TIMES = 20
"""Time elements that are looked at for one that is no change's."""
LONGEST_LINE = 160
LONGEST_TAG = 60
MOST_TAGS = 30
LONGEST_TAG_LINE = 600
SHARE_OF_TAGS = 0.4
"""Of a line of tags that is links."""

# Substrings bounded by what is no letter; "stage" and "page" are not tags.
_TAG_NAMES = re.compile(
    r"(?:^|[\s_-])(?:tags?|topics?|keywords?|schlagw\w+|themen|etiquetas|temas|hashtags?)(?=$|[\s_-])"
    r"|(?:tags?|topics?)(?:list|cloud|container|wrapper)",
    re.IGNORECASE,
)
_DATE_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_CHANGED_NAMES = re.compile(r"(?:^|[\s_-])(?:updated?|modified|lastmod)(?=$|[\s_-])", re.IGNORECASE)
_SAYS_CHANGE = re.compile(rf"(?:{CHANGED})[^\w]*$", re.IGNORECASE)
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Compiled XPath runs in C; the same paths by iterfind cost a millisecond a page.
_PUBLISHED = etree.XPath("//*[@itemprop='datePublished']")
_TAGGED = etree.XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_MENUS = frozenset({"nav", "footer", "aside"})


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
        return mark_teasers(tuple(iter_blocks(self._body)), keys)

    @property
    def _body(self) -> HtmlElement:
        body = self.page.root.find("body")
        return self.page.root if body is None else body

    @cached_property
    def title_keys(self) -> frozenset[str]:
        """`squeeze` of the titles that are long enough to be told from other headings."""
        return frozenset(key for title in self.titles if len(key := squeeze(title)) >= SHORTEST_KEY)

    @cached_property
    def headline(self) -> str:
        """The text of the h1 that reads as one of the titles, else of the first that holds any,
        outside the side blocks."""
        texts = (read_text(one) for one in self.page.root.iter("h1") if self.shows(one))
        lines = [line for text in texts if (line := " ".join(text.split()))]
        return next((line for line in lines if self._is_title(squeeze(line))), (lines or [""])[0])

    def _is_title(self, key: str) -> bool:
        """True for a title with or without a kicker before it or an outlet's name behind it."""
        if len(key) < SHORTEST_KEY:
            return False
        return any(key.endswith(title) or title.startswith(key) for title in self.title_keys)

    @cached_property
    def around_headline(self) -> tuple[Block, ...]:
        """The blocks near the headline; none where there is no headline."""
        wanted = squeeze(self.headline)
        above: deque[Block] = deque(maxlen=ABOVE)
        blocks = iter_blocks(self._body)  # mostly far fewer are read than there are
        for block in blocks if wanted or self.titles else ():
            if block.key == wanted if block.tag == "h1" else self._heads(block):
                near = (*above, *islice(blocks, BELOW - 1))
                return tuple(one for one in near if self.shows(one.element))
            above.append(block)
        return ()

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The times in the lines near the headline."""
        return tuple(m for block in self.around_headline for m in find_moments(block.text))

    def near_headline(self, elements: Sequence[HtmlElement]) -> list[HtmlElement]:
        """Those of ``elements`` that stand in the blocks near the headline."""
        near = {block.element for block in self.around_headline}
        return [one for one in elements if _stands_in(one, near)]

    def _heads(self, block: Block) -> bool:
        """True for a lesser heading that is the title, where no h1 is."""
        return block.is_heading and not self.headline and self._is_title(block.key)

    def shows(self, element: HtmlElement) -> bool:
        """False for what belongs to a side block."""
        region = self.region
        return not region or (element not in region and region.isdisjoint(element.iterancestors()))


def find_title(view: View) -> Iterator[Found]:
    """The headline, then the document's title."""
    if view.headline:
        yield Found((view.headline,), "html: h1")
    for element in view.page.root.iter("title"):
        if text := (element.text or "").strip():
            yield Found((text,), "html: title")
            return


def find_published(view: View) -> Iterator[Found]:
    """What is marked as the time of publication, then times near the headline, then any."""
    for element in _PUBLISHED(view.page.root):
        told = _moment_in(element)
        if told and view.shows(element):
            yield Found((told,), "microdata: datePublished")
            break
    times = [one for one in view.page.root.iter("time") if one.get("datetime") and view.shows(one)]
    for element in _first_times([*view.near_headline(times), *times]):
        yield Found((element.get("datetime"),), "html: time")
    for moment in view.moments:
        if not moment.is_change:
            yield Found((moment.text,), "generic: line of date")
    if match := _DATE_IN_ADDRESS.search(view.page.url):
        yield Found(("-".join(match.groups()),), "address: date")
    yield from find_modified(view)


def _moment_in(element: HtmlElement) -> str:
    """What an element marked as a time tells: in an attribute, else in its text."""
    told = (element.get(name) for name in ("content", "datetime", "title"))
    return next(filter(None, told), "") or " ".join(read_text(element).split())[:LONGEST_LINE]


def find_modified(view: View) -> Iterator[Found]:
    """A time near the headline that the page calls that of a change."""
    for moment in view.moments:
        if moment.is_change:
            yield Found((moment.text,), "generic: line of change")


def _first_times(times: Sequence[HtmlElement]) -> Sequence[HtmlElement]:
    """The first that is not named after a change, else the first."""
    named = (one for one in times[:MOST_TIMES] if not _names_change(one))
    return [first] if (first := next(named, None)) is not None else times[:1]


def _names_change(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    before = element.getprevious()
    parent = element.getparent()
    said = (parent.text if before is None and parent is not None else None) or (
        before.tail or "".join(before.itertext()) if before is not None else ""
    )
    is_named = _CHANGED_NAMES.search(_CAMEL_CASE.sub("-", names)) is not None
    return (is_named and "publi" not in names) or _SAYS_CHANGE.search(said[-40:]) is not None


def _stands_in(element: HtmlElement, blocks: set[HtmlElement]) -> bool:
    return element in blocks or any(one in blocks for one in element.iterancestors())


def find_reading_time(view: View) -> Iterator[Found]:
    """The line near the headline that says how long the story takes to read."""
    for block in view.around_headline:
        if len(block.text) < LONGEST_LINE and (said := READING_TIME.search(block.text)):
            yield Found((said[0].strip(" ,•·|–-"),), "generic: line of reading time")
            return


def find_tags(view: View) -> Iterator[Found]:
    """Links marked as tags, standing in an element named so outside the menus, or in a line that
    begins with the word. What is marked as a category too counts where nothing else is marked."""
    marked = _TAGGED(view.page.root)
    only_tags = [one for one in marked if "category" not in one.get("rel")]
    for links, rule in (
        (only_tags or marked, "html: rel=tag"),
        (_links_in_tag_lists(view), "generic: tag list"),
        (_links_behind_labels(view), "generic: line of tags"),
    ):
        tags = _short_texts(one for one in links if view.shows(one))
        if 0 < len(tags) <= MOST_TAGS:
            yield Found(tags, rule)


def _short_texts(elements: Iterable[HtmlElement]) -> tuple[str, ...]:
    texts = dict.fromkeys(" ".join(read_text(one).split()) for one in elements)
    return tuple(text for text in texts if 0 < len(text) < LONGEST_TAG)


def _links_in_tag_lists(view: View) -> list[HtmlElement]:
    """The links of the first element named as a list of tags that holds any."""
    for element in view.page.root.iter("ul", "div", "section", "p", "span"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if len(names) < 2 or len(names) > 300 or not _TAG_NAMES.search(_CAMEL_CASE.sub("-", names)):
            continue
        links = list(element.iter("a"))
        if links and not any(one.tag in _MENUS for one in element.iterancestors()):
            return links
    return []


def _links_behind_labels(view: View) -> list[HtmlElement]:
    """The links of the last short line that says "Tags: " and then hardly anything but links."""
    lines = (
        block
        for block in reversed(view.blocks)
        if SHARE_OF_TAGS < block.link_share < 1 and len(block.text) < LONGEST_TAG_LINE
    )
    line = next((block for block in lines if LABEL.match(block.text)), None)
    return [] if line is None else list(line.element.iter("a"))
