"""A Draft: the raw strings extraction found for each field, and who answered.

Extraction makes it from a Page; normalization makes an Article of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.link import Link

FIELDS = (
    "title",
    "published",
    "modified",
    "section",
    "body",
    "tags",
    "authors",
    "lead",
    "image",
    "language",
    "reading_time",
    "source",
    "accessible_for_free",
    "coverage_start",
    "coverage_end",
)
"""The fields a draft may hold, as strings. ``body`` holds paragraphs."""
DATA_FIELDS = ("language", "source", "accessible_for_free", "coverage_start", "coverage_end")
"""Those that the page's data alone gives."""
RULE_FIELDS = tuple(name for name in FIELDS if name not in DATA_FIELDS)
"""Those that a site's rules may give."""


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule answered: never empty; single-valued fields use the first value.

    ``rule`` names who answered, for people: ``site: h1.article-content-title``,
    ``json-ld: headline``, ``opengraph: og:title``, ``meta: author``, ``generic: trafilatura``.
    """

    values: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class FoundUpdate:
    """One entry of a live blog as the page's data has it; what it leaves out is empty."""

    published: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Draft:
    """``fields`` maps a name of FIELDS to what was found, most trusted first; a field nobody
    answered is absent. Normalization takes the first candidate that holds. ``layout`` is the form
    of the page, where its site has several; ``updates`` are the entries of a live blog."""

    url: str
    fields: Mapping[str, tuple[Found, ...]] = field(default_factory=dict)
    related: tuple[Link, ...] = ()
    hot_news: tuple[Link, ...] = ()
    latest: tuple[Link, ...] = ()
    related_rule: str | None = None
    layout: str | None = None
    updates: tuple[FoundUpdate, ...] = ()

    def first(self, name: str) -> Found | None:
        """The most trusted candidate of a field, or None."""
        candidates = self.fields.get(name, ())
        return candidates[0] if candidates else None
