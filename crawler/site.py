"""A Site: all that one news site's file may say, checked when the file is imported.

A site file declares a subclass; what structured data and the generic finder already give need
not be said. A misspelt name, a selector that does not parse or an unknown time zone is a
SiteError naming the file. Rules are data; a rule that needs code is a method named like the
field, taking the Page and giving the raw strings.
"""

from __future__ import annotations

import re
import sys
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler.errors import SiteError
from crawler.rules import (
    Archive,
    Attribute,
    Block,
    Discovery,
    Feed,
    Layout,
    Listing,
    Rule,
    RuleMethod,
    Sitemap,
    TagPages,
    Text,
    Texts,
)
from crawler.site_check import problems

__all__ = [
    "DEFAULT_DAY_FIRST",
    "Archive",
    "Attribute",
    "Block",
    "Discovery",
    "Feed",
    "Layout",
    "Listing",
    "Rule",
    "RuleMethod",
    "Site",
    "Sitemap",
    "TagPages",
    "Text",
    "Texts",
]

DEFAULT_DAY_FIRST = ("%H:%M %d.%m.%Y",)


class Site:
    """One news site. Subclass it in ``crawler/sites/``; being there registers it."""

    name: ClassVar[str] = ""
    """What users type, such as ``interfax-ukraine``: lower case, digits, hyphens."""
    source: ClassVar[str] = ""
    home: ClassVar[str] = ""
    aliases: ClassVar[tuple[str, ...]] = ()
    """Other hosts that show the same pages under the same paths, such as ``m.news.example``;
    what is found there is taken as on the home's host."""
    language: ClassVar[str] = ""
    timezone: ClassVar[str] = "UTC"
    described: ClassVar[bool] = True
    """False for a site made from its own pages alone: then a page must look like an article,
    not only its address."""
    discovery: ClassVar[tuple[Discovery, ...]] = ()
    """Where every crawl looks for new articles."""
    sections: ClassVar[tuple[Discovery, ...]] = ()
    """Where only backfills and checks of completeness look beside that."""
    tag_pages: ClassVar[TagPages | None] = None
    article_url: ClassVar[str] = ""
    """Regular expression over path and query; a group ``key`` names what identifies the article
    wherever it stands (an id that is the same under two sections)."""
    times: ClassVar[tuple[str, ...]] = DEFAULT_DAY_FIRST
    """strptime formats of visible times, tried in order."""
    scope: ClassVar[str | None] = None
    """CSS of the element that holds the article; rules run inside it where it is found."""
    remove: ClassVar[tuple[str, ...]] = ()
    """CSS of what stands inside the article and is not story text."""
    layouts: ClassVar[tuple[Layout, ...]] = ()
    """The forms that article pages take, where rules differ between them; first match counts."""
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
        for problem in problems(cls, _KNOWN):
            where = getattr(sys.modules.get(cls.__module__), "__file__", cls.__module__)
            raise SiteError(f"{where}: {cls.__name__}.{problem}")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone that visible times without an offset are in."""
        return ZoneInfo(self.timezone)

    @cached_property
    def says_zone(self) -> bool:
        """True where the site's file names a zone, or a survey of the site has found one."""
        if not self.described:
            return self.timezone != Site.timezone
        return any("timezone" in vars(one) for one in type(self).__mro__ if one is not Site)

    @cached_property
    def host(self) -> str:
        """The authority of the home address, as in ``en.interfax.com.ua``."""
        return urlsplit(self.home).netloc.lower()

    @cached_property
    def origin(self) -> str:
        """Scheme and authority of the home address, as in ``https://en.interfax.com.ua``."""
        return f"{urlsplit(self.home).scheme}://{self.host}"

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

    def rules(self, field: str, layout: Layout | None = None) -> tuple[Rule | RuleMethod, ...]:
        """The rules of a field, first match wins; empty where neither layout nor site says any."""
        said = layout.rules if layout else {}
        rule = said[field] if field in said else getattr(self, field, None)
        if rule is None:
            return ()
        return rule if isinstance(rule, tuple) else (rule,)


_KNOWN = frozenset(name for name in vars(Site) if not name.startswith("_"))
