"""Single libraries under the scorer's interface: (html bytes, address) → dict, for comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Extractor = Callable[[bytes, str], dict[str, Any]]


def trafilatura(html: bytes, url: str) -> dict[str, Any]:
    """trafilatura's default mode with its metadata."""
    from trafilatura import bare_extraction

    found = bare_extraction(html, url=url, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return {}
    return {
        "title": found.title,
        "authors": (found.author or "").split("; "),
        "published": found.date,
        "body": found.text,
        "tags": found.tags,
    }


def trafilatura_text(html: bytes, url: str) -> dict[str, Any]:
    """trafilatura's default mode, the text alone: what the speed of ours is measured against."""
    from trafilatura import extract

    return {"body": extract(html, url=url) or ""}


def trafilatura_precise(html: bytes, url: str) -> dict[str, Any]:
    """trafilatura's precision mode, the text alone."""
    from trafilatura import extract

    return {"body": extract(html, url=url, favor_precision=True, include_comments=False) or ""}


def readability(html: bytes, url: str) -> dict[str, Any]:
    """readability-lxml."""
    from lxml.html import fromstring
    from readability import Document

    document = Document(html.decode("utf-8", "replace"), url=url)
    summary = document.summary(html_partial=True)
    return {"title": document.short_title(), "body": fromstring(summary).text_content()}


def resiliparse(html: bytes, _url: str) -> dict[str, Any]:
    """resiliparse's main content."""
    from resiliparse.extract.html2text import extract_plain_text

    text = html.decode("utf-8", "replace")
    return {"body": extract_plain_text(text, main_content=True, alt_texts=False)}


ALL: dict[str, Extractor] = {
    one.__name__: one
    for one in (trafilatura, trafilatura_text, trafilatura_precise, readability, resiliparse)
}
