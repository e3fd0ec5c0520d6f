"""A listing's Page → its stories in page order, and the address of the page that follows."""

from __future__ import annotations

import datetime as dt

from crawler.discovery.day_pages import find_day_before
from crawler.discovery.fragment import as_document
from crawler.discovery.links import (
    Announced,
    Discovered,
    announced_time,
    article_address,
    article_links,
    base_of,
    following_page,
)
from crawler.discovery.listing_shape import find_items
from crawler.discovery.pager import find_following
from crawler.discovery.select import Element, select, spaced_text
from crawler.link import Where
from crawler.page import Page
from crawler.site import Listing, Site


def read_listing(
    page: Page,
    site: Site,
    listing: Listing,
    where: Where = Where.LISTING,
    is_further: bool = False,
) -> Discovered:
    """The stories that a listing (or an archive's page) announces and its next page, as its pager
    says. Any page may be given: one that is no listing has no items. One that ``is_further`` was
    come to from a listing's first page, and may hold but one story."""
    page = as_document(page)
    if listing.item is None:
        found = article_links(find_items(page, site, is_further), page, site, where)
        return Discovered(found, find_following(page, site) or find_day_before(page, site))
    root = page.selector.root
    base = base_of(page)
    items = (_read(item, base, site, listing) for item in select(root, listing.item))
    links = article_links(filter(None, items), page, site, where, base=base)
    pager = select(root, listing.following) if listing.following else []
    last = pager[-1].get("href") if pager else None
    return Discovered(links, following_page(last, page, site, base))


def _read(item: Element, base: str, site: Site, listing: Listing) -> Announced | None:
    """The item's first link of article shape that has a text, the first of all if none has."""
    anchors = [
        a
        for a in select(item, listing.link)
        if article_address(a.get("href", ""), base, site) is not None
    ]
    if not anchors:
        return None
    titled = next((a for a in anchors if spaced_text(a)), anchors[0])
    title = spaced_text(titled) or _picture_text(titled)
    return Announced(titled.get("href"), title, _time(item, site, listing))


def _picture_text(anchor: Element) -> str | None:
    return next((alt for image in anchor.iter("img") if (alt := image.get("alt"))), None)


def _time(item: Element, site: Site, listing: Listing) -> dt.datetime | None:
    element = next(iter(select(item, listing.time)), None) if listing.time else None
    if element is None:
        return None
    return announced_time([element.get("datetime", "")], site) or announced_time(
        [spaced_text(element)], site
    )
