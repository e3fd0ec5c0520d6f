"""Archives by date: a pattern and two days → addresses."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.archive import archive_urls
from crawler.site import Archive, Listing, Site

ITEMS = Listing("", item="li")


class News(Site):
    name = "news"
    home = "https://news.example/"


CASES = {
    "by day": ("/archive/%Y/%m/%d", (1, 30), (2, 1),
               ["/archive/2026/01/30", "/archive/2026/01/31", "/archive/2026/02/01"]),
    "one day": ("/archive/%d.%m.%Y/", (1, 5), (1, 5), ["/archive/05.01.2026/"]),
    "by month": ("/archive/%Y-%m.html", (1, 30), (2, 2),
                 ["/archive/2026-01.html", "/archive/2026-02.html"]),
    "in the query": ("/?to=%Y%m%d&a=1", (1, 5), (1, 5), ["/?a=1&to=20260105"]),
    "backwards": ("/archive/%Y/%m/%d", (1, 5), (1, 4), []),
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "first", "last", "expected"), CASES.values(), ids=CASES)
def test_a_pattern_gives_addresses(pattern, first, last, expected) -> None:
    days = dt.date(2026, *first), dt.date(2026, *last)
    urls = archive_urls(News(), Archive(pattern, ITEMS), *days)
    assert list(urls) == [f"https://news.example{path}" for path in expected]
