"""What makes another revision, and what does not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from crawler.article import Article, Headline, from_json, to_json
from crawler.normalization.fingerprint import content_hash

PUBLISHED = dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)
ARTICLE = Article(
    date=dt.date(2026, 1, 21),
    published=PUBLISHED,
    section="Facts",
    title="Title",
    body=("One.", "Two."),
    tags=("a", "b"),
    authors=("Jane Doe",),
    lead="Lead",
)
KYIV = dt.timezone(dt.timedelta(hours=2))

ANOTHER = {
    "title": {"title": "Title!"},
    "time": {"published": PUBLISHED + dt.timedelta(minutes=1)},
    "no hour": {"published": None},
    "section": {"section": "Politics"},
    "no section": {"section": None},
    "body": {"body": ("One.", "Two!")},
    "paragraphs joined": {"body": ("One. Two.",)},
    "order of paragraphs": {"body": ("Two.", "One.")},
    "tags": {"tags": ("a",)},
    "authors": {"authors": ()},
    "lead": {"lead": None},
    "lead moved to the section": {"section": "Lead", "lead": "Facts"},
}
SAME = {
    "offset": {"published": PUBLISHED.astimezone(KYIV)},
    "order of tags": {"tags": ("b", "a")},
    "side blocks": {"latest": (Headline("x"),), "hot_news": (Headline("y"),)},
    "looks": {"first_seen": PUBLISHED, "last_seen": PUBLISHED},
    "modified": {"modified": PUBLISHED},
    "image": {"image": "https://news.example/a.jpg"},
    "reading time": {"reading_minutes": 3},
    "revision": {"revision": 4, "content_hash": "x"},
    "provenance": {"provenance": {"published": "site: time"}},
}


@pytest.mark.parametrize("change", ANOTHER.values(), ids=ANOTHER.keys())
def test_another_hash(change: dict[str, object]) -> None:
    assert content_hash(replace(ARTICLE, **change)) != content_hash(ARTICLE)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_the_same_hash(change: dict[str, object]) -> None:
    assert content_hash(replace(ARTICLE, **change)) == content_hash(ARTICLE)  # type: ignore[arg-type]


def test_the_hash_is_sha256_and_survives_json() -> None:
    found = content_hash(ARTICLE)
    assert found == "19f3599e2c5d584dd460ac17cce825cb95baadc7b14f86cf1b1841e85d28a69d"
    assert content_hash(from_json(to_json(ARTICLE))) == found


def test_a_time_told_relative_to_the_look_does_not_move_the_hash() -> None:
    relative = replace(
        ARTICLE, provenance={"published": "site: time; relative to the time of the look"}
    )
    later = replace(relative, published=PUBLISHED + dt.timedelta(minutes=20))
    assert content_hash(relative) == content_hash(later)


def test_a_lone_surrogate_is_hashed_too() -> None:
    assert len(content_hash(replace(ARTICLE, title="\ud800"))) == 64
