"""A Link: an address found on a page, and what was announced of it there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class PageKind(StrEnum):
    """What an address is expected to be."""

    ARTICLE = "article"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"


class Where(StrEnum):
    """Where an address was found."""

    GIVEN = "given"
    LISTING = "listing"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARCHIVE = "archive"
    RELATED = "related"
    HOT_NEWS = "hot_news"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Link:
    """An absolute, canonical address and where it stood.

    ``rank`` counts from 0 in page order within ``where``; ``title`` and ``published`` are what
    the place announced, None where it announced nothing. ``changed`` is when a sitemap says that
    the page last changed: it was published no later. Times are timezone-aware.
    """

    url: str
    kind: PageKind
    where: Where
    found_on: str | None = None
    rank: int = 0
    title: str | None = None
    published: dt.datetime | None = None
    changed: dt.datetime | None = None
