"""An article's Page → its side blocks: MORE ABOUT, HOT NEWS, LATEST, and where they stand.

A block is found by the class of its container where the site file knows it, else by its heading.
What a page shows of a story there (picture, title, time) becomes one Link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.discovery.headings import (
    Articles,
    Stretch,
    blocks_of,
    find_stretches,
    vocabulary_of,
)
from crawler.discovery.items import announced_in, is_time
from crawler.discovery.links import article_address, article_links, base_of
from crawler.discovery.related_shape import find_related
from crawler.discovery.select import Element, select, whole_text
from crawler.link import Link, Where
from crawler.page import Page
from crawler.site import Block, Site

MAX_LEVELS = 3
"""Levels between a heading and the element that holds both it and its block's links."""
MAX_TEXT = 300
"""Characters a link, and as many again, that stand in a block: a story has more."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """The side blocks of a page, each in page order.

    ``region`` are the outermost elements that make them up: nothing in them is the article's.
    """

    related: tuple[Link, ...] = ()
    hot_news: tuple[Link, ...] = ()
    latest: tuple[Link, ...] = ()
    region: tuple[Element, ...] = ()
    _held: frozenset[Element] = field(default=frozenset(), repr=False)

    def hold(self, element: Element) -> bool:
        """True if the element stands in one of the blocks."""
        held = self._held
        return bool(held) and (element in held or any(a in held for a in element.iterancestors()))


@dataclass(frozen=True, slots=True)
class _Place:
    """A block's elements in page order, and its links; ``levels`` as for MAX_LEVELS."""

    region: tuple[Element, ...]
    links: dict[Element, str]
    levels: int = 0


def read_blocks(page: Page, site: Site) -> Blocks:
    """The side blocks of an article's page. A page without any gives empty ones."""
    if site.described and not blocks_of(site):
        return Blocks()
    root = page.selector.root
    body = root.find("body")
    base = base_of(page)

    def articles(anchor: Element) -> str | None:
        return article_address(anchor.get("href", ""), base, site)

    places = _find_places(site, root if body is None else body, articles)
    region = tuple(e for found in places.values() for place in found for e in place.region)
    links = {where: _read(found[0], site, page, where) for where, found in places.items()}
    return Blocks(
        links.get(Where.RELATED, ()),
        links.get(Where.HOT_NEWS, ()),
        links.get(Where.LATEST, ()),
        region,
        frozenset(region),
    )


def _read(place: _Place, site: Site, page: Page, where: Where) -> tuple[Link, ...]:
    block = blocks_of(site)[where]
    return article_links(announced_in(place.region, place.links, block, site), page, site, where)


def _find_places(site: Site, body: Element, articles: Articles) -> dict[Where, list[_Place]]:
    """Where each block stands, the likeliest place first."""
    places: dict[Where, list[_Place]] = {}
    for where, block in blocks_of(site).items():
        if found := _by_container(block, body, articles):
            places[where] = found
    candidates: dict[Where, list[_Place]] = defaultdict(list)
    for stretch in find_stretches(body, vocabulary_of(site), articles):
        place = _by_heading(stretch)
        if place is not None and stretch.where not in places:
            candidates[stretch.where].append(place)
    places |= {where: _likeliest(found) for where, found in candidates.items()}
    if not site.described and Where.RELATED not in places:
        shaped = find_related(body, articles)
        places |= {Where.RELATED: [_Place((shaped[0],), shaped[1])]} if shaped else {}
    return places


def _likeliest(places: list[_Place]) -> list[_Place]:
    """Those nearest to their heading, the longest first: a menu's "Latest" is far from any link
    it might head, and a block may stand twice, for narrow and wide screens."""
    nearest = min(place.levels for place in places)
    return sorted((p for p in places if p.levels == nearest), key=lambda p: -len(p.links))


def _by_container(block: Block, body: Element, articles: Articles) -> list[_Place]:
    elements = select(body, block.container) if block.container else []
    places = (_Place((e,), _links_in(e, articles)) for e in elements)
    return [place for place in places if place.links]


def _links_in(element: Element, articles: Articles) -> dict[Element, str]:
    found = ((anchor, articles(anchor)) for anchor in element.iter("a"))
    return {anchor: url for anchor, url in found if url is not None}


def _by_heading(stretch: Stretch) -> _Place | None:
    """The block under a heading: its links as far as the element reaches that holds both the
    heading and the first of them. None if that is too far off or reads like a story."""
    if not stretch.links:
        return None
    around = set(stretch.links[0][0].iterancestors())
    ancestors = list(stretch.heading.iterancestors())
    levels = next(n for n, element in enumerate(ancestors, 1) if element in around)
    if levels > MAX_LEVELS:
        return None
    container = ancestors[levels - 1]
    links = stretch.links
    if container not in links[-1][0].iterancestors():
        links = [(a, url) for a, url in links if container in a.iterancestors()]
    region = [*_cover(stretch, container, links[-1][0])]
    region += _trailing_time(region, stretch.end)
    text = sum(len(whole_text(element)) for element in region)
    if text > MAX_TEXT + MAX_TEXT * len(links):
        return None
    return _Place(tuple(region), dict(links), levels)


def _trailing_time(region: list[Element], end: Element | None) -> list[Element]:
    """The last item's time where times stand behind their links and nothing holds both."""
    trailing = next(region[-1].itersiblings("*"), None)
    if trailing is None or trailing is end or not is_time(whole_text(trailing)):
        return []
    times = [element for element in region[1:] if is_time(whole_text(element))]
    return [trailing] if times and times[0] is not region[1] else []


def _cover(stretch: Stretch, container: Element, last: Element) -> Iterator[Element]:
    """The outermost elements from the heading to the last link, nothing of what follows it."""
    element = stretch.heading
    yield element
    while element.getparent() is not container:
        yield from element.itersiblings("*")
        element = element.getparent()
    to_last = {last, *last.iterancestors()}
    for sibling in element.itersiblings("*"):
        if sibling in to_last:
            yield from _up_to(sibling, to_last, stretch.end)
            return
        yield sibling


def _up_to(element: Element, to_last: set[Element], end: Element | None) -> Iterator[Element]:
    """The element, or, where what ended the block stands in it too, its part before that."""
    to_end = set() if end is None else {end, *end.iterancestors()}
    while element in to_end:
        inner = next((child for child in element if child in to_last), None)
        if inner is None:
            return
        yield from reversed(list(inner.itersiblings("*", preceding=True)))
        element = inner
    yield element
