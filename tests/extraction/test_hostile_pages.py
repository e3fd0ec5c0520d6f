"""Whatever a page holds: a draft or a counted reason, within five seconds."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import Rejected
from crawler.extraction import extract, find_wrong
from crawler.page import Page
from crawler.site import Site

from .conftest import SEEN

P = b"<p>A sentence of some length, with a comma, that is like a story's.</p>"
PAGES = {
    "nested-divs": b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000,
    "nested-links": b"<a href=x>y" * 100_000,
    "nested-lists": b"<ul><li>" * 50_000,
    "attributes": b"<div " + b" ".join(b"a%d=1" % n for n in range(120_000)) + b">x</div>",
    "long-attribute": b"<div data-x='" + b"y" * 3_000_000 + b"'>x</div>" + P * 20,
    "three-megabytes-of-p": b"<p>" * 1_000_000,
    "many-short-p": b"<p>a b c" * 50_000,
    "breaks": b"<p>" + b"word <br>" * 100_000,
    "one-word": b"<p>" + b"w" * 5_000_000,
    "blanks": b"<p>" + b" " * 5_000_000,
    "null-bytes": P.replace(b" ", b"\x00 ") * 20,
    "every-byte": bytes(range(256)) * 500,
    "quotes-in-a-script": b"<script>" + b'"\\' * 500_000 + b"</script>",
    "deep-state": b"<script type=application/json>" + b"[" * 100_000 + b"</script>",
    "deep-json-ld": b"<script type=application/ld+json>" + b'{"a":' * 100_000 + b"</script>",
    "long-title": b"<title>" + b"a | " * 200_000 + b"</title><h1>a</h1>" + P,
    "many-headlines": (b"<h1>head</h1>" + P) * 5_000,
    "many-times": b"<h1>x</h1>" + b"<time datetime=2020-01-01>x</time>" * 30_000,
    "brackets": b"<p>" + b"(" * 340 + b"</p>",
    "json": b'{"a": [1, 2]}',
    "empty": b"",
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_a_draft_or_a_reason_in_time(make_page: Any, make_site: Any, body: bytes) -> None:
    page, started = make_page(body), time.process_time()
    with contextlib.suppress(Rejected):
        find_wrong(page, extract(page, make_site()))
    assert time.process_time() - started < 5


class AnySite(Site):
    name = "any"
    home = "https://news.example/"


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div class='related'>", "</div>", "<h1>", "</h1>", "<br>", "<a href='/x'>",
        "</a>", "<script type='application/ld+json'>", "</script>", '{"@type": "NewsArticle"',
        '"headline": ', '["a"', "}", "]", ",", "<meta name='author' content='", "'>", "<table><tr>",
        "<td>", "A sentence, with a comma, of the story.", "By Jane Doe", "21.01.2026 18:45",
        "٢٠٢٦", "\x00", "\ud800", "\u202e", "<!--", "-->", "<![CDATA[", "&", "&#0;",
        "<time datetime='x'>",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=20), max_size=60))
def test_no_markup_breaks_extraction(pieces: list[str]) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    page = Page("https://news.example/a/1.html", body, SEEN)
    draft = extract(page, AnySite())
    assert all(found.values for candidates in draft.fields.values() for found in candidates)
    find_wrong(page, draft)
