"""Listings by days: the day before follows, and no calendar leads anywhere else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.day_pages import find_day_before
from crawler.discovery.undescribed import undescribed
from crawler.page import Page

HOME = "https://news.example"
SITE = undescribed(f"{HOME}/")
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


def following(path: str, *hrefs: str) -> str | None:
    body = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    found = find_day_before(Page(f"{HOME}{path}", f"<body>{body}".encode(), SEEN), SITE)
    return found and found.removeprefix(HOME)


DAYS = [f"/news/2026/01/{day}/" for day in (22, 21, 20, 19)]
CASES = {
    "a day": ("/news/2026/01/20/", DAYS, DAYS[3]),
    "a day without a page is passed over": ("/news/2026/01/21/", [DAYS[0], DAYS[3]], DAYS[3]),
    "no day": ("/news/", DAYS, DAYS[2]),
    "the front page": ("/", DAYS, DAYS[2]),
    "the oldest": ("/news/2026/01/19/", DAYS, None),
    "another listing's days": ("/sport/2026/01/20/", DAYS, None),
    "another section": ("/sport/", DAYS, None),
    "a section of the same name": ("/news/", ["/sport/news/2026/01/20/"], None),
    "a day below a day": ("/news/2026/01/20/", ["/news/2026/01/20/x/2026/01/19/"], None),
    "a day to come": ("/news/2026/01/25/", ["/news/2026/01/23/", *DAYS], DAYS[1]),
    "in one word": ("/archive/20260121", ["/archive/20260120"], "/archive/20260120"),
    "in a query": ("/archive?date=2026-01-21", ["?date=2026-01-20"], "/archive?date=2026-01-20"),
    "a file": ("/a/2026-01-21.html", ["/a/2026-01-20.html"], "/a/2026-01-20.html"),
    "no such day": ("/news/", ["/news/2026/02/31/", "/news/2026/13/01/"], None),
    "an article's": ("/news/", ["/news/2026/01/20/bridge/", "/news/2026/01/"], None),
    "a story with a number like a day": ("/", ["/20260120"], "/20260120"),
    "another site's": ("/news/", ["https://other.example/news/2026/01/20/"], None),
}


@pytest.mark.parametrize(("path", "hrefs", "expected"), CASES.values(), ids=CASES)
def test_the_day_before_follows(path: str, hrefs: list[str], expected: str | None) -> None:
    assert following(path, *hrefs) == expected


@given(st.lists(st.text(alphabet="/20261-.?=&date[:", max_size=20), max_size=5))
def test_any_address_is_harmless(hrefs: list[str]) -> None:
    following("/news/", *hrefs)
