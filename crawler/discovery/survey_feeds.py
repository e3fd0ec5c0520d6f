"""The feeds of a site that is being surveyed: those that its head links to, those that a page
about feeds lists, those at common addresses."""

from __future__ import annotations

from crawler.discovery.feed import read_feed
from crawler.discovery.findings import Asking, Found, ask
from crawler.discovery.links import is_own
from crawler.discovery.site_pages import (
    COMMON_FEEDS,
    common_addresses,
    linked_feeds,
    links_to_feeds,
)
from crawler.discovery.undescribed import opened
from crawler.link import Link
from crawler.page import Page

MAX_FEEDS = 4
MAX_FEED_PAGES = 3
"""Links of a home page that may lead to feeds, or to a page that lists them."""


def find_feeds(found: Found) -> Asking[None]:
    """Keeps the feeds that announce articles."""
    linked = [url for page in found.fronts for url in linked_feeds(page, found.site)]
    if linked:
        yield from _try_feeds(found, tuple(dict.fromkeys(linked))[:MAX_FEEDS])
    if not found.feeds:
        yield from _follow_links(found)
    for url in () if found.feeds else common_addresses(COMMON_FEEDS, found.site):
        yield from _try_feeds(found, (url,))
        if found.feeds:
            return


def add_feed(found: Found, page: Page, links: tuple[Link, ...]) -> None:
    """Keep a feed of the site's own, once."""
    if is_own(page.url, found.site) and page.url not in found.feeds:
        found.feeds.append(page.url)
        found.links[page.url] = links


def _follow_links(found: Found) -> Asking[None]:
    """Links of the home page that speak of feeds lead to one, or to a page that lists them."""
    fronts = tuple(url for page in found.fronts for url in links_to_feeds(page, found.site))
    listed = yield from _try_feeds(found, tuple(dict.fromkeys(fronts))[:MAX_FEED_PAGES])
    named = [url for page in listed for url in links_to_feeds(page, found.site)]
    yield from _try_feeds(found, tuple(dict.fromkeys(named))[: MAX_FEEDS - len(found.feeds)])


def _try_feeds(found: Found, urls: tuple[str, ...]) -> Asking[list[Page]]:
    """Keeps those that are feeds; gives the pages that are none."""
    answers = yield from ask(found, urls)
    others: list[Page] = []
    for url in urls:
        page = answers.get(url)
        links = read_feed(page, opened(found.site)).links if page is not None else ()
        if page is not None and links:
            add_feed(found, page, links)
        elif page is not None and "html" in page.headers.get("content-type", "html"):
            others.append(page)
    return others
