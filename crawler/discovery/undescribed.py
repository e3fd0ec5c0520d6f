"""A home address → a Site made of it alone; what a survey finds makes it whole.

It is an ordinary Site: what its file would say is said by what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.discovery.addresses import canonical
from crawler.discovery.article_shape import shape_of
from crawler.discovery.side_headings import (
    HOT_HEADINGS,
    LATEST_HEADINGS,
    RELATED_HEADINGS,
)
from crawler.errors import BadAddress
from crawler.fetch.guard import find_malformation
from crawler.site import Block, Discovery, Site

_NAME_BREAK = re.compile(r"[^a-z0-9.-]+")


def undescribed(
    home: str,
    *,
    source: str = "",
    language: str = "",
    timezone: str = "UTC",
    discovery: tuple[Discovery, ...] = (),
    sections: tuple[Discovery, ...] = (),
    article_url: str | None = None,
) -> Site:
    """The site at ``home``, named by its host. Raises BadAddress, saying what to write."""
    address = read_home(home)
    values = {
        "__module__": __name__,
        "__doc__": f"The site at {address}, as its pages show it.",
        "described": False,
        "name": name_of(address),
        "source": source,
        "home": address,
        "aliases": _other_hosts(urlsplit(address).netloc),
        "language": language,
        "timezone": timezone,
        "discovery": discovery,
        "sections": sections,
        "article_url": shape_of(()) if article_url is None else article_url,
        "related": Block(RELATED_HEADINGS),
        "hot_news": Block(HOT_HEADINGS),
        "latest": Block(LATEST_HEADINGS),
    }
    site: Site = type("UndescribedSite", (Site,), values)()
    return site


def read_home(text: str) -> str:
    """The canonical address of a home page as a user writes it. Raises BadAddress."""
    problem = find_malformation(text.strip())
    if problem is not None:
        raise BadAddress(f"this cannot be crawled: {problem.detail}; write https://host/")
    address = canonical(text)
    if address is None:
        raise BadAddress(f"{text!r} is no address of a site; write https://host/")
    return address


def name_of(url: str) -> str:
    """The name of the site that an address is on: its host without ``www.``, and its port."""
    host = urlsplit(url).netloc.lower().removeprefix("www.")
    return _NAME_BREAK.sub("-", host).strip(".-")[:100] or "site"


def described_at(url: str, sites: Iterable[Site]) -> Site | None:
    """The described site whose home page is at ``url``, with or without ``www.``."""
    wanted = _bare(read_home(url))
    return next((site for site in sites if _bare(site.home) == wanted), None)


def described_host(url: str, sites: Iterable[Site]) -> Site | None:
    """The described site on whose host an address is."""
    host = urlsplit(url).netloc.lower()
    return next((s for s in sites if host in (s.host, *s.aliases, *_other_hosts(s.host))), None)


def _bare(url: str) -> str:
    return (canonical(url) or url).partition("://")[2].removeprefix("www.").rstrip("/")


def _other_hosts(host: str) -> tuple[str, ...]:
    """The same host with or without ``www.``; an address in numbers has no other."""
    if host.startswith("www."):
        return (host.removeprefix("www."),)
    name = host.partition(":")[0]
    is_name = "." in name and not name.replace(".", "").isdigit() and not host.startswith("[")
    return (f"www.{host}",) if is_name else ()
