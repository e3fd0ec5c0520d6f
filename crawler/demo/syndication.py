"""Syndication: Newsroom → robots.txt, RSS and sitemaps, with the real absolute addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from email.utils import format_datetime
from html import escape

from crawler.demo.announced import (
    in_feed,
    in_news_sitemap,
    sitemap_serials,
    sitemaps,
)
from crawler.demo.conduct import Conduct
from crawler.demo.listing_markup import heading
from crawler.demo.newsroom import Announcement, Newsroom
from crawler.demo.places import LATEST, Place

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def robots_txt(newsroom: Newsroom, conduct: Conduct) -> str:
    """Everything is allowed but the control addresses."""
    delay = f"Crawl-delay: {conduct.crawl_delay:g}\n" if conduct.crawl_delay else ""
    origin = newsroom.edition.origin
    return (
        f"User-agent: *\nAllow: /\nDisallow: /_newsroom/\n{delay}\nSitemap: {origin}/sitemap.xml\n"
    )


def rss(newsroom: Newsroom, place: Place, conduct: Conduct) -> str:
    """RSS 2.0 of the newest stories."""
    edition = newsroom.edition
    name = edition.source if place == LATEST else f"{edition.source} – {heading(place, edition)}"
    path = f"/news/{place.section or 'last'}.rss"
    items = "".join(_rss_item(newsroom, one) for one in in_feed(newsroom, place, conduct))
    return (
        f'{_XML}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{escape(name)}</title>\n<link>{edition.origin}/</link>\n"
        f"<description>{escape(name)}</description>\n<language>{edition.language}</language>\n"
        f"<lastBuildDate>{format_datetime(newsroom.sides_at)}</lastBuildDate>\n"
        f'<atom:link href="{edition.origin}{path}" rel="self" type="application/rss+xml"/>\n'
        f"{items}</channel>\n</rss>\n"
    )


def _rss_item(newsroom: Newsroom, one: Announcement) -> str:
    first_paragraph = newsroom.opening_paragraph(one.url)
    return (
        f"<item>\n<title>{escape(one.title)}</title>\n<link>{one.url}</link>\n"
        f'<guid isPermaLink="true">{one.url}</guid>\n'
        f"<pubDate>{format_datetime(one.published)}</pubDate>\n"
        f"<description>{escape(first_paragraph)}</description>\n</item>\n"
    )


def sitemap_index(newsroom: Newsroom) -> str:
    """The index: the news sitemap, then the numbered ones, oldest first."""
    origin = newsroom.edition.origin
    names = ["news", *map(str, range(1, sitemaps(newsroom) + 1))]
    entries = "".join(
        f"<sitemap><loc>{origin}/sitemap-{name}.xml</loc></sitemap>\n" for name in names
    )
    return f'{_XML}<sitemapindex xmlns="{_SITEMAP}">\n{entries}</sitemapindex>\n'


def sitemap(newsroom: Newsroom, number: int) -> str:
    """One numbered sitemap: a thousand articles in order of their numbers."""
    serials = sitemap_serials(newsroom, number)
    return _urlset(newsroom, map(newsroom.announcement, serials))


def news_sitemap(newsroom: Newsroom) -> str:
    """The newest articles."""
    return _urlset(newsroom, in_news_sitemap(newsroom))


def _urlset(newsroom: Newsroom, announcements: Iterable[Announcement]) -> str:
    entries = "".join(_url(newsroom, one) for one in announcements)
    return f'{_XML}<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{entries}</urlset>\n'


def _url(newsroom: Newsroom, one: Announcement) -> str:
    edition = newsroom.edition
    changed = newsroom.changed_at(one.url) or one.published
    return (
        f"<url><loc>{one.url}</loc><lastmod>{_iso(changed)}</lastmod><news:news>"
        f"<news:publication><news:name>{escape(edition.source)}</news:name>"
        f"<news:language>{edition.language}</news:language></news:publication>"
        f"<news:publication_date>{_iso(one.published)}</news:publication_date>"
        f"<news:title>{escape(one.title)}</news:title></news:news></url>\n"
    )


def _iso(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")
