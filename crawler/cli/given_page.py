"""A page as a user names it, by its address or as a saved file → the Page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated
from urllib.parse import urljoin

import typer

from crawler.cases.case import unpack
from crawler.cli.crawl import crawl_settings
from crawler.errors import UsageError
from crawler.fetch.guard import find_malformation
from crawler.page import Page
from crawler.site import Site

PageArgument = Annotated[
    str, typer.Argument(metavar="URL-or-FILE", help="An article's address, or a saved page.")
]
UrlOption = Annotated[
    str | None,
    typer.Option(metavar="URL", help="The address that a saved page had [default: as it says]."),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens.")]


def is_address(given: str) -> bool:
    """True for what is asked for on the network rather than read from a file."""
    return "://" in given


def read_file(given: str, url: str | None) -> Page:
    """A saved page, also a gzip-compressed one; its address is ``url``, else what it says itself,
    else empty. Raises UsageError for a file or an address that cannot be used."""
    try:
        body = unpack(Path(given).read_bytes())
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(
            f"{given} cannot be read ({why}); give an address with http(s):// or a file"
        ) from error
    page = Page(url or "", body, dt.datetime.now(dt.UTC).replace(microsecond=0))
    if url is None:
        return Page(_own_address(page), body, page.seen)
    if problem := find_malformation(url):
        raise UsageError(f"--url {url!r}: {problem.detail}; give the page's own address")
    return page


def _own_address(page: Page) -> str:
    """What a saved page says its address is; empty where it says nothing of use."""
    found = page.selector.css(
        "link[rel=canonical]::attr(href), meta[property='og:url']::attr(content)"
    ).get()
    return found if found and find_malformation(found) is None else ""


def fetch(url: str, site: Site, origin: str | None, verbose: bool) -> Page:
    """The page at an address of a site, asked as a crawl would. Raises BadAddress."""
    from crawler.spiders.run import quiet_logging
    from crawler.spiders.single import fetch_page

    quiet_logging(verbose)
    return fetch_page(url, site, crawl_settings(site, None, None, origin))


def fetch_article(url: str, site: Site, origin: str | None, verbose: bool) -> Page:
    """The page at an address of the site's articles, at any of a site that no file describes.
    Raises UsageError for another address."""
    from crawler.discovery.addresses import on_site
    from crawler.discovery.links import is_own
    from crawler.fetch.origin import Origin

    at = Origin.parse(origin, site.home) if origin is not None else None
    real = on_site(at.to_real(url) if at else url, site, site.home)
    if real is not None and not site.described and is_own(real, site):
        return fetch(real, site, origin, verbose)
    if real is None or not site.described:
        raise UsageError(f"{url} is no address of {site.home}; give a page of that site")
    if not site.is_article(real):
        raise UsageError(
            f"{url} is no article's address at {site.name}; one looks like {_shape(site)}"
        )
    return fetch(real, site, origin, verbose)


def read_article_file(given: str, url: str | None, site: Site) -> Page:
    """A saved page of the site. Raises UsageError if it bears no article's address."""
    page = read_file(given, url)
    if not site.is_article(page.url):
        said = f"says it is at {page.url}" if page.url else "does not say its address"
        raise UsageError(
            f"{given} {said}, no article of {site.name}; "
            f"give --url, which looks like {_shape(site)}"
        )
    return page


def with_home(page: Page, site: Site) -> Page:
    """The page, at the site's home where it has no address."""
    return page if page.url else Page(urljoin(site.home, "/"), page.body, page.seen)


def _shape(site: Site) -> str:
    return f"{site.home.rstrip('/')} + {site.article_url}"
