"""Listings that nobody has described: their items and their pagers, by shape."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.listing_shape import find_following, find_items
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
