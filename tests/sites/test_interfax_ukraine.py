"""Interfax-Ukraine: the declared facts, for all three editions."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.feed import read_feed
from crawler.discovery.related import read_blocks
from crawler.page import Page
from crawler.registry import site
from crawler.site import Feed, Listing

NAMES = ("interfax-ukraine", "interfax-ukraine-uk", "interfax-ukraine-ru")
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", NAMES)
def test_a_crawl_needs_the_feed_and_latest_alone(name: str) -> None:
    edition = site(name)
    kinds = {type(place): edition.absolute(place.url) for place in edition.discovery}
    assert kinds == {
        Feed: f"{edition.home}news/last.rss",
        Listing: f"{edition.home}news/latest.html",
    }
    assert len(edition.sections) == 8
    assert edition.absolute(edition.sections[0].url) == f"{edition.home}news/general.html"


SHAPES = {
    "/news/general/1143800.html": True,
    "/news/greendeal/1.html": True,
    "/news/press-conference/1143800.html?from=list": True,
    "/news/latest.html": False,
    "/news/general.html": False,
    "/news/latest-2.html": False,
    "/news/tag/usa.html": False,
    "/news/tag/2026.html": False,
    "/news/1143800.html": False,
    "/en/news/general/1143800.html": False,
    "/news/general/1143800.html.exe": False,
}


@pytest.mark.parametrize(("path", "expected"), SHAPES.items())
@pytest.mark.parametrize("name", NAMES)
def test_an_article_s_address(name: str, path: str, expected: bool) -> None:
    edition = site(name)
    assert edition.is_article(edition.absolute(path)) is expected


def test_editions_do_not_take_each_other_s_articles() -> None:
    english = site("interfax-ukraine")
    assert not english.is_article("https://interfax.com.ua/news/general/1143800.html")
    assert not english.is_article("https://ru.interfax.com.ua/news/general/1143800.html")


def test_the_feed_is_read_with_and_without_times() -> None:
    text = """<rss version="2.0"><channel>
      <item><title>One</title><link>https://en.interfax.com.ua/news/general/1.html</link></item>
      <item><title>Two</title><link>https://en.interfax.com.ua/news/general/2.html</link>
        <pubDate>Wed, 21 Jan 2026 18:45:00 +0200</pubDate></item></channel></rss>"""
    english = site("interfax-ukraine")
    page = Page(english.absolute("/news/last.rss"), text.encode(), SEEN)
    links = read_feed(page, english).links
    times = [link.published and link.published.isoformat() for link in links]
    assert times == [None, "2026-01-21T18:45:00+02:00"]


def test_two_latest_items_of_one_title() -> None:
    text = """<h3>LATEST</h3><ul>
      <li><a href="/news/general/2.html">Japan to help</a></li>
      <li><a href="/news/economic/3.html">Other news</a></li>
      <li><a href="/news/economic/4.html">Japan to help</a></li></ul>"""
    english = site("interfax-ukraine")
    page = Page("https://en.interfax.com.ua/news/general/1.html", text.encode(), SEEN)
    links = read_blocks(page, english).latest
    assert [(link.title, link.url[-6:-5]) for link in links] == [
        ("Japan to help", "2"),
        ("Other news", "3"),
        ("Japan to help", "4"),
    ]
