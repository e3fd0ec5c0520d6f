"""An article's address gives a pattern that it matches, its likes match, and others do not."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.cases.address_shape import draft_pattern

SHAPES = {
    "number": ("/news/general/1143800.html", "1143800", "/news/sport/7.html", "/news/general.html"),
    "short number": ("/news/general/1.html", "1", "/news/sport/7.html", "/news/latest.html"),
    "number behind words": (
        "/story/long-title-here-11865382",
        "11865382",
        "/story/other-99999",
        "/story/other",
    ),
    "number behind a letter": (
        "/news/a-title-b2651790.html",
        "2651790",
        "/news/b-b1234567.html",
        "/news/b.html",
    ),
    "number behind a letter alone": ("/news/A2025051516", "2025051516", "/news/A2025051599", "/n/"),
    "number before words": ("/news/473849-3-words/", "473849", "/news/473850-x", "/news/2019-x"),
    "number in the middle": (
        "/politik/article409961272/some-words.html",
        "409961272",
        "/sport/article409961273/other.html",
        "/sport/other.html",
    ),
    "date and words": (
        "/2024/02/28/aaron-and-others/",
        "aaron-and-others",
        "/2025/11/01/else",
        "/about/us/now/else",
    ),
    "date in one part": (
        "/news/2025-01-31/title/95254",
        "95254",
        "/news/2026-02-01/x/7",
        "/news/x/y/7",
    ),
    "a year is no key": (
        "/world/deal-signed-2024",
        "deal-signed-2024",
        "/world/more",
        "/world/a/b",
    ),
    "words": ("/artikel/kate-moss", "kate-moss", "/artikel/other", "/artikel/a/b"),
    "a query": ("/index.php?id=55", "55", "/index.php?a=1&id=7", "/index.php?id=x"),
    "a query that says nothing": ("/news/44444.html?ref=rss", "44444", "/news/7.html", "/news/"),
}


def match(pattern: str, address: str) -> re.Match[str] | None:
    parts = urlsplit(address)
    return re.search(pattern, f"{parts.path}?{parts.query}" if parts.query else parts.path)


@pytest.mark.parametrize(("address", "key", "like", "unlike"), SHAPES.values(), ids=SHAPES)
def test_a_pattern(address: str, key: str, like: str, unlike: str) -> None:
    pattern = draft_pattern(f"https://news.example{address}")
    found = match(pattern, address)
    assert found is not None
    assert found["key"] == key
    assert match(pattern, like)
    assert not match(pattern, unlike)


@given(st.text(max_size=60), st.text(max_size=20))
@example("¹", "")  # a digit that no number is written with
def test_any_address_matches_its_own_pattern(path: str, query: str) -> None:
    address = f"https://news.example/{path.replace('#', '')}?{query.replace('#', '')}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    if not parts.path.strip("/") or "//" in parts.path or "\n" in address:
        return
    assert match(draft_pattern(address), address), draft_pattern(address)
