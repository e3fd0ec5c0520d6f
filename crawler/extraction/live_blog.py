"""JSON-LD nodes → the live blog among them: its entries and the times of its coverage."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from crawler.draft import Found, FoundUpdate
from crawler.extraction.json_ld import Node, plain_of, text_of, types_of

MOST_UPDATES = 2_000
RULE = "json-ld: liveBlogUpdate"


def find_live_blog(article: Node, nodes: Sequence[Node]) -> Node:
    """The article's node if it is a live blog, else the page's only one; empty if there is none."""
    if "LiveBlogPosting" in types_of(article):
        return article
    found = [node for node in nodes if "LiveBlogPosting" in types_of(node)]
    return found[0] if len(found) == 1 else {}


def read_updates(live_blog: Node) -> tuple[FoundUpdate, ...]:
    """The entries with any text, in the data's order."""
    given = live_blog.get("liveBlogUpdate")
    entries = given if isinstance(given, list) else [given]
    updates = (_read_update(one) for one in entries[:MOST_UPDATES] if isinstance(one, dict))
    return tuple(one for one in updates if one.title or one.body)


def _read_update(entry: Node) -> FoundUpdate:
    return FoundUpdate(
        text_of(entry.get("datePublished") or entry.get("dateModified")),
        html.unescape(text_of(entry.get("headline"))),
        plain_of(text_of(entry.get("articleBody"))),
    )


def find_coverage(live_blog: Node, key: str) -> Iterator[Found]:
    """``coverageStartTime`` or ``coverageEndTime``."""
    if moment := text_of(live_blog.get(key)):
        yield Found((moment,), f"json-ld: {key}")
