"""Archives by date: where they may be, and which pages are believed."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.archive_pages import archive_candidates, lists_its_date
from crawler.discovery.listing import read_listing
from crawler.discovery.undescribed import undescribed
from crawler.page import Page
from crawler.rules import Listing

HOME = "https://news.example"
SITE = undescribed(f"{HOME}/")
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


def page(path: str, body: str) -> Page:
    return Page(f"{HOME}{path}", f"<html><body>{body}</body></html>".encode(), SEEN)


def anchors(*paths: str) -> str:
    return "".join(f"<a href='{path}'>x</a>" for path in paths)


CANDIDATES = {
    "days": (anchors("/a/2026/01/21/", "/a/2026/01/19/", "/a/2026/01/20/"), ["/a/2026/01/20/"]),
    "months": (anchors("/2026/01/", "/2025/12/", "/2025/11/"), ["/2025/12/"]),
    "a choice": ("<option value='/m/2025-12'>12<option value='/m/2025-11'>", ["/m/2025-12"]),
    "days before months": (
        anchors("/2025/12/", "/2025/11/", "/d/2026-01-19", "/d/2026-01-18"),
        ["/d/2026-01-19", "/2025/12/"],
    ),
    "the only ones, not over": (anchors("/2026/01/21/", "/2026/01/22/"), ["/2026/01/22/"]),
    "one alone": (anchors("/2026/01/20/"), []),
    "another site's": (anchors("https://x.example/2026/01/20/", "//x.example/2026/01/19/"), []),
    "none": (anchors("/town/", "/a/2026/"), []),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CANDIDATES.values(), ids=CANDIDATES)
def test_links_to_dates_name_a_page_that_is_over(body: str, expected: list[str]) -> None:
    found = archive_candidates([page("/", body)], (), SITE, SEEN.date())
    assert list(found) == [HOME + path for path in expected]


def test_stories_addresses_imply_their_days_pages() -> None:
    stories = [f"{HOME}/2026/01/{day}/a-story-of-some-length/" for day in (21, 19, 20)]
    assert archive_candidates([], stories, SITE, SEEN.date()) == (f"{HOME}/2026/01/20/",)


ONE = "<li><a href='/a/11111'>The bridge is open again</a>{}</li>"
TWO = "<li><a href='/a/22222'>The ferry sails once more</a>{}</li>"
PAGES = {
    "its day": ("/2026/01/20/", ONE.format("20.01.2026 10:00"), True),
    "its month": ("/2026/01/", ONE.format("03.01.2026 10:00"), True),
    "another day": ("/2026/01/20/", ONE.format("09.01.2026 10:00"), False),
    "no time, another list": ("/2026/01/20/", ONE.format(""), True),
    "no time, the same list": ("/2026/01/20/", ONE.format("") + TWO.format(""), False),
    "no story": ("/2026/01/20/", "<p>Nothing.</p>", False),
    "no date": ("/archive/", ONE.format("20.01.2026 10:00"), False),
}


@pytest.mark.parametrize(("path", "body", "expected"), PAGES.values(), ids=PAGES)
def test_a_page_is_believed_by_what_it_lists(path: str, body: str, expected: bool) -> None:
    front = page("/", (ONE + TWO).format("", "") + "<li><a href='/a/33333'>x</a></li>")
    listed = read_listing(front, SITE, Listing(front.url)).links
    listed = tuple(link for link in listed if not link.url.endswith("33333"))
    assert len(listed) == 2
    assert lists_its_date(page(path, f"<ul>{body}</ul>"), SITE, listed) == expected
