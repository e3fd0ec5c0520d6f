"""What a user typed for a site (a name, or an address) → the Site."""

from __future__ import annotations

from crawler import registry
from crawler.discovery.given import site_of
from crawler.discovery.undescribed import described_at, read_home, undescribed
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


def site_of_ledger(text: str) -> Site:
    """The site that a ledger may hold, by its name (a host, where no file describes it) or its
    address. Raises UnknownSite or BadAddress."""
    if "://" in text or "." not in text or text in registry.sites():
        return choose_site(text)
    return undescribed(f"https://{text}/")


def site_of_page(url: str) -> Site:
    """The site that a page is of. Raises BadAddress for what is no address."""
    return site_of(read_home(url), registry.sites().values())


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
