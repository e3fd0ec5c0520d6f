"""A Site that a survey made ↔ JSON text, so that a ledger can keep it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from crawler.discovery.undescribed import undescribed
from crawler.errors import CrawlerError
from crawler.site import Archive, Discovery, Feed, Listing, Site, Sitemap

_PLACES: dict[str, Callable[[str], Discovery]] = {
    "feed": Feed,
    "listing": Listing,
    "sitemap": Sitemap,
    "whole-sitemap": lambda url: Sitemap(url, only_back=True),
    "archive": lambda url: Archive(url, Listing(url)),
}
_VALUES = ("source", "language", "timezone", "article_url")


def write_site(site: Site) -> str:
    """What `undescribed` needs to make the same site again."""
    values: dict[str, Any] = {name: getattr(site, name) for name in _VALUES}
    values |= {"home": site.home}
    values |= {name: _told(getattr(site, name)) for name in ("discovery", "sections")}
    return json.dumps(values, ensure_ascii=False)


def read_site(text: str) -> Site | None:
    """The site; None for what no version of this program writes."""
    try:
        values = json.loads(text)
        re.compile(values["article_url"])
        return undescribed(
            values["home"],
            discovery=_places(values["discovery"]),
            sections=_places(values["sections"]),
            **{name: values[name] for name in _VALUES},
        )
    except (ValueError, TypeError, KeyError, AttributeError, re.error, CrawlerError):
        return None


def _told(places: tuple[Discovery, ...]) -> list[list[str]]:
    """(kind, address) of each: a survey says no more of a place."""
    return [[_kind_of(place), place.url] for place in places]


def _kind_of(place: Discovery) -> str:
    if isinstance(place, Sitemap) and place.only_back:
        return "whole-sitemap"
    return type(place).__name__.lower()


def _places(told: list[list[str]]) -> tuple[Discovery, ...]:
    return tuple(_PLACES[kind](url) for kind, url in told)
