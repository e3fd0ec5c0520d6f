"""A CSS selector and an element → the elements it selects there, and their text.

Compiled once a selector; the element itself counts, as in ``Selector.css``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from lxml import etree
from parsel import csstranslator

Element = Any
"""An lxml element: lxml carries no types."""

_WHOLE_TEXT = etree.XPath("string()", smart_strings=False)


def select(element: Element, css: str) -> list[Element]:
    """All elements at or below ``element`` that ``css`` selects, in document order."""
    found: list[Element] = _compiled(css)(element)
    return found


def spaced_text(element: Element) -> str:
    """The element's texts on one line, a space between any two elements'."""
    return " ".join(" ".join(element.itertext()).split())


def whole_text(element: Element) -> str:
    """The element's text as it stands, without comments."""
    text: str = _WHOLE_TEXT(element)
    return text


@cache
def _compiled(css: str) -> Any:
    return etree.XPath(csstranslator.css2xpath(css))
