"""A surveyed site as text and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.site_text import read_site, write_site
from crawler.discovery.undescribed import undescribed
from crawler.site import Archive, Feed, Listing, Sitemap

SITE = undescribed(
    "https://news.example/",
    source="The Small Paper",
    language="uk",
    timezone="Europe/Kyiv",
    discovery=(Feed("https://news.example/feed"), Sitemap("https://news.example/news.xml")),
    sections=(
        Listing("https://news.example/town"),
        Sitemap("https://news.example/all.xml", only_back=True),
        Archive("/archive/%Y-%m", Listing("/archive/%Y-%m")),
    ),
    article_url=r"^/story/\d+",
)
TOLD = ("name", "home", "source", "language", "timezone", "article_url", "discovery", "sections")


def test_a_site_comes_back_as_it_was() -> None:
    again = read_site(write_site(SITE))
    assert again is not None
    assert [getattr(again, name) for name in TOLD] == [getattr(SITE, name) for name in TOLD]


BAD = {
    "nothing": "",
    "no object": "[1]",
    "nothing in it": "{}",
    "another kind of place": write_site(SITE).replace('"feed"', '"mail"'),
    "no address": write_site(SITE).replace('"https://news.example/"', '"news"'),
    "no pattern": write_site(SITE).replace("^/story/", "(", 1),
    "no zone": write_site(SITE).replace("Europe/Kyiv", "Europe/Nowhere"),
    "no text": json.dumps(json.loads(write_site(SITE)) | {"source": 5}),
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_was_never_written_gives_no_site(text: str) -> None:
    assert read_site(text) is None


@given(st.text(max_size=100))
def test_any_text_is_harmless(text: str) -> None:
    read_site(text)
