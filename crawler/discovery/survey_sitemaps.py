"""The sitemaps of a site that is being surveyed: of news, and of what changed lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from crawler.discovery.feed import read_feed
from crawler.discovery.findings import Asking, Found, ask
from crawler.discovery.robots_txt import read_sitemap_lines
from crawler.discovery.site_pages import COMMON_SITEMAPS, common_addresses
from crawler.discovery.sitemap import read_sitemap
from crawler.discovery.survey_feeds import add_feed
from crawler.discovery.undescribed import opened
from crawler.link import Link, PageKind
from crawler.page import Page

MAX_SITEMAPS = 6
"""Sitemaps that are kept as places; of an index, those that changed last."""
MAX_SITEMAPS_ASKED = 16
MAX_SITEMAP_DEPTH = 3
RECENT = dt.timedelta(days=14)
"""A sitemap none of whose pages changed since then announces no news."""


def find_sitemaps(found: Found, robots: Page | None, now: dt.datetime) -> Asking[None]:
    """Sitemaps of news and of what changed lately, down their indexes."""
    named = read_sitemap_lines(robots, found.site) if robots is not None else ()
    waiting = tuple(link.url for link in named) or common_addresses(COMMON_SITEMAPS, found.site)
    asked: set[str] = set()
    for _ in range(MAX_SITEMAP_DEPTH):
        urls = tuple(u for u in waiting if u not in asked)[: MAX_SITEMAPS_ASKED - len(asked)]
        if not urls:
            return
        is_first = not asked
        asked |= set(urls)
        answers = yield from ask(found, urls)
        pages = [page for u in urls if (page := answers.get(u))]
        waiting = _read_sitemaps(found, pages, now)
        if is_first and not named:
            found.whole += [page.url for page in pages if read_sitemap(page, opened(found.site))]


def _read_sitemaps(found: Found, pages: Iterable[Page], now: dt.datetime) -> tuple[str, ...]:
    """Keeps the sitemaps that announce something recent; gives the children of indexes."""
    children: list[Link] = []
    for page in pages:
        links = read_sitemap(page, opened(found.site))
        if not links and (announced := read_feed(page, opened(found.site)).links):
            add_feed(found, page, announced)  # a feed may stand in for a sitemap
        children += [link for link in links if link.kind is PageKind.SITEMAP]
        articles = tuple(link for link in links if link.kind is PageKind.ARTICLE)
        if _is_recent(articles, now) and len(found.sitemaps) < MAX_SITEMAPS:
            found.sitemaps.append(page.url)
            found.links[page.url] = articles
        elif articles and not _times(articles):
            found.undated = found.undated or page.url
    return tuple(link.url for link in sorted(children, key=_by_promise))


def _by_promise(link: Link) -> tuple[bool, float]:
    """News first, then what changed last."""
    changed = link.published.timestamp() if link.published else 0.0
    return "news" not in link.url.lower(), -changed


def _is_recent(links: tuple[Link, ...], now: dt.datetime) -> bool:
    times = _times(links)
    return bool(times) and max(times) > now - RECENT


def _times(links: Iterable[Link]) -> list[dt.datetime]:
    return [time for link in links if (time := link.published or link.changed)]
