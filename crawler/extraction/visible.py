"""Tree → what only the visible page says: the headline element, ``<time datetime>``."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler.draft import Found
from crawler.extraction.markup import read_text


def find_title(root: HtmlElement, region: frozenset[HtmlElement]) -> Iterator[Found]:
    """The first h1 that holds text, then the document's title."""
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            text = read_text(element) if tag == "h1" else (element.text or "").strip()
            if text and _is_outside(element, region):
                yield Found((text,), f"html: {tag}")
                break


def find_published(root: HtmlElement, region: frozenset[HtmlElement]) -> Iterator[Found]:
    """The first ``<time datetime>`` outside the side blocks."""
    for element in root.iter("time"):
        moment = (element.get("datetime") or "").strip()
        if moment and _is_outside(element, region):
            yield Found((moment,), "html: time")
            return


def _is_outside(element: HtmlElement, region: frozenset[HtmlElement]) -> bool:
    return not region or (element not in region and region.isdisjoint(element.iterancestors()))
