"""What a user typed for a site (a name, or an address) → the Site."""

from __future__ import annotations

from crawler import registry
from crawler.discovery.undescribed import described_at, undescribed
from crawler.errors import BadAddress
from crawler.fetch.guard import guard_for
from crawler.fetch.origin import is_loopback
from crawler.site import Site


def choose_site(text: str) -> Site:
    """The site of that name, or at that address: the described one whose home page it is, else
    one of which nothing is known. Raises UnknownSite or BadAddress."""
    if "://" not in text:
        if "." in text and text not in registry.sites():
            raise BadAddress(f"{text!r} is neither a site's name nor an address; write https://…")
        return registry.site(text)
    return described_at(text, registry.sites().values()) or undescribed(text)


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
