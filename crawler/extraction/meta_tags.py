"""Tree → what its meta elements, links and ``html`` element say, read in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

MAX_META = 2_000
USUAL_LENGTH = 60
_SEPARATOR = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class MetaTags:
    """``values`` maps the `name_key` of a name, property or itemprop to its contents in page
    order."""

    values: Mapping[str, tuple[str, ...]]
    canonical: str | None
    language: str | None

    def all(self, name: str) -> tuple[str, ...]:
        """The contents under a name, however its parts are joined; empty where it is not there."""
        return self.values.get(name_key(name), ())


def name_key(name: str) -> str:
    """Letters and digits alone: sites write ``article:published_time`` with any separator."""
    return _known_key(name) if len(name) <= USUAL_LENGTH else _key(name)


def _key(name: str) -> str:
    return _SEPARATOR.sub("", name).lower()


# Sites use the same few hundred names on every page.
_known_key = lru_cache(maxsize=2_000)(_key)


def label(name: str) -> str:
    """How a meta value is named to people."""
    return f"opengraph: {name}" if name.startswith("og:") else f"meta: {name}"


def read_meta_tags(root: HtmlElement) -> MetaTags:
    """Every non-blank meta value; the first canonical address."""
    values: dict[str, list[str]] = {}
    for count, meta in enumerate(root.iter("meta")):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = (meta.get("content") or meta.get("value") or "").strip()
        if name and content and count < MAX_META:
            values.setdefault(name_key(name), []).append(content)
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
