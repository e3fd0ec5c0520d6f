"""A Page of which nothing is known → whether its text is the teasers of other pages' stories.

A teaser is the widest element around a linked heading that leads to one address alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from crawler.discovery.addresses import on_site
from crawler.discovery.links import article_address, base_of
from crawler.discovery.listing_shape import MAX_ANCHORS, MAX_DEPTH
from crawler.discovery.select import Element
from crawler.discovery.undescribed import opened
from crawler.page import Page
from crawler.site import Site

LEAST_TEASERS = 3
_HEADINGS = frozenset(("h2", "h3", "h4", "h5"))


def is_teaser_list(page: Page, site: Site) -> bool:
    """True if half of the paragraphs' text, or more, stands in teasers, and those are several."""
    told = [(len(text), url) for text, url in _paragraphs(page, site) if text]
    inside = sum(length for length, url in told if url)
    return _has_several(url for _, url in told) and 2 * inside >= sum(length for length, _ in told)


def is_made_of_teasers(body: Iterable[str], page: Page, site: Site) -> bool:
    """True if most of what was read as a story stands in teasers, and those are several."""
    teasers = {text: url for text, url in _paragraphs(page, site) if text and url}
    texts = [" ".join(text.split()) for text in body]
    inside = [text for text in texts if text in teasers]
    is_most = 2 * sum(map(len, inside)) > sum(map(len, texts))
    return is_most and _has_several(teasers[text] for text in inside)


def _has_several(urls: Iterable[str | None]) -> bool:
    return len({url for url in urls if url}) >= LEAST_TEASERS


def _paragraphs(page: Page, site: Site) -> Iterator[tuple[str, str | None]]:
    """The text of each paragraph, and the address that it is a teaser of."""
    owners = _owners(page, opened(site))
    for paragraph in page.root.iter("p"):
        around = chain((paragraph,), islice(paragraph.iterancestors(), MAX_DEPTH))
        url = next((url for element in around if (url := owners.get(element))), None)
        yield " ".join("".join(paragraph.itertext()).split()), url


def _owners(page: Page, site: Site) -> dict[Element, str | None]:
    """Elements around linked headings: the address that they lead to, None where to several."""
    owners: dict[Element, str | None] = {}
    for heading, url in _linked_headings(page, site):
        for element in islice(heading.iterancestors(), MAX_DEPTH):
            if owners.setdefault(element, url) != url:
                owners[element] = None
    return owners


def _linked_headings(page: Page, site: Site) -> Iterator[tuple[Element, str]]:
    """Headings with the story's address that they lead to; those of the page itself left out."""
    base, here = base_of(page), on_site(page.url, site)
    for anchor in islice(page.root.iter("a"), MAX_ANCHORS):
        heading = next((e for e in islice(anchor.iterancestors(), 3) if e.tag in _HEADINGS), None)
        heading = heading if heading is not None else next(anchor.iter(*_HEADINGS), None)
        url = article_address(anchor.get("href", ""), base, site) if heading is not None else None
        if url is not None and url != here:
            yield heading, url
