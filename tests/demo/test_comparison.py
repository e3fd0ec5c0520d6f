from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest

from crawler.article import Article, Headline
from crawler.demo import Difference, Newsroom, compare
from crawler.demo.comparison import FIELDS

UTC_TWIN = dt.datetime.fromisoformat("2026-01-21T16:46+00:00")


@pytest.fixture
def truth(newsroom: Newsroom) -> Article:
    return newsroom.truth(next(newsroom.urls()))


def test_the_same_has_no_difference(truth: Article) -> None:
    seen = replace(truth, site="s", revision=3, first_seen=UTC_TWIN, provenance={"title": "rule"})
    assert compare(truth, seen) == ()


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"title": "Other"}, ["title"]),
        ({"section": None}, ["section"]),
        ({"published": UTC_TWIN}, ["published"]),
        ({"published": None}, ["published"]),
        ({"body": ("One",)}, [f"body[{place}]" for place in range(5)]),
        ({"tags": ()}, ["tags[0]"]),
        ({"tags": ("railways", "more")}, ["tags[1]"]),
        ({"authors": ("Nobody",)}, ["authors[0]"]),
        ({"lead": "A lead"}, ["lead"]),
        ({"image": None}, ["image"]),
        ({"reading_minutes": 9}, ["reading_minutes"]),
    ],
    ids=str,
)
def test_a_difference_names_its_place(
    truth: Article, changes: dict[str, Any], places: list[str]
) -> None:
    assert [one.field for one in compare(truth, replace(truth, **changes))] == places


@pytest.mark.parametrize("block", ["related", "hot_news", "latest"])
def test_side_blocks_are_compared_line_by_line(truth: Article, block: str) -> None:
    lines = list(getattr(truth, block))
    lines[2] = replace(lines[2], url="https://en.interfax.com.ua/news/general/1.html")
    assert [one.field for one in compare(truth, replace(truth, **{block: tuple(lines)}))] == [
        f"{block}[2]"
    ]


def test_an_offset_is_part_of_a_related_time(truth: Article) -> None:
    first = truth.related[0]
    assert first.published is not None
    moved = replace(first, published=first.published.astimezone(dt.UTC))
    kept = replace(truth, related=(moved, *truth.related[1:]))
    assert [one.field for one in compare(truth, kept)] == ["related[0]"]


def test_a_counted_reading_time_is_right_where_the_page_says_none(truth: Article) -> None:
    assert compare(replace(truth, reading_minutes=None), truth) == ()


def test_a_difference_reads_as_one_line() -> None:
    assert str(Difference("title", "'A'", None)) == "title: nothing instead of 'A'"


def test_the_fields_are_the_schemas() -> None:
    known = [field.name for field in fields(Article)]
    assert [name for name in known if name in FIELDS] == list(FIELDS)


def test_headlines_with_equal_titles_differ_by_address(truth: Article) -> None:
    one, other = Headline("T", "https://a/1"), Headline("T", "https://a/2")
    assert compare(replace(truth, latest=(one,)), replace(truth, latest=(other,)))
