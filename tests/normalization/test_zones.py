"""Hours without a zone → moments in the zone that host, language and other times speak for."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.draft import Draft, Found
from crawler.normalization.normalize import normalize
from crawler.page import Page
from crawler.site import Site

SEEN = dt.datetime(2026, 7, 21, 18, 0, tzinfo=dt.UTC)
VISIBLE = "generic: line of date"


class Silent(Site):
    name = "silent"
    home = "https://news.example/"


class Spoken(Silent):
    timezone = "America/Toronto"


class Universal(Silent):
    timezone = "UTC"


def published(url: str, *raws: str, language: str = "", site: Site | None = None) -> str:
    found = {
        "title": (Found(("A title",), "x"),),
        "body": (Found(("A paragraph.",), "x"),),
        "published": tuple(Found((raw,), VISIBLE) for raw in raws),
        "language": (Found((language,), "html: lang"),),
    }
    article = normalize(Draft(url, found), Page(url, b"", SEEN), site or Silent())
    assert article.published is not None
    return article.published.isoformat(timespec="minutes")


CASES = {
    "country": (("https://zeitung.de/1", "15.07.2026 10:30"), "2026-07-15T10:30+02:00"),
    "country in winter": (("https://zeitung.de/1", "15.01.2026 10:30"), "2026-01-15T10:30+01:00"),
    "country of several zones": (("https://jornal.com.br/1", "15/07/2026 10:30"),
                                 "2026-07-15T10:30-03:00"),
    "country before language": (("https://zeitung.ro/1", "15.07.2026 10:30", "de"),
                                "2026-07-15T10:30+03:00"),
    "language": (("https://shimbun.com/1", "2026年7月15日 10:30", "ja"), "2026-07-15T10:30+09:00"),
    "region of a language": (("https://news.com/1", "15 July 2026 10:30", "en-IN"),
                             "2026-07-15T10:30+05:30"),
    "language of many zones": (("https://news.com/1", "15 July 2026 10:30", "en"),
                               "2026-07-15T10:30+00:00"),
    "region that all name": (("https://news.com/1", "15 July 2026 10:30", "en-US"),
                             "2026-07-15T10:30+00:00"),
    "a shared name of the own zone": (("https://news.ie/1", "15 July 2026 10:30 IST"),
                                      "2026-07-15T10:30+01:00"),
    "an offset that is told stays": (("https://zeitung.de/1", "2026-07-15T10:30+09:00"),
                                     "2026-07-15T10:30+09:00"),
    "no country at all": (("https://127.0.0.1/1", "15.07.2026 10:30"), "2026-07-15T10:30+00:00"),
}  # fmt: skip


@pytest.mark.parametrize(("page", "moment"), CASES.values(), ids=CASES.keys())
def test_the_zone_is_assumed(page: tuple[str, ...], moment: str) -> None:
    url, raw, *language = page
    assert published(url, raw, language="".join(language)) == moment


def test_an_offset_of_another_time_speaks_where_nothing_else_does() -> None:
    raws = ("15 July 2026 10:30", "2026-07-15T12:45:00+03:00")
    assert published("https://news.com/1", *raws) == "2026-07-15T10:30+03:00"


@pytest.mark.parametrize(
    ("site", "moment"),
    [(Spoken(), "2026-07-15T10:30-04:00"), (Universal(), "2026-07-15T10:30+00:00")],
    ids=["zone", "UTC"],
)
def test_a_site_s_own_word_counts(site: Site, moment: str) -> None:
    assert published("https://zeitung.de/1", "15.07.2026 10:30", site=site) == moment


def test_the_assumption_is_told() -> None:
    url = "https://zeitung.de/1"
    found = {name: (Found((name,), "x"),) for name in ("title", "body")}
    found["published"] = (Found(("15.07.2026 10:30",), VISIBLE),)
    article = normalize(Draft(url, found), Page(url, b"", SEEN), Silent())
    assert article.provenance["published"] == f"{VISIBLE}; zone assumed: Europe/Berlin"


def test_midnight_gives_way_to_an_hour_of_the_same_day() -> None:
    raws = ("2026-07-15T00:00:00+02:00", "15.07.2026 10:30")
    assert published("https://zeitung.de/1", *raws) == "2026-07-15T10:30+02:00"
    assert published("https://zeitung.de/1", raws[0]) == "2026-07-15T00:00+02:00"


def first_published(*candidates: tuple[str, str], url: str = "https://zeitung.de/1") -> str:
    found = {name: (Found((name,), "x"),) for name in ("title", "body")}
    found["published"] = tuple(Found((raw,), rule) for rule, raw in candidates)
    article = normalize(Draft(url, found), Page(url, b"", SEEN), Silent())
    assert article.published is not None
    return article.published.isoformat(timespec="minutes")


META, SHOWN = "meta: article:published_time", "html: time"
UTC_OR_NOT = {
    "the clock shows it": ((META, "2026-07-15T10:30:05Z"), (SHOWN, "2026-07-15 10:30"),
                           "2026-07-15T10:30+02:00"),
    "the clock tells its offset": ((META, "2026-07-15T10:30:05+0000"),
                                   (SHOWN, "2026-07-15T10:30:05+02:00"), "2026-07-15T10:30+02:00"),
    "the clock shows local time": ((META, "2026-07-15T08:30:05Z"), (SHOWN, "2026-07-15 10:30"),
                                   "2026-07-15T08:30+00:00"),
    "the clock is in UTC": ((META, "2026-07-15T10:30:05Z"), (SHOWN, "2026-07-15T10:30Z"),
                            "2026-07-15T10:30+00:00"),
    "JSON-LD is believed": (("json-ld: datePublished", "2026-07-15T10:30:05Z"),
                            (SHOWN, "2026-07-15 10:30"), "2026-07-15T10:30+00:00"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "shown", "moment"), UTC_OR_NOT.values(), ids=UTC_OR_NOT.keys())
def test_utc_that_is_local_time(told: tuple[str, str], shown: tuple[str, str], moment: str) -> None:
    assert first_published(told, shown) == moment
