from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crawler import registry
from crawler.errors import UsageError
from crawler.rules import Feed
from crawler.site import Site
from crawler.spiders.orders import read_orders

SITE = registry.site("interfax-ukraine")
NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)


class FeedOnly(Site):
    """A site whose only way back in time is a feed, which may be in pages."""

    name = "feed-only"
    home = "https://feed.example/"
    discovery = (Feed("/rss"),)


class Nothing(Site):
    """A site without any way back in time."""

    name = "nothing"
    home = "https://nothing.example/"


def test_without_words_the_defaults_hold() -> None:
    orders = read_orders(SITE, {}, NOW)
    assert (orders.max_pages, orders.depth, orders.command) == (1000, 1, "crawl")
    assert orders.since == NOW - dt.timedelta(days=3)
    assert orders.policy.floor == orders.since


def test_a_day_begins_by_the_sites_clock() -> None:
    orders = read_orders(SITE, {"since": "2026-01-20"}, NOW)
    assert orders.since.isoformat() == "2026-01-20T00:00:00+02:00"


def test_a_backfill_holds_its_last_day() -> None:
    orders = read_orders(SITE, {"first_day": "2026-01-01", "last_day": "2026-01-02"}, NOW)
    assert orders.span is not None
    assert orders.span.start.isoformat() == "2026-01-01T00:00:00+02:00"
    assert orders.span.end.isoformat() == "2026-01-03T00:00:00+02:00"
    assert orders.command == "backfill"
    assert (orders.policy.since, orders.policy.until) == (orders.span.start, orders.span.end)


def test_a_site_without_places_may_be_given_addresses() -> None:
    url = "https://nothing.example/1"
    assert read_orders(Nothing(), {"urls": url}, NOW).given == (url,)


def test_a_feed_is_a_way_back() -> None:
    days = {"first_day": "2026-01-01", "last_day": "2026-01-02"}
    assert read_orders(FeedOnly(), days, NOW).span is not None


@pytest.mark.parametrize(
    ("site", "arguments", "said"),
    [
        (SITE, {"speed": "9"}, "no argument 'speed'"),
        (SITE, {"depth": "deep"}, "whole number"),
        (SITE, {"max_pages": "-1"}, "whole number"),
        (SITE, {"since": "soon"}, "write it as"),
        (SITE, {"since": "2027-01-01"}, "in the future"),
        (SITE, {"first_day": "2026-01-05", "last_day": "2026-01-01"}, "swap them"),
        (SITE, {"first_day": "2027-01-05", "last_day": "2027-01-06"}, "in the future"),
        (Nothing(), {}, "names no feed, sitemap or listing"),
        (Nothing(), {"first_day": "2026-01-01", "last_day": "2026-01-02"}, "no way back in time"),
    ],
)
def test_what_cannot_be_is_refused(site: Site, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_orders(site, arguments, NOW)
