from __future__ import annotations

import datetime as dt

import pytest

from crawler import registry
from crawler.ledger.crawling.backfill import Span
from crawler.link import PageKind
from crawler.rules import Archive, Listing
from crawler.site import Site
from crawler.spiders.places import backfill_places, crawl_places, listing_of, tag_places

SITE = registry.site("interfax-ukraine")
DAYS = Listing("/", item="li.day")


class Dated(Site):
    """A site with an archive by day."""

    name = "dated"
    home = "https://dated.example/"
    timezone = "Europe/Kyiv"
    discovery = (Listing("/latest", item="li"), Archive("/archive/%Y/%m/%d", DAYS))


SPAN = Span(
    dt.datetime(2026, 1, 30, tzinfo=Dated().zone), dt.datetime(2026, 2, 2, tzinfo=Dated().zone)
)


def test_a_crawl_asks_feed_and_latest_each_time_and_sections_once_a_day() -> None:
    found = {place.url: place for place in crawl_places(SITE)}
    assert found["https://en.interfax.com.ua/news/last.rss"].kind is PageKind.FEED
    assert found["https://en.interfax.com.ua/news/latest.html"].every == dt.timedelta(0)
    assert found["https://en.interfax.com.ua/news/sport.html"].every == dt.timedelta(hours=24)


def test_a_backfill_asks_each_day_of_an_archive_and_robots_txt() -> None:
    urls = [place.url for place in backfill_places(Dated(), SPAN)]
    assert urls == [
        "https://dated.example/latest",
        "https://dated.example/archive/2026/01/30",
        "https://dated.example/archive/2026/01/31",
        "https://dated.example/archive/2026/02/01",
        "https://dated.example/robots.txt",
    ]


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
