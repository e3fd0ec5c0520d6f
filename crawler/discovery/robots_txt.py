"""A robots.txt's Page → the sitemaps that it names."""

from __future__ import annotations

from crawler.discovery.addresses import on_site
from crawler.discovery.links import is_own
from crawler.link import Link, PageKind, Where
from crawler.page import Page
from crawler.site import Site

MAX_SITEMAPS = 100


def read_sitemap_lines(page: Page, site: Site) -> tuple[Link, ...]:
    """The site's own sitemaps, in the file's order; a line that gives no address is passed over."""
    found: dict[str, Link] = {}
    for line in page.text.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() != "sitemap" or len(found) >= MAX_SITEMAPS:
            continue
        address = value.partition("#")[0].strip()
        url = on_site(address, site, page.url) if address else None
        if url is not None and is_own(url, site) and url not in found:
            found[url] = Link(url, PageKind.SITEMAP, Where.SITEMAP, page.url, len(found))
    return tuple(found.values())
