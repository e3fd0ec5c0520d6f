from __future__ import annotations

import datetime as dt

import pytest

from crawler import registry
from crawler.ledger.crawling.backfill import Span
from crawler.link import PageKind
from crawler.rules import Archive, Feed, Listing, Sitemap
from crawler.site import Site
from crawler.spiders.places import (
    backfill_places,
    crawl_places,
    is_of_archive,
    is_of_open_date,
    listing_of,
    tag_places,
)

SITE = registry.site("interfax-ukraine")
DAYS = Listing("/", item="li.day")


class Dated(Site):
    """A site with an archive by day."""

    name = "dated"
    home = "https://dated.example/"
    timezone = "Europe/Kyiv"
    discovery = (Listing("/latest", item="li"), Archive("/archive/%Y/%m/%d", DAYS))


class Surveyed(Site):
    """A site as a survey finds it."""

    name = "dated"
    home = "https://dated.example/"
    timezone = "Europe/Kyiv"
    discovery = (Feed("/rss"),)
    sections = (Archive("/archive/%Y/%m/%d", DAYS), Sitemap("/everything.xml", only_back=True))


LATER = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
JUST_NOW = dt.datetime(2026, 1, 30, 22, 30, tzinfo=dt.UTC)  # the 31st in Kyiv
SPAN = Span(
    dt.datetime(2026, 1, 30, tzinfo=Dated().zone), dt.datetime(2026, 2, 2, tzinfo=Dated().zone)
)


def test_a_crawl_asks_feed_and_latest_each_time_and_sections_once_a_day() -> None:
    found = {place.url: place for place in crawl_places(SITE)}
    assert found["https://en.interfax.com.ua/news/last.rss"].kind is PageKind.FEED
    assert found["https://en.interfax.com.ua/news/latest.html"].every == dt.timedelta(0)
    assert found["https://en.interfax.com.ua/news/sport.html"].every == dt.timedelta(hours=24)


def test_a_backfill_asks_each_day_of_an_archive_and_robots_txt() -> None:
    urls = [place.url for place in backfill_places(Dated(), SPAN, LATER)]
    assert urls == [
        "https://dated.example/latest",
        "https://dated.example/archive/2026/01/30",
        "https://dated.example/archive/2026/01/31",
        "https://dated.example/archive/2026/02/01",
        "https://dated.example/robots.txt",
    ]


def test_a_backfill_asks_no_day_that_has_not_begun_and_feeds_and_whole_sitemaps_too() -> None:
    urls = [place.url for place in backfill_places(Surveyed(), SPAN, JUST_NOW)]
    assert urls == [
        "https://dated.example/rss",
        "https://dated.example/archive/2026/01/30",
        "https://dated.example/archive/2026/01/31",
        "https://dated.example/everything.xml",
        "https://dated.example/robots.txt",
    ]
    assert [place.url for place in crawl_places(Surveyed())] == ["https://dated.example/rss"]


def test_the_page_of_a_day_that_is_not_over_is_known() -> None:
    days = {day: f"https://dated.example/archive/2026/01/{day}" for day in (30, 31)}
    assert is_of_open_date(days[31], Dated(), JUST_NOW)
    assert not is_of_open_date(days[30], Dated(), JUST_NOW)
    assert is_of_archive(days[30], Dated())
    assert not is_of_archive("https://dated.example/latest", Dated())


def test_tag_pages_bear_the_tag_in_their_address() -> None:
    (place,) = tag_places(SITE, ["мирний план"])
    assert place.url.startswith("https://en.interfax.com.ua/news/tag/%D0%BC")
    assert "_" in place.url
    assert tag_places(Dated(), ["x"]) == []


@pytest.mark.parametrize(
    ("url", "item"),
    [
        ("https://dated.example/latest", "li"),
        ("https://dated.example/archive/2026/01/30", "li.day"),
        ("https://dated.example/elsewhere", "li"),
    ],
)
def test_a_listing_is_read_as_the_site_file_says(url: str, item: str) -> None:
    assert listing_of(url, Dated()).item == item
