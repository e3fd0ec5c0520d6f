"""A Site that a survey made ↔ JSON text, so that a ledger can keep it."""

from __future__ import annotations

import json
import re
from typing import Any

from crawler.discovery.undescribed import undescribed
from crawler.errors import CrawlerError
from crawler.site import Discovery, Feed, Listing, Site, Sitemap

_PLACES = {"feed": Feed, "listing": Listing, "sitemap": Sitemap}
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
    kinds = {made: kind for kind, made in _PLACES.items()}
    return [[kinds[type(place)], place.url] for place in places if type(place) in kinds]


def _places(told: list[list[str]]) -> tuple[Discovery, ...]:
    return tuple(_PLACES[kind](url) for kind, url in told)
