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
from crawler.extraction.markup import read_text
from crawler.extraction.phrases import BYLINE, DATE, MOMENT, READING_TIME
from crawler.extraction.teasers import mark_teasers
from crawler.page import Page

ABOVE = 4
BELOW = 10
"""Blocks around the headline among which time and byline stand."""
SHORTEST_KEY = 12
"""Letters of a heading from which it may be known as a title."""
LONGEST_LINE = 160
LONGEST_TAG = 60
MOST_TAGS = 30
MOST_AUTHORS = 4
"""Marked authors that may stand anywhere on a page; more are those of other stories."""

# Substrings bounded by what is no letter; "stage" and "page" are not tags.
_TAG_NAMES = re.compile(
    r"(?:^|[\s_-])(?:tags?|topics?|keywords?|schlagw\w+|themen|etiquetas|temas|hashtags?)(?=$|[\s_-])"
    r"|(?:tags?|topics?)(?:list|cloud|container|wrapper)",
    re.IGNORECASE,
)
_AUTHOR_NAMES = re.compile(
    r"(?:^|[\s_-])(?:byline\w*|authors?(?:-?names?)?|autor\w*|writer\w*|contributors?|journalist\w*)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_DATE_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Compiled XPath runs in C; the same paths by iterfind cost a millisecond a page.
_PUBLISHED = etree.XPath("//*[@itemprop='datePublished']")
_AUTHORS = etree.XPath(
    "//*[self::a or self::span or self::div or self::p][@rel='author' or @itemprop='author']"
)
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
        moment = element.get("content") or element.get("datetime") or ""
        if moment and view.shows(element):
            yield Found((moment,), "microdata: datePublished")
            break
    times = [one for one in view.page.root.iter("time") if one.get("datetime") and view.shows(one)]
    for element in [*_near_headline(times, view), *times][:1]:
        yield Found((element.get("datetime"),), "html: time")
    for block in view.around_headline:
        if moment := _moment_of(block.text):
            yield Found((moment,), "generic: line of date")
    if match := _DATE_IN_ADDRESS.search(view.page.url):
        yield Found(("-".join(match.groups()),), "address: date")


def _moment_of(line: str) -> str:
    """The date in a line that says little else, or says the hour with it."""
    match = MOMENT.search(line) if len(line) < LONGEST_LINE else None
    if match is None:
        return ""
    told = match[0].strip()
    return told if ":" in told or len(told) > 0.35 * len(line) else ""


def _near_headline(elements: Sequence[HtmlElement], view: View) -> list[HtmlElement]:
    near = {block.element for block in view.around_headline}
    return [one for one in elements if _stands_in(one, near)]


def _stands_in(element: HtmlElement, blocks: set[HtmlElement]) -> bool:
    return element in blocks or any(one in blocks for one in element.iterancestors())


def find_reading_time(view: View) -> Iterator[Found]:
    """The line near the headline that says how long the story takes to read."""
    for block in view.around_headline:
        if len(block.text) < LONGEST_LINE and (said := READING_TIME.search(block.text)):
            yield Found((said[0].strip(" ,•·|–-"),), "generic: line of reading time")
            return


def find_authors(view: View) -> Iterator[Found]:
    """Elements marked as the author's, then lines near the headline that begin as bylines do or
    stand in an element named so."""
    marked = [one for one in _AUTHORS(view.page.root) if view.shows(one)]
    near = _near_headline(marked, view)
    if names := _short_texts(near or (marked if len(marked) <= MOST_AUTHORS else ())):
        yield Found(names, "html: author")
    lines = [block for block in view.around_headline if len(block.text) < LONGEST_LINE]
    named = [block for block in lines if BYLINE.match(block.text)]
    named += [block for block in lines if _names_author(block)]
    for block in dict.fromkeys(named):
        yield Found((block.text,), "generic: byline")


def _short_texts(elements: Iterable[HtmlElement]) -> tuple[str, ...]:
    texts = dict.fromkeys(" ".join(read_text(one).split()) for one in elements)
    return tuple(text for text in texts if 0 < len(text) < LONGEST_TAG)


def _names_author(block: Block) -> bool:
    element = block.element
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(block.text) > 80 or DATE.search(block.text):
        return False
    return _AUTHOR_NAMES.search(_CAMEL_CASE.sub("-", names)) is not None


def find_tags(view: View) -> Iterator[Found]:
    """Links marked as tags, or standing in an element named so outside the menus."""
    marked = _TAGGED(view.page.root)
    for links, rule in (
        (marked, "html: rel=tag"),
        (_links_in_tag_lists(view), "generic: tag list"),
    ):
        tags = _short_texts(one for one in links if view.shows(one))
        if 0 < len(tags) <= MOST_TAGS:
            yield Found(tags, rule)


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
