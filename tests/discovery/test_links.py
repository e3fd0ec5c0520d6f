"""The link step: what a place announced, however hostile, → clean links in order."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from crawler import registry
from crawler.discovery.feed import read_feed
from crawler.discovery.links import MAX_TITLE, Announced, article_links
from crawler.link import Where
from crawler.page import Page

SITE = registry.site("interfax-ukraine")
NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
HOME = "https://en.interfax.com.ua"
LISTING = Page(f"{HOME}/news/latest.html", b"", NOW)


def urls(*hrefs: str) -> list[str]:
    found = article_links(map(Announced, hrefs), LISTING, SITE, Where.LISTING)
    assert [link.rank for link in found] == list(range(len(found)))
    return [link.url.removeprefix(HOME) for link in found]


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#top",
        "javascript:void(0)",
        "http://[::1",
        "mailto:a@b.c",
        "//",
        "/news/" + "9" * 9000,
        "https://elsewhere.example/news/general/1.html",
        "\ud800",
        "http://en.interfax.com.ua:x/",
    ],
    ids=ascii,
)
def test_an_href_that_is_no_address_loses_nothing_beside_it(href: str) -> None:
    assert urls("/news/general/1.html", href, "/news/general/2.html") == [
        "/news/general/1.html",
        "/news/general/2.html",
    ]


def test_the_first_of_each_address_counts() -> None:
    twice = ("/news/general/1.html", "/news/sport/2.html", f"{HOME}/news/general/1.html#more")
    assert urls(*twice) == ["/news/general/1.html", "/news/sport/2.html"]


def test_no_more_links_are_taken_than_the_limit() -> None:
    many = (Announced(f"/news/general/{number}.html") for number in range(1, 100))
    assert len(article_links(many, LISTING, SITE, Where.LISTING, limit=7)) == 7


@pytest.mark.parametrize(
    ("announced", "title"),
    [
        (None, None),
        (" \n\t", None),
        (" Two\n lines ", "Two lines"),
        ("a\ud800b\x00c\x1b[31m\u202ed", "abc[31md"),
        ("x" * 9000, "x" * MAX_TITLE),
    ],
    ids=["none", "blank", "lines", "what no database and no terminal takes", "long"],
)
def test_an_announced_title_is_one_clean_line(announced: str | None, title: str | None) -> None:
    found = article_links(
        [Announced("/news/general/1.html", announced)], LISTING, SITE, Where.LISTING
    )
    assert [link.title for link in found] == [title]


ITEM = "<item><title>{}</title><link>https://en.interfax.com.ua/news/general/{}.html</link></item>"
FEEDS = {
    "rss": "<rss><channel>"
    + ITEM.format("a&#xD800;b&#0;c&#55296;&#x1FFFFF;d", 1)
    # The second item must not be lost with the first.
    + ITEM.format("Good", 2)
    + "</channel></rss>",
    "json": json.dumps(
        {
            "items": [
                {"url": f"{HOME}/news/general/1.html", "title": "a\ud800b\x00cd"},
                {"url": f"{HOME}/news/general/2.html", "title": "Good"},
            ]
        }
    ),
}


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_characters_that_are_none_cost_a_feed_no_item(feed: str) -> None:
    page = Page(f"{HOME}/news/last.rss", feed.encode(), NOW)
    first, second = read_feed(page, SITE).links
    assert (second.title, second.rank) == ("Good", 1)
    assert (first.title or "").replace("\ufffd", "").encode()
