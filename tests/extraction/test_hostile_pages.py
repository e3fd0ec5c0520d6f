"""Whatever a page holds: a draft or a counted reason, within five seconds."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import Rejected
from crawler.extraction import extract, find_wrong
from crawler.page import Page
from crawler.site import Site
from tests.cpu_time import at_most

from .conftest import SEEN

ROOT = Path(__file__).parent.parent.parent
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
    "headlines-within-headlines": (b"<h1>" * 100 + b"head" + b"</h1>" * 100) * 550,
    "many-times": b"<h1>x</h1>" + b"<time datetime=2020-01-01>x</time>" * 30_000,
    "brackets": b"<p>" + b"(" * 340 + b"</p>",
    "quotations": b"<div><blockquote>" * 1_000
    + b"".join(
        b"<blockquote><p>Quotation %d of a page, with a comma.</p></blockquote>" % n
        for n in range(10_000)
    ),
    "cells-with-breaks": b"<table><tr>" + b"<td>a<br>b</td>" * 25_000,
    "many-bylines": b"<h1>A title</h1><div>" + b"<b class=author>Jane Doe</b> " * 30_000,
    "many-dates": b"<h1>A title</h1>" + b"<p>20 Jan 2026 " * 30_000,
    "headings-over-comments": b"<h1>A title</h1>" + (P + b"<h2>Comments</h2>") * 10_000,
    "marked-authors": b"<h1>A title</h1>" + b"<a rel=author itemprop=author>J</a>" * 55_000,
    "lists-of-tags-within-lists": b"<h1>A title</h1>"
    + b"<div class=tags>" * 240
    + b"<a href=/x>words that are too many for one tag</a>" * 55_000,
    "numbers-in-a-line": b"<title>A long title of a page</title><h1>A long title of a page</h1>"
    b"<p>" + b"27 " * 2_000_000,
    "no-body": b"<frameset><frame>Text " + P * 20 + b"</frameset>",
    "fifty-megabytes": b"<p>" + b"word " * 10_000_000,
    "json": b'{"a": [1, 2]}',
    "empty": b"",
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
def test_a_draft_or_a_reason_in_time(make_page: Any, make_site: Any, body: bytes) -> None:
    page = make_page(body)
    with at_most(5), contextlib.suppress(Rejected):
        find_wrong(page, extract(page, make_site()))


HEAVY = (
    "attributes", "long-attribute", "three-megabytes-of-p", "one-word", "blanks", "quotations",
    "fifty-megabytes",
)  # fmt: skip
CHILD = """
import resource, sys, time
from crawler.errors import Rejected
from crawler.extraction import extract
from tests.extraction.test_hostile_pages import HEAVY, PAGES, SEEN, AnySite, Page
pages = [PAGES[name] for name in HEAVY]
extract(Page("https://news.example/a", b"<p>Imports what is imported late.", SEEN), AnySite())
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 500_000_000, -1))
for name, body in zip(HEAVY, pages):
    try:
        extract(Page("https://news.example/a", body, SEEN), AnySite())
    except (Rejected, MemoryError) as error:
        print(name, type(error).__name__, getattr(error, "reason", ""))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
def test_no_page_takes_half_a_gigabyte() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=600,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "MemoryError" not in done.stdout
    assert "fifty-megabytes Rejected too-large" in done.stdout


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
