"""A home page and a robots.txt → the addresses where a site may announce its articles.

Nothing is asked here: what is named is what a survey asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from urllib.parse import urlsplit

from crawler.discovery.addresses import on_site
from crawler.discovery.links import base_of, is_own
from crawler.discovery.select import Element, spaced_text
from crawler.page import Page
from crawler.site import Site

COMMON_FEEDS = (
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/all",
    "/rss/all.rss", "/feeds/posts/default", "/news/rss", "/feed.json", "/rss/index.xml",
)  # fmt: skip
COMMON_SITEMAPS = (
    "/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/sitemap-news.xml",
    "/sitemap_news.xml",
)  # fmt: skip
MAX_SECTIONS = 10
MAX_FRAMES = 4
MAX_ANCHORS = 2000
LONGEST_NAME = 40
"""Characters of a section's name in a menu."""

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_OTHER_FEED = re.compile(r"comments?\b|/author/|/tag/|oembed|podcast", re.IGNORECASE)
_FEED_ADDRESS = re.compile(r"[/._?=-](?:rss|feeds?|atom|rdf)(?:[/._?&-]|$)|\.xml$", re.IGNORECASE)
_FEED_WORDS = re.compile(
    r"(?:our )?(?:rss|news|atom)?[- ]?(?:rss|feeds?|xml|atom)(?: feeds?)?", re.I
)
_ALL_NEWS = re.compile(r"all|latest|news|main|index|full|everything", re.IGNORECASE)
_NUMBER = re.compile(r"\d{3,}")
_MENU = re.compile(
    r"menu|nav|rubri|categor|section|topics|(?<![\w-])header|(?:site|page|main|top)[_-]?header",
    re.IGNORECASE,
)
_OTHER_PAGE = re.compile(
    r"/(?:about|contact|privacy|terms|cookie|login|log-in|sign|register|account|subscri|search"
    r"|advert|newsletter|careers|jobs|help|faq|legal|imprint|impressum|datenschutz|agb|tag|tags"
    r"|page|author|authors|rss|feed|sitemap|shop|donate|support|podcast|video-live|live-tv|weather"
    r"|games|puzzles|archive|wp-|kontakt|reklama|o-nas|pro-nas|redak)",
    re.IGNORECASE,
)
_NEWS_FIRST = re.compile(r"/(?:news|latest|all|lenta|novosti|novyny|nachrichten|actu)", re.I)


def linked_feeds(page: Page, site: Site) -> tuple[str, ...]:
    """The site's own feeds that a page's head links to; those of comments are left out."""
    found = (
        on_site(link.get("href") or "", site, base_of(page))
        for link in page.root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").split(";")[0].strip().lower() in _FEED_TYPES
        and not _OTHER_FEED.search(f"{link.get('href')} {link.get('title', '')}")
    )
    return tuple(dict.fromkeys(url for url in found if url and is_own(url, site)))


def common_addresses(paths: tuple[str, ...], site: Site) -> tuple[str, ...]:
    """Paths that many sites use, as addresses of this one."""
    return tuple(site.origin + path for path in paths)


@dataclass(frozen=True, slots=True)
class Sections:
    """Pages that menus link to, those of all news first; ``like_stories`` have the address of one,
    and only their pages can tell."""

    plain: tuple[str, ...]
    like_stories: tuple[str, ...]


def linked_sections(
    page: Page,
    site: Site,
    articles: Collection[str] = frozenset(),
    is_menu: bool = False,
) -> Sections:
    """The section pages that the menus of a page link to, or the whole of one that ``is_menu``;
    none of ``articles``, addresses that are known to be stories."""
    anchors = islice(page.root.iter("a"), MAX_ANCHORS)
    base, home = base_of(page), on_site(page.url, site)
    found: dict[str, None] = {}
    for anchor in anchors:
        url = on_site(anchor.get("href") or "", site, base)
        if not url or url == home or url in articles:
            continue
        if _may_be_section(url, anchor, site) and (is_menu or _in_menu(anchor)):
            found.setdefault(url)
    ordered = sorted(found, key=lambda url: not _NEWS_FIRST.search(urlsplit(url).path))
    plain = [url for url in ordered if not site.is_article(url)]
    alike = [
        url for url in ordered if site.is_article(url) and not _NUMBER.search(urlsplit(url).path)
    ]
    return Sections(tuple(plain[:MAX_SECTIONS]), tuple(alike[:MAX_SECTIONS]))


def linked_frames(page: Page, site: Site) -> tuple[str, ...]:
    """The site's own pages that a page is put together of."""
    base = base_of(page)
    sources = (frame.get("src") for frame in page.root.iter("frame"))
    found = (on_site(source, site, base) for source in sources if source)
    return tuple(dict.fromkeys(u for u in found if u and is_own(u, site)))[:MAX_FRAMES]


def links_to_feeds(page: Page, site: Site) -> tuple[str, ...]:
    """The site's own addresses behind links that speak of feeds, those of all news first."""
    base, found = base_of(page), dict[str, None]()
    for anchor in islice(page.root.iter("a"), MAX_ANCHORS):
        href = anchor.get("href") or ""
        if not (_FEED_ADDRESS.search(href) or _FEED_WORDS.fullmatch(spaced_text(anchor)[:40])):
            continue
        url = on_site(href, site, base)
        if url and is_own(url, site) and not _OTHER_FEED.search(url):
            found.setdefault(url)
    return tuple(sorted(found, key=lambda url: not _ALL_NEWS.search(urlsplit(url).path)))


def language_of(page: Page) -> str:
    """The language that a document says it is in, as it says it."""
    root = page.root
    return (root.get("lang") or root.get("xml:lang") or "").strip()


def _may_be_section(url: str, anchor: Element, site: Site) -> bool:
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if not is_own(url, site) or not 1 <= len(segments) <= 3 or parts.query:
        return False
    text = spaced_text(anchor)
    return 2 <= len(text) <= LONGEST_NAME and not _OTHER_PAGE.search(parts.path)


def _in_menu(anchor: Element) -> bool:
    """True within a menu of the page; a header within a teaser's own element is the teaser's."""
    return any(
        element.tag in ("nav", "header") or _MENU.search(_marks(element))
        for element in takewhile(lambda element: element.tag != "article", _around(anchor))
    )


def _around(anchor: Element) -> Iterator[Element]:
    return (e for e in islice(anchor.iterancestors(), 8) if e.tag not in ("body", "html"))


def _marks(element: Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"
