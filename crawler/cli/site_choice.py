"""The address of a page → its Site; where a site is asked."""

from __future__ import annotations

from crawler import registry
from crawler.discovery.given import site_of
from crawler.discovery.undescribed import read_home
from crawler.errors import BadAddress
from crawler.fetch.guard import guard_for
from crawler.fetch.origin import is_loopback
from crawler.site import Site


def site_of_page(url: str) -> Site:
    """The site that a page is of. Raises BadAddress for what is no address."""
    try:
        address = read_home(url)
    except BadAddress:
        raise BadAddress(
            f"{url!r} is no article's address; write it whole, as in https://news.example/5.html"
        ) from None
    return site_of(address, registry.sites().values())


def origin_of(site: Site, origin: str | None) -> str | None:
    """Where a site is asked: as told; an undescribed site on this machine at its own address,
    because who gives such an address means it. Raises BadAddress for any other private one."""
    if origin is not None or site.described:
        return origin
    if is_loopback(site.home):
        return site.origin
    refusal = guard_for([site.home]).find_refusal(site.home)
    if refusal is not None:
        raise BadAddress(f"{site.home} cannot be crawled: {refusal.detail}")
    return None
