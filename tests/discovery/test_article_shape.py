"""Addresses → articles or not, by what holds on most sites and by what is learnt of one."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.article_shape import day_in, lenient_shape, shape_of

ANY = re.compile(shape_of(()))

ARTICLES = [
    "/2026/01/21/harbour-reopens/",
    "/2026/01/21/harbour.html",
    "/20260121/harbour-reopens",
    "/news/2026-01-21/harbour-reopens",
    "/news/economic/1143800.html",
    "/politics/council-reopens-the-old-harbour-41230",
    "/council-reopens-the-old-harbour/",
    "/news/harbour-reopens-today.html",
    "/world-europe-67890123",
    "/a/4123",
    "/a/1950",
    "/a/20123",
    "/a/201234",
    "/news/201011",
    "/a/20261399",
    "/?p=123",
    "/index.php?cat=2&id=41230",
    "/story/5f2b7c9d8e1a4b3c9d8e1a4b",
    "/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/%D0%B0-%D0%B1-%D0%B2-%D0%B3",
    "/news/articles/c4g7x8y9z0qo-the-harbour-is-open",
]
OTHERS = [
    "/",
    "/news",
    "/news/politics/",
    "/2026/",
    "/2026/01/",
    "/2026/01/21/",
    "/archive/20260121",
    "/archive/202601",
    "/202601/",
    "/archive/2026/1",
    "/tag/the-old-harbour-reopens-again",
    "/author/anna-maria-van-der-berg/",
    "/page/41230",
    "/search?id=41230",
    "/wp-content/uploads/2026/01/21/harbour-in-the-morning.jpg",
    "/2026/01/21/report-of-the-council.pdf",
    "/privacy-policy-and-terms-of-use",
    "/feeds/12345.xml",
    "/comments/2026/01/21/harbour",
]


@pytest.mark.parametrize("target", ARTICLES)
def test_an_articles_address_is_known_by_its_shape(target: str) -> None:
    assert ANY.search(target)


@pytest.mark.parametrize("target", OTHERS)
def test_other_addresses_are_not_taken(target: str) -> None:
    assert not ANY.search(target)


LEARNT = {
    "two words under one folder": (
        ("/story/old-harbour", "/story/old-bridge"), "/story/big-fire", "/about/our-people",
    ),
    "numbers like years": (("/77", "/990"), "/2024", "/about"),
    "short numbers": (("/a/17", "/a/23"), "/a/999", "/b/17"),
    "many sections": (
        ("/a/red-fox", "/b/grey-owl", "/c/old-elk", "/d/wild-cat", "/e/tame-dog"),
        "/f/blue-jay", "/f/blue",
    ),
    "an ending": (("/n/red-fox.html", "/n/old-elk.html"), "/n/wild-cat.html", "/n/wild-cat"),
}  # fmt: skip


@pytest.mark.parametrize(("known", "same", "other"), LEARNT.values(), ids=LEARNT)
def test_a_shape_is_learnt_from_what_is_known(
    known: tuple[str, ...], same: str, other: str
) -> None:
    assert not ANY.search(same)
    pattern = re.compile(shape_of(f"https://news.example{path}" for path in known))
    assert pattern.search(same)
    assert not pattern.search(other)


def test_one_address_teaches_nothing() -> None:
    assert shape_of(["https://news.example/story/old-harbour"]) == shape_of(())


def test_a_shape_that_pages_known_to_be_none_have_is_not_learnt() -> None:
    known = [f"https://news.example/x/{word}-y" for word in "abc"]
    others = [f"https://news.example/x/{word}-z" for word in "de"]
    assert shape_of(known, others) == shape_of(())


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_gives_a_regular_expression(paths: list[str]) -> None:
    re.compile(shape_of("https://news.example/" + path for path in paths))


@given(st.text(alphabet="a1-_/?=.&%", max_size=1000))
def test_it_is_quick_with_any_address(target: str) -> None:
    ANY.search("/" + target * 3)
    re.compile(lenient_shape()).search("/" + target)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.example/2026/01/21/a", dt.date(2026, 1, 21)),
        ("https://x.example/20260121/a", dt.date(2026, 1, 21)),
        ("https://x.example/2026/02/31/a", None),
        ("https://x.example/a?d=/2026/01/21/", None),
    ],
)
def test_the_day_in_an_address(url: str, day: dt.date | None) -> None:
    assert day_in(url) == day


SHORT = [f"https://news.example/{name}-opens/" for name in ("bridge", "harbour", "quarry", "ferry")]


def test_one_page_of_an_articles_shape_costs_no_article_and_is_left_out() -> None:
    shape = re.compile(
        shape_of([*SHORT, "https://news.example/mill-opens/"], ["https://news.example/our-team"])
    )
    assert shape.search("/canal-closes/")
    assert not shape.search("/our-team/")
    assert not shape.search("/our-team")
    assert shape.search("/our-team-wins/")


def test_many_pages_of_a_shape_speak_against_it() -> None:
    others = [f"https://news.example/{name}-news/" for name in ("town", "world")]
    assert not re.search(shape_of(SHORT, others), "/canal-closes/")
