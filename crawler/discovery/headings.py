"""Page and Site → the stretches of links that stand under a side block's heading.

A heading is a short element whose whole text is one of the words the site file gives, whatever
its tag, case and spacing. One pass over the tree, in document order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from crawler.discovery.links import MAX_LINKS
from crawler.discovery.select import Element
from crawler.link import Where
from crawler.site import Block, Site

MAX_HEADINGS = 100
"""Headings looked at on one page; a page of more is made to cost time."""
MAX_ANCHORS = 10
"""Links that a heading may hold."""
MAX_CLIMB = 4
"""Wrappers around a heading's text that may hold nothing but it."""

_EDGE = " \t\r\n\f\v\xa0:;.,|/\\-–—»«›‹>→⟶➔↓▼▸…•·#"
_HEADING_TAGS = frozenset(f"h{level}" for level in range(1, 7))


Articles = Callable[[Element], str | None]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The headings of a site, folded: no spaces, no case. ``begins`` and ``prefixes`` let all
    but a few texts of a page be passed over cheaply."""

    names: dict[str, Where]
    prefixes: frozenset[str]
    begins: re.Pattern[str]
    longest: int


@dataclass(slots=True)
class Stretch:
    """The links of article shape between a heading and what ends its block.

    ``end`` is the element that ended it, None where the document did.
    """

    where: Where
    heading: Element
    links: list[tuple[Element, str]] = field(default_factory=list)
    end: Element | None = None

    @property
    def ending(self) -> tuple[str, ...]:
        """Tags of what may end it."""
        return ("h1", "footer", self.heading.tag)


def blocks_of(site: Site) -> dict[Where, Block]:
    """The side blocks that the site declares."""
    declared = {
        Where.RELATED: site.related,
        Where.HOT_NEWS: site.hot_news,
        Where.LATEST: site.latest,
    }
    return {where: block for where, block in declared.items() if block is not None}


def vocabulary_of(site: Site) -> Vocabulary:
    """What to look for on the site's pages."""
    return _vocabulary(tuple((where, one.headings) for where, one in blocks_of(site).items()))


@lru_cache(maxsize=256)
def _vocabulary(blocks: tuple[tuple[Where, tuple[str, ...]], ...]) -> Vocabulary:
    """Sites that no file describes all share one."""
    names = {_fold(heading): where for where, headings in blocks for heading in headings}
    prefixes = frozenset(name[:end] for name in names for end in range(1, len(name) + 1))
    begins = re.compile(rf"[\W_]*+(?:{'|'.join(sorted(_beginnings(names)))})" if names else "(?!)")
    return Vocabulary(names, prefixes, begins, 2 * max(map(len, names), default=0))


def _beginnings(names: Iterable[str]) -> set[str]:
    """Patterns of how a heading's first text begins: two letters, or one alone before a child.
    Fixed in length, so that a search with them is linear."""
    return {f"{_either(name[0])}(?:{_either(name[1:2])}|\\W*\\Z)" for name in names}


def _either(letter: str) -> str:
    return f"[{re.escape(letter)}{re.escape(letter.upper())}]" if letter else ""


def find_stretches(body: Element, vocabulary: Vocabulary, articles: Articles) -> list[Stretch]:
    """Every heading below ``body`` with the links that follow it, in document order.

    ``articles`` gives an anchor's canonical address if it leads to an article.
    """
    stretches: list[Stretch] = []
    current: Stretch | None = None
    begins, headings = vocabulary.begins.match, 0
    for element in body.iter():
        text, tail = element.text, element.tail
        if headings < MAX_HEADINGS and ((text and begins(text)) or (tail and begins(tail))):
            found = _heading(element, vocabulary, articles)
            if found is not None and (current is None or found.heading is not current.heading):
                headings += 1
                _close(current, found.heading)
                current = found
                stretches.append(found)
        if current is None:
            continue
        if element.tag == "a":
            _take(element, current, articles)
        elif element.tag in current.ending and _ends(element, current, articles):
            _close(current, element)
            current = None
    return stretches


def _heading(element: Element, vocabulary: Vocabulary, articles: Articles) -> Stretch | None:
    """A stretch under the heading whose text begins in this element or right behind it."""
    if isinstance(element.tag, str) and _may_begin(element.text, vocabulary):  # no comment
        return _widest(element, vocabulary, articles)
    if _may_begin(element.tail, vocabulary):
        return _widest(element.getparent(), vocabulary, articles)
    return None


def _may_begin(text: str | None, vocabulary: Vocabulary) -> bool:
    return (
        text is not None
        and len(text.strip(_EDGE)) <= vocabulary.longest
        and _fold(text) in vocabulary.prefixes
    )


def _widest(holder: Element, vocabulary: Vocabulary, articles: Articles) -> Stretch | None:
    """The widest element around ``holder`` whose whole text is a heading, as a new stretch."""
    best: Stretch | None = None
    for element in islice(chain((holder,), holder.iterancestors()), MAX_CLIMB):
        text = _short_text(element, vocabulary.longest)
        where = vocabulary.names.get(_fold(text)) if text else None
        if where is None and (best or text is None):
            break
        if where is None:
            continue
        if _holds_article(element, articles):  # pictures alone have no text
            break
        best = Stretch(where, element)
    return None if best is None or _in_menu(best.heading) else best


def _short_text(element: Element, longest: int) -> str | None:
    """The element's text, None if it is longer; a long one is not read to its end."""
    text = ""
    for piece in element.itertext():
        text += piece.strip()
        if len(text) > longest:
            return None
    return text


def _in_menu(element: Element) -> bool:
    return next(element.iterancestors("nav"), None) is not None


def _close(stretch: Stretch | None, end: Element) -> None:
    if stretch is not None:
        stretch.end = end


def _take(anchor: Element, stretch: Stretch, articles: Articles) -> None:
    url = articles(anchor)
    if url is not None and len(stretch.links) < MAX_LINKS:
        stretch.links.append((anchor, url))


def _ends(element: Element, stretch: Stretch, articles: Articles) -> bool:
    """True at the page's foot, at the article's own title, and at a sibling made like the
    heading that stands over something else. A title within an item is neither."""
    tag = element.tag
    if tag == "footer":
        return True
    if tag == "h1":
        in_link = bool(stretch.links) and stretch.links[-1][0] in element.iterancestors("a")
        return not in_link and not _holds_article(element, articles)
    return (
        tag == stretch.heading.tag
        and element.getparent() is stretch.heading.getparent()
        and element is not stretch.heading
        and _mark(element) == _mark(stretch.heading) is not None
        and not _holds_article(element, articles)
    )


def _mark(element: Element) -> str | None:
    """How a heading is made, None where that tells it from nothing else beside it."""
    if element.tag in _HEADING_TAGS:
        return str(element.tag)
    within = next((child.tag for child in element if child.tag in _HEADING_TAGS), "")
    name = element.get("class", "")
    return f"{name} {within}" if name or within else None


def _holds_article(element: Element, articles: Articles) -> bool:
    """True if a link in it leads to an article, or there are more than any heading has."""
    anchors = list(islice(element.iter("a"), MAX_ANCHORS + 1))
    return len(anchors) > MAX_ANCHORS or any(map(articles, anchors))


def _fold(text: str) -> str:
    return "".join(text.casefold().split()).strip(_EDGE)
