"""A listing's page that came as JSON → the same as a document; any other page as it is.

What a page loads as one scrolls on is often an object with markup in it, or a list of objects
with an address and a title each, beside the address of what follows.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crawler.page import Page

MAX_DEPTH = 8
"""Objects and lists within each other that are looked into."""

_ADDRESSES = ("url", "link", "href", "permalink", "uri", "path")
_TITLES = ("title", "headline", "name")
_TIMES = ("published", "published_at", "publishedAt", "date", "datePublished", "pubDate", "time")
_FOLLOWING = ("next", "next_url", "nextUrl", "nextURL", "next_page", "nextPage", "next_page_url")


def as_document(page: Page) -> Page:
    """The page as markup, if it is JSON with stories in it."""
    text = page.text.lstrip("\ufeff \t\r\n")
    if not text.startswith(("{", "[")):
        return page
    try:
        told = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return page
    body = "".join(_markup(told, MAX_DEPTH))
    document = f"<html><body>{body}</body></html>".encode("utf-8", "replace")
    return replace(page, body=document, headers={"content-type": "text/html; charset=utf-8"})


def _markup(told: Any, depth: int) -> Iterator[str]:
    """The markup in strings, and a link for each object that is like one."""
    if isinstance(told, str):
        if "<a " in told:
            yield f"<div>{told}</div>"
    elif depth and isinstance(told, list):
        for one in told:
            yield from _markup(one, depth - 1)
    elif depth and isinstance(told, dict):
        yield _link(told)
        following = _first(told, _FOLLOWING)
        if following:
            yield f'<link rel="next" href="{html.escape(following)}">'
        for one in told.values():
            yield from _markup(one, depth - 1)


def _link(told: dict[str, Any]) -> str:
    address, title = _first(told, _ADDRESSES), _first(told, _TITLES)
    if not address or not title or "<" in address:
        return ""
    time = html.escape(_first(told, _TIMES) or "")
    link = f'<a href="{html.escape(address)}">{html.escape(title)}</a>'
    return f'<div class="item">{link}<time datetime="{time}"></time></div>'


def _first(told: dict[str, Any], names: tuple[str, ...]) -> str | None:
    values = (told.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value), None)
