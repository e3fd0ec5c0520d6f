"""What a survey found: kept, good for a day, and for the home page that was surveyed."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from crawler.discovery.undescribed import undescribed
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling.surveys import GOOD_FOR, keep_survey, read_survey
from crawler.site import Feed, Site

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
ASKED = undescribed("https://news.example/")


def found(feed: str) -> Site:
    return undescribed("https://news.example/en/", discovery=(Feed(feed),))


def read(engine: Engine, now: dt.datetime, asked: Site = ASKED) -> tuple[object, ...] | None:
    with reading(engine) as connection:
        site = read_survey(connection, asked, now - GOOD_FOR)
    return None if site is None else (site.home, *site.discovery)


def test_the_last_survey_of_a_home_page_is_good_for_a_day(engine: Engine) -> None:
    assert read(engine, NOW) is None
    for hours, feed in ((0, "/feed"), (1, "/rss")):
        with writing(engine) as connection:
            at = NOW + dt.timedelta(hours=hours)
            keep_survey(connection, ASKED, found(feed), at)
    expected = ("https://news.example/en/", Feed("/rss"))
    assert read(engine, NOW + dt.timedelta(hours=24)) == expected
    assert read(engine, NOW + dt.timedelta(hours=25)) is None
    assert read(engine, NOW, undescribed("https://news.example/sport/")) is None
    assert read(engine, NOW, undescribed("https://other.example/")) is None


def test_an_archive_that_is_replayed_later_puts_no_older_survey_in_place(engine: Engine) -> None:
    for days, feed in ((30, "/feed"), (0, "/rss")):
        with writing(engine) as connection:
            keep_survey(connection, ASKED, found(feed), NOW + dt.timedelta(days=days))
    expected = ("https://news.example/en/", Feed("/feed"))
    assert read(engine, NOW + dt.timedelta(days=30)) == expected
