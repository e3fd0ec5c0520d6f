"""A home page → where its menus, frames and links to feeds lead."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.site_pages import linked_frames, linked_sections, links_to_feeds
from crawler.discovery.undescribed import undescribed
from crawler.page import Page

HOME = "https://news.example:8443"
SITE = undescribed(f"{HOME}/")
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


def page(body: str) -> Page:
    return Page(f"{HOME}/", f"<html>{body}</html>".encode(), SEEN)


def bare(urls: tuple[str, ...]) -> list[str]:
    return [url.removeprefix(HOME) for url in urls]


FEEDS = {
    "by its name": ("<a href='/services'>RSS</a>", ["/services"]),
    "by its address": ("<a href='/export/top.rdf'>Top</a>", ["/export/top.rdf"]),
    "all first": ("<a href='/rss/sport'>x</a><a href='/rss/all'>x</a>", ["/rss/all", "/rss/sport"]),
    "of comments": ("<a href='/comments/feed/'>RSS</a>", []),
    "another site's": ("<a href='https://x.example/rss'>RSS</a>", []),
    "a word within": ("<a href='/cross/feedback'>Feedback on our rss crossing</a>", []),
}


@pytest.mark.parametrize(("body", "expected"), FEEDS.values(), ids=FEEDS)
def test_links_that_speak_of_feeds(body: str, expected: list[str]) -> None:
    assert bare(links_to_feeds(page(body), SITE)) == expected


def test_frames_of_the_site_itself() -> None:
    body = "<frameset><frame src='/a.htm'><frame src='//x.example/b'><frame><frame src='/a.htm'>"
    assert bare(linked_frames(page(body), SITE)) == ["/a.htm"]


def test_sections_that_are_named_like_stories_are_told_apart() -> None:
    menu = (
        "<nav><a href='/town/'>Town</a><a href='/news/'>News</a><a href='/about/'>About</a>"
        "<a href='/local-news-and-city-council'>Local</a>"
        "<a href='/a-story-of-day-41230'>x y</a></nav>"
    )
    found = linked_sections(page(menu), SITE)
    assert bare(found.plain) == ["/news/", "/town/"]
    assert bare(found.like_stories) == ["/local-news-and-city-council"]
    assert bare(linked_sections(page("<a href='/town/'>Town</a>"), SITE).plain) == []
    everything = linked_sections(page("<a href='/town/'>Town</a>"), SITE, is_menu=True)
    assert bare(everything.plain) == ["/town/"]
