"""Tree → what its meta elements, links and ``html`` element say, read in one pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

MAX_META = 2_000


@dataclass(frozen=True, slots=True)
class MetaTags:
    """``values`` maps a lower-case name, property or itemprop to its contents in page order."""

    values: Mapping[str, tuple[str, ...]]
    canonical: str | None
    language: str | None

    def first(self, *names: str) -> tuple[str, str] | None:
        """(name, content) of the first of ``names`` that is there."""
        return next(((name, self.values[name][0]) for name in names if name in self.values), None)

    def all(self, *names: str) -> tuple[str, tuple[str, ...]] | None:
        """(name, contents) of the first of ``names`` that is there."""
        return next(((name, self.values[name]) for name in names if name in self.values), None)


def read_meta_tags(root: HtmlElement) -> MetaTags:
    """Every non-blank meta value; the first canonical address."""
    values: dict[str, list[str]] = {}
    for count, meta in enumerate(root.iter("meta")):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or meta.get("value") or "").strip()
        if name and content and count < MAX_META:
            values.setdefault(name.strip().lower(), []).append(content)
    return MetaTags(
        {name: tuple(dict.fromkeys(contents)) for name, contents in values.items()},
        _canonical(root),
        _language(root),
    )


def _canonical(root: HtmlElement) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return (link.get("href") or "").strip() or None
    return None


def _language(root: HtmlElement) -> str | None:
    tag = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    return (tag or root.get("xml:lang") or "").strip() or None
