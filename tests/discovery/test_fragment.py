"""What a list loads as one scrolls: JSON with markup or stories in it, read as a listing."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.fragment import as_document
from crawler.discovery.listing import read_listing
from crawler.discovery.undescribed import undescribed
from crawler.page import Page
from crawler.rules import Listing

HOME = "https://news.example"
SITE = undescribed(f"{HOME}/")
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
ROW = "<div><a href='/a/1234{n}'>The bridge is open again</a><time>21.01.2026 10:0{n}</time></div>"
ROWS = "".join(ROW.format(n=n) for n in range(3))
TOLD = [
    {"url": f"/a/1234{n}", "title": "The bridge & more", "date": f"2026-01-21T10:0{n}:00Z"}
    for n in range(3)
]


def page(told: Any) -> Page:
    text = told if isinstance(told, str) else json.dumps(told)
    return Page(f"{HOME}/list?part=2", text.encode("utf-8", "surrogatepass"), SEEN)


FRAGMENTS: dict[str, tuple[Any, int, str | None]] = {
    "markup": ({"html": ROWS, "next": "/list?part=3"}, 3, "/list?part=3"),
    "the last": ({"html": ROW.format(n=1), "next": None}, 1, None),
    "pieces of markup": ({"data": {"rows": [ROW.format(n=1), ROW.format(n=2)]}}, 2, None),
    "stories": ({"items": TOLD, "links": {"next": "/list?part=3"}}, 3, "/list?part=3"),
    "a bare list": (TOLD, 3, None),
    "no stories": ({"html": "<p>Nothing.</p>", "next": 7}, 0, None),
    "markup that is none": (f"<div>{ROWS}</div>", 3, None),
    "broken": ('{"html": "', 0, None),
    "too deep": ("[" * 100_000, 0, None),
}


@pytest.mark.parametrize(("told", "count", "following"), FRAGMENTS.values(), ids=FRAGMENTS)
def test_a_fragment_is_read_as_a_listing(told: Any, count: int, following: str | None) -> None:
    found = read_listing(page(told), SITE, Listing(f"{HOME}/"), is_further=True)
    assert len(found.links) == count
    assert all(link.published and link.published.date() == SEEN.date() for link in found.links)
    assert found.following == (following and HOME + following)


PIECES = st.none() | st.text(max_size=9) | st.sampled_from(["<a href=//[>", "/x"])
NAMES = st.sampled_from(["url", "title", "next", "html"])


@given(
    st.recursive(
        PIECES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
        max_leaves=9,
    )
)
def test_any_object_is_harmless(told: Any) -> None:
    text = json.dumps(told)
    as_document(page(text)).root  # noqa: B018
    read_listing(page(text), SITE, Listing(f"{HOME}/"))
