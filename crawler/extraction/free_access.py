"""Structured data → whether a page says that all may read it without paying."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.draft import Found
from crawler.extraction.json_ld import Node, get
from crawler.extraction.meta_tags import MetaTags, label

_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})
_TIERS = {
    "free": "true",
    "metered": "false",
    "locked": "false",
    "premium": "false",
    "paid": "false",
}
"""What publishers say of an article's tier; a meter lets a reader in for a while only."""
_TIER_NAMES = ("article:content_tier", "og:article:content_tier", "content_tier")


def find_free_access(article: Node, meta: MetaTags) -> Iterator[Found]:
    """``true`` or ``false``: the article's own word, that of its parts, that of its meta values."""
    if said := _flag(get(article, "isAccessibleForFree")):
        yield Found((said,), "json-ld: isAccessibleForFree")
    parts = article.get("hasPart")
    flags = {_flag(get(part, "isAccessibleForFree")) for part in _nodes(parts)}
    if "false" in flags:
        yield Found(("false",), "json-ld: hasPart.isAccessibleForFree")
    for name in _TIER_NAMES:
        tiers = (_TIERS.get(one.lower(), "") for one in meta.all(name)[:1])
        if said := next(tiers, ""):
            yield Found((said,), label(name))


def _nodes(value: Any) -> list[Node]:
    given = value if isinstance(value, list) else [value]
    return [one for one in given if isinstance(one, dict)]


def _flag(value: Any) -> str:
    """``true``, ``false`` or nothing, from a boolean, a word or a schema.org address of one."""
    word = str(value).strip().rpartition("/")[2].lower()
    return "true" if word in _TRUE else "false" if word in _FALSE else ""
