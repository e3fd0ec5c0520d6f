"""What the visible page says beside the story: headline, time, byline, tags near the headline."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, tee

from lxml import etree
from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.blocks import Block, iter_blocks, squeeze
from crawler.extraction.date_lines import Moment, find_moments
from crawler.extraction.markup import read_text
from crawler.extraction.phrases import READING_TIME
from crawler.extraction.teasers import mark_teasers
from crawler.normalization.tags import LABEL
from crawler.page import Page

SHORTEST_LINE_KEY = 20
"""Letters of a line that is no heading from which it may be known as a title."""
ABOVE = 4
BELOW = 10
"""Blocks around the headline among which time and byline stand."""
SHORTEST_KEY = 12
"""Letters of a heading from which it may be known as a title."""
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
_CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Compiled XPath runs in C; the same paths by iterfind cost a millisecond a page.
_TAGGED = etree.XPath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
_NO_PAGES = ("mailto:", "javascript:", "whatsapp:", "viber:", "tg:", "fb-messenger:", "tel:")
# Fixed words before the first of which nothing is read twice.
_SHARING = re.compile(
    r"[./](?:sharer?|share-offsite|sharearticle|intent)[/.?]|//(?:api\.whatsapp|t\.me/share|wa\.me)"
)
_ONLY_CLOCK = re.compile(
    r"(?:at |um |à |kl\.? )?\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?)?(?: (?:Uhr|[A-Z]{2,4}))?",
    re.IGNORECASE,
)
_TAG_ADDRESS = re.compile(r"/(?:tags?|topics?|temas?|themen|thema|tema|etiquetas?|hashtags?)/[^/]")
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
        return mark_teasers(tuple(self._read[1]), keys)

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
        return frozenset(key for title in titles if len(key := squeeze(title)) >= SHORTEST_KEY)

    @cached_property
    def document_title(self) -> tuple[str, ...]:
        """What the head calls the page; empty if it says nothing."""
        title = next(self.page.root.iter("title"), None)
        text = (title.text or "").strip() if title is not None else ""
        return (text,) if text else ()

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
        blocks = self._read[0]  # mostly far fewer are looked at than there are
        for block in blocks if wanted or self.title_keys else ():
            if block.key == wanted if block.tag == "h1" else self._heads(block):
                near = (*above, *islice(blocks, BELOW - 1))
                return tuple(one for one in near if self.shows(one.element))
            above.append(block)
        return ()

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The times in the lines near the headline; a line may be an hour alone, behind its day."""
        lines = [block.text for block in self.around_headline]
        pairs = zip(lines, [*lines[1:], ""], strict=False)
        told = (
            f"{one} {behind}" if _ONLY_CLOCK.fullmatch(behind) else one for one, behind in pairs
        )
        return tuple(moment for line in told for moment in find_moments(line))

    def near_headline(self, elements: Sequence[HtmlElement]) -> list[HtmlElement]:
        """Those of ``elements`` that stand in the blocks near the headline."""
        near = {block.element for block in self.around_headline}
        return [one for one in elements if _stands_in(one, near)]

    def _heads(self, block: Block) -> bool:
        """True for a lesser heading that is the title, where no h1 is, or for a whole line."""
        if self.headline or not (block.is_heading or len(block.key) >= SHORTEST_LINE_KEY):
            return False
        return block.link_share < 0.5 and self._is_title(block.key)

    def shows(self, element: HtmlElement) -> bool:
        """False for what belongs to a side block."""
        region = self.region
        return not region or (element not in region and region.isdisjoint(element.iterancestors()))


def find_title(view: View) -> Iterator[Found]:
    """The headline, then the document's title."""
    if view.headline:
        yield Found((view.headline,), "html: h1")
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


def find_tags(view: View) -> Iterator[Found]:
    """Links marked as tags, standing in an element named so outside the menus, or in a line that
    begins with the word. What is marked as a category too counts where nothing else is marked."""
    marked = _TAGGED(view.page.root)
    only_tags = [one for one in marked if "category" not in one.get("rel")]
    for links, rule in (
        (only_tags or marked, "html: rel=tag"),
        (_links_in_tag_lists(view), "generic: tag list"),
        (_links_behind_labels(view), "generic: line of tags"),
        (_links_to_tags(view), "generic: line of links to tags"),
    ):
        tags = _short_texts(one for one in links if view.shows(one) and not _shares(one))
        if 0 < len(tags) <= MOST_TAGS:
            yield Found(tags, rule)


def _shares(link: HtmlElement) -> bool:
    """True for a link that does something with the page: sends it, shares it, changes it."""
    address = (link.get("href") or "").lstrip().lower()
    return address.startswith(_NO_PAGES) or _SHARING.search(address[:200]) is not None


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


def _links_to_tags(view: View) -> list[HtmlElement]:
    """The links of the last short line that is nothing but links to pages of tags."""
    for block in reversed(view.blocks):
        if block.link_share < 0.9 or len(block.text) > LONGEST_TAG_LINE:
            continue
        links = list(block.element.iter("a"))
        if len(links) > 1 and all(_TAG_ADDRESS.search(one.get("href") or "") for one in links):
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
