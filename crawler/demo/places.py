"""Places: the addresses of articles, listings and tags, both ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from crawler.demo.editions import SECTION_KEYS

# Anchored at both ends and each part bounded by a fixed letter: they cannot run away.
_ARTICLE = re.compile(r"/news/([a-z]{1,20})/(\d{1,9})\.html")
_LISTING = re.compile(r"/news/([a-z]{1,20})(?:-([1-9]\d{0,5}))?\.html")
_TAG = re.compile(r"/news/tag/([^/]{1,300}?)(?:-([1-9]\d{0,5}))?\.html")


def article_path(section: str, number: int) -> str:
    """``/news/general/1143800.html``"""
    return f"/news/{section}/{number}.html"


def read_article_path(path: str) -> tuple[str, int] | None:
    """(section, id) of an article's path; None if it is not one."""
    match = _ARTICLE.fullmatch(path)
    return (match[1], int(match[2])) if match else None


def tag_path(tag: str) -> str:
    """``/news/tag/…``: UTF-8, percent-encoded, a blank becomes ``_``."""
    return f"/news/tag/{quote(tag.replace(' ', '_'), safe='')}"


@dataclass(frozen=True, slots=True)
class Place:
    """A listing: of one section, of one tag, or of everything."""

    section: str | None = None
    tag: str | None = None

    def path(self, page: int = 1) -> str:
        """The path of one of its pages, counted from 1."""
        start = tag_path(self.tag) if self.tag else f"/news/{self.section or 'latest'}"
        return f"{start}-{page}.html" if page > 1 else f"{start}.html"


LATEST = Place()


def read_listing_path(path: str) -> tuple[Place, int] | None:
    """(place, page) of a listing's path, percent-encoded as it was sent; None if it is not one."""
    if match := _TAG.fullmatch(path):
        return Place(tag=unquote(match[1]).replace("_", " ")), int(match[2] or 1)
    if not (match := _LISTING.fullmatch(path)):
        return None
    if match[1] == "latest":
        return LATEST, int(match[2] or 1)
    if match[1] not in SECTION_KEYS:
        return None
    return Place(section=match[1]), int(match[2] or 1)
