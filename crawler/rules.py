"""What a site file is made of: field rules, places where articles are found, side blocks.

Plain values; `crawler.site` holds them, discovery and extraction read them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from crawler.page import Page


@dataclass(frozen=True, slots=True)
class Text:
    """The whole text of the first element that ``css`` selects.

    A rule looks inside the site's ``scope``; with ``anywhere`` it looks at the whole page, side
    blocks excepted.
    """

    css: str
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """The whole texts of all elements that ``css`` selects, one string an element."""

    css: str
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of the first element that ``css`` selects."""

    css: str
    name: str
    anywhere: bool = False


Rule = Text | Texts | Attribute
RuleMethod = Callable[["Page"], "tuple[str, ...]"]


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS, Atom or JSON feed; ``url`` may be relative to the site's home."""

    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing page, newest first, and how its items and its pager are found.

    ``item`` selects one element a story; without it, items and pager are found by their shape,
    and nothing else need be said. Within it ``link`` the anchor whose text is the title and
    ``time`` the announced time. ``following`` selects the anchor to the next page, the last match
    counts; None for a listing of one page.
    """

    url: str
    item: str | None = None
    link: str = "a"
    time: str | None = None
    following: str | None = None

    def at(self, *urls: str) -> tuple[Listing, ...]:
        """The same markup under other addresses."""
        return tuple(replace(self, url=url) for url in urls)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or an index of sitemaps; gzip and news extensions are understood. One that names
    everything the site ever published is for backfills alone: ``only_back``."""

    url: str
    only_back: bool = False


@dataclass(frozen=True, slots=True)
class Archive:
    """Listing pages addressed by day: ``url`` is a strftime pattern such as
    ``/archive/%Y/%m/%d``; ``listing`` says how its items are read (its own url is not used)."""

    url: str
    listing: Listing


Discovery = Feed | Listing | Sitemap | Archive


@dataclass(frozen=True, slots=True)
class TagPages:
    """Listing pages addressed by tag: ``{}`` in ``url`` stands for the tag, percent-encoded,
    with ``blank`` for every space; ``listing`` says how items are read."""

    url: str
    listing: Listing
    blank: str = "_"

    def of(self, tag: str) -> Listing:
        """The listing of one tag, given with or without its hash sign."""
        word = self.blank.join(tag.strip().removeprefix("#").split())
        return self.listing.at(self.url.replace("{}", quote(word, safe="")))[0]


@dataclass(frozen=True, slots=True)
class Block:
    """A side block: the links of article shape between a heading and the next block's heading.

    The headings' texts (any tag, any case) are what is relied on. Where the class of the element
    that holds the block is known, ``container`` selects it and is tried first. Within the block
    ``item`` selects one story and ``time`` its time, where the site is known to mark them; else
    a time belongs to the link that it stands with.
    """

    headings: tuple[str, ...] = ()
    container: str | None = None
    item: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One form that a site's article pages take, where the site has several.

    A page is of the first layout whose ``when`` selects anything on it and that was not over when
    the page was seen: ``until`` is the last day on which pages had it, None while they have it.
    What a layout says stands in place of what the site says; what it leaves out is the site's.
    """

    name: str
    when: str
    until: dt.date | None = None
    scope: str | None = None
    remove: tuple[str, ...] = ()
    rules: Mapping[str, Rule | tuple[Rule, ...]] = field(default_factory=dict)
