"""The sitemaps that a robots.txt names."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import registry
from crawler.discovery.robots_txt import MAX_SITEMAPS, read_sitemap_lines
from crawler.link import PageKind, Where
from crawler.page import Page

SITE = registry.site("interfax-ukraine")
HOME = "https://en.interfax.com.ua"


def sitemaps(text: str) -> list[str]:
    now = dt.datetime(2026, 1, 21, tzinfo=dt.UTC)
    found = read_sitemap_lines(Page(f"{HOME}/robots.txt", text.encode(), now), SITE)
    assert all((one.kind, one.where) == (PageKind.SITEMAP, Where.SITEMAP) for one in found)
    assert [one.rank for one in found] == list(range(len(found)))
    return [one.url.removeprefix(HOME) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Sitemap: {HOME}/a.xml\nSitemap: {HOME}/b.xml", ["/a.xml", "/b.xml"]),
        (f"User-agent: *\nDisallow: /\n  SITEMAP : {HOME}/a.xml\r\n", ["/a.xml"]),
        (f"sitemap:{HOME}/a.xml # the first", ["/a.xml"]),
        ("Sitemap: /a.xml", ["/a.xml"]),
        (f"Sitemap: {HOME}/a.xml\n" * 3, ["/a.xml"]),
        ("Sitemap: https://elsewhere.example/a.xml", []),
        ("Sitemap:\nSitemap: http://[::1\nSitemap: javascript:x\nSitemap: /b.xml", ["/b.xml"]),
        (f"# Sitemap: {HOME}/a.xml", []),
        ("<html><title>404", []),
        ("", []),
    ],
    ids=[
        *("two", "any case", "comment", "relative", "once", "another host", "no address"),
        *("commented out", "no robots.txt", "empty"),
    ],
)
def test_sitemap_lines_are_read(text: str, expected: list[str]) -> None:
    assert sitemaps(text) == expected


def test_there_is_an_end_to_sitemaps() -> None:
    assert len(sitemaps("\n".join(f"Sitemap: /{n}.xml" for n in range(1000)))) == MAX_SITEMAPS


@given(st.lists(st.text() | st.text(st.characters()).map("Sitemap: ".__add__)))
def test_any_text_is_harmless(lines: list[str]) -> None:
    text = "\n".join(line.encode("utf-8", "replace").decode() for line in lines)
    assert all(url.startswith("/") for url in sitemaps(text))
