"""Listings that nobody has described: their items and their pagers, by shape."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.listing_shape import find_items
from crawler.discovery.pager import find_following
from crawler.discovery.undescribed import undescribed
from crawler.page import Page

HOME = "https://news.example"
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
SITE = undescribed(f"{HOME}/")


def page(body: str, path: str = "/town/") -> Page:
    return Page(f"{HOME}{path}", f"<html><body>{body}</body></html>".encode(), SEEN)


def links(*pairs: tuple[str, str]) -> str:
    return "".join(f'<a href="{href}">{text}</a>' for href, text in pairs)


PAGERS = {
    "numbers": ("/town/", links(("?page=1", "1"), ("?page=2", "2"), ("?page=3", "3")), "?page=2"),
    "numbers from 0": ("/town/", links(("?page=0", "1"), ("?page=1", "2")), "?page=1"),
    "this page alone": ("/town/", links(("?page=1", "1")), None),
    "a word alone": ("/town/", links(("?page=1", "Older")), "?page=1"),
    "the second": ("/town/?page=2", links(("?page=1", "1"), ("?page=3", "3")), "?page=3"),
    "the last": ("/town/?page=3", links(("?page=1", "1"), ("?page=2", "2")), None),
    "another listing's": ("/town/", links(("/sport/?page=2", "2")), None),
}


@pytest.mark.parametrize(("path", "pager", "expected"), PAGERS.values(), ids=PAGERS)
def test_the_next_page_is_the_next_number(path: str, pager: str, expected: str | None) -> None:
    found = find_following(page(pager, path), SITE)
    assert found == (expected and f"{HOME}/town/{expected}")


OF_DAYS = {
    "its own next page": ("/2026/01/21/", "/2026/01/21/page/2/", True),
    "its own, by query": ("/2026/01/21/", "/2026/01/21/?page=2", True),
    "the day before": ("/2026/01/21/", "/2026/01/20/", True),
    "another listing's": ("/2026/01/21/", "/town/?page=2", False),
    "a month's own": ("/archive?month=2026-01", "/archive?month=2026-01&page=2", True),
}


@pytest.mark.parametrize(("path", "href", "follows"), OF_DAYS.values(), ids=OF_DAYS)
def test_a_days_page_leads_to_no_other_listing(path: str, href: str, follows: bool) -> None:
    body = f'<a rel="next" href="{href}">Next</a>'
    assert find_following(page(body, path), SITE) == (f"{HOME}{href}" if follows else None)


LOADED = {
    "a list that grows": ("<div data-next='?page=2'>", "?page=2"),
    "a button by its class": ("<b class='load-more' data-url='/town/?offset=6'>x</b>", "?offset=6"),
    "a button by its words": ("<button data-href='?start=6'>Show more…</button>", "?start=6"),
    "a link by its words": (links(("?offset=6", "Load more")), "?offset=6"),
    "in Ukrainian": (links(("?page=2", "Показати ще")), "?page=2"),
    "any other button": ("<b class='share' data-url='/town/?page=2'>Share</b>", None),
    "a number": ("<div data-next='2'>", None),
    "the next story of a show": ("<div data-next='/a/11111'>", None),
    "another site": ("<div data-next='https://x.example/town/?page=2'>", None),
    "more of something": (links(("/sport/", "More")), None),
}


@pytest.mark.parametrize(("body", "expected"), LOADED.values(), ids=LOADED)
def test_what_is_loaded_as_one_scrolls_follows(body: str, expected: str | None) -> None:
    assert find_following(page(body), SITE) == (expected and f"{HOME}/town/{expected}")


ROW = "<li><a href='/a/11111'>The bridge is open again</a></li>"


@pytest.mark.parametrize(
    ("path", "is_further", "count"),
    [
        ("/town/", False, 0),
        ("/town/", True, 1),
        ("/2026/01/21/", False, 1),
        ("/2026/01/", False, 1),
    ],
)
def test_one_story_alone_is_listed_where_a_listing_is_sure(
    path: str, is_further: bool, count: int
) -> None:
    body = f"<ul>{ROW}</ul><aside><ul>{ROW.replace('1', '2')}</ul></aside>"
    assert len(find_items(page(body, path), SITE, is_further)) == count


def test_a_headline_that_is_linked_twice_is_told_once() -> None:
    rows = "".join(
        f"<li>{links(*[(f'/a/1111{n}', 'The bridge is open')] * 2)}</li>" for n in range(3)
    )
    titles = {item.title for item in find_items(page(f"<ul>{rows}</ul>"), SITE)}
    assert titles == {"The bridge is open"}


HEADLINES = {
    "English": ("The bridge is open again", True),
    "Japanese": ("橋の計画採決へ", True),
    "Korean": ("다리 다시 열리다", True),
    "a word": ("Bridge", False),
    "a word in Japanese": ("橋の計画", False),
}


@pytest.mark.parametrize(("text", "is_headline"), HEADLINES.values(), ids=HEADLINES)
def test_links_under_words_alone_are_no_headlines(text: str, is_headline: bool) -> None:
    rows = "".join(f"<li>{links((f'/a/{n}', text))}</li>" for n in range(11111, 11114))
    assert len(find_items(page(f"<ul>{rows}</ul>"), SITE)) == (3 if is_headline else 0)
