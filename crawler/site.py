"""A Site: all that one news site's file may say, checked when the file is imported.

A site file declares a subclass; what structured data and the generic finder already give need
not be said. A misspelt name, a selector that does not parse or an unknown time zone is a
SiteError naming the file. Rules are data; a rule that needs code is a method named like the
field, taking the Page and giving the raw strings.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from parsel import csstranslator

from crawler.draft import FIELDS
from crawler.errors import SiteError

if TYPE_CHECKING:
    from crawler.page import Page

DEFAULT_DAY_FIRST = ("%H:%M %d.%m.%Y",)


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

    ``item`` selects one element a story; within it ``link`` the anchor whose text is the title and
    ``time`` the announced time. ``following`` selects the anchor to the next page, the last match
    counts; None for a listing of one page.
    """

    url: str
    item: str
    link: str = "a"
    time: str | None = None
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or an index of sitemaps; gzip and news extensions are understood."""

    url: str


@dataclass(frozen=True, slots=True)
class Archive:
    """Listing pages addressed by day: ``url`` is a strftime pattern such as
    ``/archive/%Y/%m/%d``; ``listing`` says how its items are read (its own url is not used)."""

    url: str
    listing: Listing


Discovery = Feed | Listing | Sitemap | Archive


@dataclass(frozen=True, slots=True)
class Block:
    """A side block: the links of article shape between a heading and the next block's heading.

    ``item``, ``link`` and ``time`` are tried first; the headings' texts (any tag, any case) are
    what is relied on.
    """

    headings: tuple[str, ...]
    item: str | None = None
    time: str | None = None


class Site:
    """One news site. Subclass it in ``crawler/sites/``; being there registers it."""

    name: ClassVar[str] = ""
    """What users type, such as ``interfax-ukraine``: lower case, digits, hyphens."""
    source: ClassVar[str] = ""
    home: ClassVar[str] = ""
    language: ClassVar[str] = ""
    timezone: ClassVar[str] = "UTC"
    discovery: ClassVar[tuple[Discovery, ...]] = ()
    article_url: ClassVar[str] = ""
    """Regular expression over path and query; a group ``key`` names what identifies the article
    wherever it stands (an id that is the same under two sections)."""
    times: ClassVar[tuple[str, ...]] = DEFAULT_DAY_FIRST
    """strptime formats of visible times, tried in order."""
    scope: ClassVar[str | None] = None
    """CSS of the element that holds the article; rules run inside it where it is found."""
    remove: ClassVar[tuple[str, ...]] = ()
    """CSS of what stands inside the article and is not story text."""
    related: ClassVar[Block | None] = None
    hot_news: ClassVar[Block | None] = None
    latest: ClassVar[Block | None] = None

    title: Rule | tuple[Rule, ...] | RuleMethod | None = None
    published: Rule | tuple[Rule, ...] | RuleMethod | None = None
    modified: Rule | tuple[Rule, ...] | RuleMethod | None = None
    section: Rule | tuple[Rule, ...] | RuleMethod | None = None
    body: Rule | tuple[Rule, ...] | RuleMethod | None = None
    tags: Rule | tuple[Rule, ...] | RuleMethod | None = None
    authors: Rule | tuple[Rule, ...] | RuleMethod | None = None
    lead: Rule | tuple[Rule, ...] | RuleMethod | None = None
    image: Rule | tuple[Rule, ...] | RuleMethod | None = None
    reading_time: Rule | tuple[Rule, ...] | RuleMethod | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for problem in _problems(cls):
            where = getattr(sys.modules.get(cls.__module__), "__file__", cls.__module__)
            raise SiteError(f"{where}: {cls.__name__}.{problem}")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone that visible times without an offset are in."""
        return ZoneInfo(self.timezone)

    @cached_property
    def host(self) -> str:
        """The authority of the home address, as in ``en.interfax.com.ua``."""
        return urlsplit(self.home).netloc

    @cached_property
    def _article_pattern(self) -> re.Pattern[str]:
        return re.compile(self.article_url)

    def absolute(self, url: str) -> str:
        """An address of this site's file, made absolute."""
        return urljoin(self.home, url)

    def match_article(self, url: str) -> re.Match[str] | None:
        """The match of ``article_url`` if ``url`` is on this host and has an article's shape."""
        parts = urlsplit(url)
        if parts.netloc != self.host or not self.article_url:
            return None
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self._article_pattern.search(target)

    def is_article(self, url: str) -> bool:
        """True if ``url`` is on this host and has an article's shape."""
        return self.match_article(url) is not None

    def rules(self, field: str) -> tuple[Rule | RuleMethod, ...]:
        """The rules of a field, first match wins; empty where the site says nothing."""
        rule = getattr(self, field, None)
        if rule is None:
            return ()
        return rule if isinstance(rule, tuple) else (rule,)


_KNOWN = {name for name in vars(Site) if not name.startswith("_")} | {"language"}
_RULE_FIELDS = frozenset(FIELDS) - {"language", "source"}


def _problems(cls: type[Site]) -> Iterator[str]:
    """What is wrong with a site class, as ``attribute: what to do``."""
    for name in vars(cls):
        if not name.startswith("_") and name not in _KNOWN:
            yield f"{name}: no such field; known are {', '.join(sorted(_KNOWN))}"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cls.name):
        yield f"name: {cls.name!r} must be lower-case words joined by hyphens"
    if urlsplit(cls.home).scheme not in ("http", "https") or not urlsplit(cls.home).netloc:
        yield f"home: {cls.home!r} must be an absolute http or https address"
    try:
        ZoneInfo(cls.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"timezone: {cls.timezone!r} is no IANA time zone such as Europe/Kyiv"
    try:
        re.compile(cls.article_url)
    except re.error as error:
        yield f"article_url: {error}"
    for name, css in _selectors(cls):
        try:
            csstranslator.css2xpath(css)
        except SelectorError as error:
            yield f"{name}: {css!r} is no CSS selector: {error}"


def _selectors(cls: type[Site]) -> Iterator[tuple[str, str]]:
    """(attribute, selector) of every selector a site class holds."""
    if cls.scope:
        yield "scope", cls.scope
    for css in cls.remove:
        yield "remove", css
    for name in _RULE_FIELDS:
        rule = getattr(cls, name, None)
        for one in rule if isinstance(rule, tuple) else (rule,):
            if isinstance(one, Rule):
                yield name, one.css
    for name in ("related", "hot_news", "latest"):
        block = getattr(cls, name)
        if isinstance(block, Block):
            yield from ((name, css) for css in (block.item, block.time) if css)
    for place in cls.discovery:
        listing = place.listing if isinstance(place, Archive) else place
        if isinstance(listing, Listing):
            found = (listing.item, listing.link, listing.time, listing.following)
            yield from (("discovery", css) for css in found if css)
