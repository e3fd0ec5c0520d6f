"""What a user typed for a site (a name, or an address) → the Site."""

from __future__ import annotations

from crawler import registry
from crawler.discovery.undescribed import described_at, undescribed
from crawler.errors import BadAddress
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
