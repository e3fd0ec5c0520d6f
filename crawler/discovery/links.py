"""The link step that all of discovery shares: what a place announced → Links.

Never raises: an href that cannot be an address is left out and loses nothing beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from w3lib.html import get_base_url

from crawler.discovery.addresses import MAX_RAW_LENGTH, on_site
from crawler.link import Link, PageKind, Where
from crawler.normalization.dates import parse_time
from crawler.normalization.text import clean_line
from crawler.page import Page
from crawler.site import Site

MAX_LINKS = 2000
"""Links taken from one listing, feed or block: more is a trap."""
MAX_TITLE = 1000
"""Characters of an announced title that are kept."""
MAX_TIME = 60
"""Characters of a text that is read as a time."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What a place says of one address, as it stands there."""

    href: str
    title: str | None = None
    published: dt.datetime | None = None
    changed: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Discovered:
    """What one page of a place names. ``following`` is the next page of the place, None on the
    last one."""

    links: tuple[Link, ...]
    following: str | None = None


def article_links(
    announced: Iterable[Announced],
    page: Page,
    site: Site,
    where: Where,
    *,
    base: str | None = None,
    limit: int = MAX_LINKS,
) -> tuple[Link, ...]:
    """Links of article shape in the order given, the first of each address, ranked from 0.

    Relative addresses are relative to ``base``, else to the page.
    """
    found: dict[str, Link] = {}
    for one in announced:
        url = article_address(one.href, base or page.url, site)
        if url is None or url in found:
            continue
        rank, title = len(found), tidy(one.title)
        found[url] = Link(
            url, PageKind.ARTICLE, where, page.url, rank, title, one.published, one.changed
        )
        if len(found) == limit:
            break
    return tuple(found.values())


def article_address(href: str, base: str, site: Site) -> str | None:
    """The canonical address if it is on the site and may be an article: of the shape that the
    site declares, or any where it declares none. An href to the page itself is none."""
    if href[:1] in ("", "#") or len(href) > MAX_RAW_LENGTH:
        return None
    if is_own(href, site) or (href[:1] == "/" != href[1:2] and is_own(base, site)):
        base = site.home  # the same from every page: side blocks repeat
    return _article_address(href, base, site)


@lru_cache(maxsize=2048)
def _article_address(href: str, base: str, site: Site) -> str | None:
    url = on_site(href, site, base)
    if url is None:
        return None
    may_be = site.is_article(url) if site.article_url else is_own(url, site)
    return url if may_be else None


def base_of(page: Page) -> str:
    """What the page's relative addresses are relative to: as it says, where that is an address."""
    try:
        return get_base_url(page.text[:4096], page.url)
    except ValueError:  # an IPv6 literal or a port that cannot be
        return page.url


def is_own(url: str, site: Site) -> bool:
    """True if a canonical address is on the site's own host."""
    return url.startswith(f"{site.origin}/")


def following_page(href: str | None, page: Page, site: Site, base: str) -> str | None:
    """The address of a place's next page; None if that is this page or another site's."""
    url = on_site(href, site, base) if href else None
    if url is None or not is_own(url, site) or url == on_site(page.url, site):
        return None
    return url


def tidy(text: str | None) -> str | None:
    """The text as one clean line, cut at MAX_TITLE; None if nothing is left."""
    if not text:
        return None
    return clean_line(text[: 4 * MAX_TITLE], MAX_TITLE) or None


def announced_time(texts: Sequence[str], site: Site) -> dt.datetime | None:
    """The time that the texts give together, else the first that one of them gives."""
    short = [text for text in texts if 0 < len(text) <= MAX_TIME]
    candidates = [" ".join(short), *short] if len(short) > 1 else short
    times = (_moment(text, site) for text in candidates)
    return next((time for time in times if time is not None), None)


@lru_cache(maxsize=2048)  # a story is announced on many pages
def _moment(text: str, site: Site) -> dt.datetime | None:
    return parse_time(text, site.zone, site.times)
