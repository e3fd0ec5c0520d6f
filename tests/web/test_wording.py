"""What pages say values with: plain values in, words out."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.jobs.job import Job, Kind, State
from crawler.web.rendering import tell_object, tell_result
from crawler.web.wording import (
    find_direction,
    keep_language,
    tell_age,
    tell_length,
    tell_wait,
    write_age,
)

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "just now"),
        (4, "just now"),
        (5, "5 s ago"),
        (89, "89 s ago"),
        (90, "2 min ago"),
        (5_399, "90 min ago"),
        (7_200, "2 h ago"),
        (172_800, "2 d ago"),
        (-3, "now"),
        (-600, "in 10 min"),
    ],
)
def test_how_long_ago(seconds: int, told: str) -> None:
    age = tell_age(NOW - dt.timedelta(seconds=seconds), NOW)
    assert age.replace("\u00a0", " ") == told


def test_an_age_names_its_moment() -> None:
    kyiv = dt.timezone(dt.timedelta(hours=2))
    written = write_age(dt.datetime(2026, 1, 21, 19, 50, tzinfo=kyiv), NOW)
    assert 'datetime="2026-01-21T17:50:00+00:00"' in written
    assert 'title="2026-01-21 17:50:00 UTC"' in written
    assert write_age(None, NOW) == "never"


@pytest.mark.parametrize(
    ("seconds", "told"), [(-1, "0 s"), (0, "0 s"), (3, "3 s"), (71, "71 s"), (600, "10 min")]
)
def test_how_long(seconds: int, told: str) -> None:
    assert tell_length(dt.timedelta(seconds=seconds)).replace("\u00a0", " ") == told


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        (None, "ltr"),
        ("", "ltr"),
        ("2027: 12 %", "ltr"),
        ("Grain", "ltr"),
        ("«12» استئناف المفاوضات", "rtl"),
        ("ראש הממשלה and others", "rtl"),
        ("NATO: ראש הממשלה", "ltr"),
        ("财政部", "ltr"),
        ("\u202eabc", "ltr"),
    ],
)
def test_where_a_text_begins(text: str | None, direction: str) -> None:
    assert find_direction(text) == direction


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("uk", "uk"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        (None, ""),
        ("", ""),
        ("english", ""),
        ('" onfocus="x', ""),
        ("uk\n", ""),
        ("<script>", ""),
    ],
)
def test_what_is_a_language(tag: str | None, kept: str) -> None:
    assert keep_language(tag) == kept


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("not asked yet", "not asked yet"),
        ("resting host", "the host keeps failing, and is left alone for a while"),
        ("http-503", "last answer: http-503"),
    ],
)
def test_why_pages_wait(reason: str, told: str) -> None:
    assert tell_wait(reason) == told


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ({}, ""),
        ({"crawl": 7}, ""),
        ({"crawl": 7, "article/new": 1234, "requests": 40}, "1 234 new, 40 requests"),
        ({"missed/http-500": 2, "missed/timeout": 1, "article/revised": 1}, "1 revised, 3 missed"),
        ({"articles": 12, "bytes": 47_123_456}, "12 articles, 47.1 MB"),
        ({"pages": 1, "out": "x", "ok": True}, "1 pages"),
    ],
)
def test_what_came_of_a_job(result: dict[str, object], told: str) -> None:
    assert tell_result(result).replace("\u202f", " ") == told


@pytest.mark.parametrize(
    ("site", "arguments", "told"),
    [
        ("unian", {"out": "x.csv"}, "unian"),
        (None, {"out": "x.csv"}, "x.csv"),
        (None, {"delta": "desk"}, "desk"),
        (None, {"name": "economy"}, "economy"),
        (None, {}, ""),
    ],
)
def test_what_a_job_works_on(site: str | None, arguments: dict[str, str], told: str) -> None:
    job = Job(1, Kind.EXPORT, site, arguments, State.DONE, NOW)
    assert tell_object(job) == told
