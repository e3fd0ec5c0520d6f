"""Where a site announces articles: the site file → the places a crawl or a backfill opens."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from crawler.discovery.addresses import key
from crawler.discovery.archive import archive_urls
from crawler.ledger.crawling.backfill import Span
from crawler.ledger.crawling.places import Place
from crawler.link import PageKind
from crawler.rules import Archive, Discovery, Feed, Listing, Sitemap
from crawler.site import Site

SECTION_EVERY = dt.timedelta(hours=24)
_KINDS = {Feed: PageKind.FEED, Listing: PageKind.LISTING, Sitemap: PageKind.SITEMAP}


def crawl_places(site: Site) -> list[Place]:
    """What every crawl asks, and the sections, which are asked once a day."""
    now, daily = dt.timedelta(0), SECTION_EVERY
    return [
        _place(site, place.url, kind, every)
        for places, every in ((site.discovery, now), (site.sections, daily))
        for place in places
        if (kind := _KINDS.get(type(place))) is not None and not _is_only_back(place)
    ]


def _is_only_back(place: Discovery) -> bool:
    return isinstance(place, Sitemap) and place.only_back


def main_listings(site: Site) -> list[Place]:
    """The listings that hold all of the site's stories: those that every crawl asks."""
    return [
        _place(site, place.url, PageKind.LISTING)
        for place in site.discovery
        if isinstance(place, Listing)
    ]


def goes_by_date(site: Site) -> bool:
    """Whether a backfill finds a day's stories without walking back to it."""
    return any(isinstance(place, Archive | Sitemap) for place in (*site.discovery, *site.sections))


def backfill_places(site: Site, span: Span, now: dt.datetime) -> list[Place]:
    """Everything that may lead back in time: listings, sections, feeds (some are in pages),
    archives of days that have begun, sitemaps, and the robots.txt, which may name more."""
    said = (*site.discovery, *site.sections)
    first, end, today = (t.astimezone(site.zone).date() for t in (span.start, span.end, now))
    last = min(end - dt.timedelta(days=1), today)
    archives = (
        _place(site, url, PageKind.LISTING)
        for archive in said
        if isinstance(archive, Archive)
        for url in archive_urls(site, archive, first, last)
    )
    whole = (_place(site, place.url, PageKind.SITEMAP) for place in said if _is_only_back(place))
    robots = _place(site, "/robots.txt", PageKind.SITEMAP)
    return [*crawl_places(site), *archives, *whole, robots]


def is_of_archive(url: str, site: Site) -> bool:
    """True for a page of one of the site's archives, whatever its date."""
    archives = [a for a in (*site.discovery, *site.sections) if isinstance(a, Archive)]
    return any(re.fullmatch(_dated_pattern(archive, site), url) for archive in archives)


def is_of_open_date(url: str, site: Site, now: dt.datetime) -> bool:
    """True for the page of an archive whose day, or month, is not over."""
    today = now.astimezone(site.zone).date()
    archives = (a for a in (*site.discovery, *site.sections) if isinstance(a, Archive))
    return any(url in archive_urls(site, archive, today, today) for archive in archives)


def tag_places(site: Site, tags: Iterable[str]) -> list[Place]:
    """The listings of tags, where the site has such pages."""
    pages = site.tag_pages
    if pages is None:
        return []
    return [_place(site, pages.of(tag).url, PageKind.LISTING) for tag in tags]


def listing_of(url: str, site: Site) -> Listing:
    """How the listing is read whose first page is at ``url``; as the site's first where the site
    says nothing of it, and by its shape where it names none."""
    for listing, pattern in _listings(site):
        if re.fullmatch(pattern, url):
            return listing
    return next((listing for listing, _ in _listings(site)), Listing(url))


def _listings(site: Site) -> Iterator[tuple[Listing, str]]:
    """Each listing of the site file, and the pattern of its first page's address."""
    for place in chain(site.discovery, site.sections):
        if isinstance(place, Listing):
            yield place, re.escape(site.absolute(place.url))
        elif isinstance(place, Archive):
            yield place.listing, _dated_pattern(place, site)
    if site.tag_pages is not None:
        pattern = site.absolute(site.tag_pages.url).replace("{}", "\0")
        yield site.tag_pages.listing, re.escape(pattern).replace("\0", "[^/]+")


def _dated_pattern(archive: Archive, site: Site) -> str:
    """The pattern of the addresses of an archive's first pages."""
    marked = re.sub(r"%(\w|%)", lambda sign: "%" if sign[1] == "%" else "\0", archive.url)
    return re.escape(site.absolute(marked)).replace("\0", r"[\w-]+")


def _place(site: Site, url: str, kind: PageKind, every: dt.timedelta = dt.timedelta(0)) -> Place:
    absolute = site.absolute(url)
    return Place(key(absolute, site), absolute, kind, every)
