"""Addresses of days and months → the pattern of an archive; a story's address → its day's page."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.dated_address import Dated, day_page_of, read_dated

HOME = "https://news.example"
DAY, MONTH = dt.date(2026, 1, 21), dt.date(2026, 1, 1)
DATED = {
    "/2026/01/21/": Dated("/%Y/%m/%d/", DAY, True),
    "/2026/01/": Dated("/%Y/%m/", MONTH, False),
    "/archive/20260121": Dated("/archive/%Y%m%d", DAY, True),
    "/archive/2026-01.html": Dated("/archive/%Y-%m.html", MONTH, False),
    "/archive/21.01.2026/": Dated("/archive/%d.%m.%Y/", DAY, True),
    "/archives/date_21012026/": Dated("/archives/date_%d%m%Y/", DAY, True),
    "/archive?date=2026-01-21": Dated("/archive?date=%Y-%m-%d", DAY, True),
    "/%D0%90/2026/01/21": Dated("/%%D0%%90/%Y/%m/%d", DAY, True),
    "/archive/20012026": Dated("/archive/%d%m%Y", dt.date(2026, 1, 20), True),
    "/": None,
    "/2026/": None,
    "/2026/02/31/": None,
    "/2026/13/": None,
    "/news/41230": None,
    "/news/map-of-the-front-2026-01-21": None,
    "/2026/01/21/harbour-opens": None,
}


@pytest.mark.parametrize(("target", "expected"), DATED.items())
def test_an_address_that_ends_with_a_date_tells_its_pattern(
    target: str, expected: Dated | None
) -> None:
    found = read_dated(HOME + target)
    assert found == expected
    assert found is None or found.date.strftime(found.pattern) == target


STORIES = {
    "/2026/01/21/harbour-opens/": "/2026/01/21/",
    "/news/2026/01/21/41230.html": "/news/2026/01/21/",
    "/en/news/20260121/harbour": "/en/news/20260121/",
    "/news/harbour-opens": None,
    "/2026/01/21/": "/2026/01/21/",
}


@pytest.mark.parametrize(("path", "expected"), STORIES.items())
def test_a_storys_address_may_begin_with_its_days(path: str, expected: str | None) -> None:
    assert day_page_of(HOME + path) == (expected and HOME + expected)


@given(st.text(alphabet="/20261-.?=&date_%", max_size=30))
def test_any_address_is_harmless(text: str) -> None:
    read_dated(f"{HOME}/{text}")
    day_page_of(f"{HOME}/{text}")
