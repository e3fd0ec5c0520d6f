"""The sites on recorded real pages of theirs; skipped by name where the pages are not here."""

from __future__ import annotations

import re
from functools import cache

import pytest

from crawler import registry
from crawler.article import Article
from crawler.cases.observing import read_page
from crawler.site import Site

from .gold import GOLD, GoldPage, f1, gold_pages, read_moment

FEWEST_SITES = 12
"""Described sites of which a page is here."""
LEAST_F1 = 0.95
KNOWN = {
    ("fundus-eval/013.html.gz", "body"): "the page was changed between its truth and its record",
    ("fundus/153.html.gz", "body"): "",
}
"""Fields in which a page differs from its truth, and why that is right or cannot be helped."""


def site_of(url: str) -> Site | None:
    return next((site for site in registry.sites().values() if site.is_article(url)), None)


PAGES = [gold for gold in gold_pages() if site_of(gold.url)]
on_pages = pytest.mark.parametrize("gold", PAGES, ids=lambda gold: gold.file)
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="../shared/gold is not here")


@cache
def article_of(gold_url: str) -> Article:
    gold = next(one for one in PAGES if one.url == gold_url)
    site = site_of(gold.url)
    assert site is not None
    return read_page(gold.page, site)[1]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


def truth_of(gold: GoldPage, field: str) -> object:
    """The truth of a field; the test is skipped where none is known or a difference is."""
    if (gold.file, field) in KNOWN:
        pytest.skip(KNOWN[gold.file, field])
    truth = gold.truth.get(field)
    if not truth:
        pytest.skip(f"the truth of {gold.file} holds no {field}")
    return truth


@on_pages
def test_title(gold: GoldPage) -> None:
    assert plain(article_of(gold.url).title) == plain(str(truth_of(gold, "title")))


@on_pages
def test_time_to_the_minute(gold: GoldPage) -> None:
    truth = read_moment(str(truth_of(gold, "published")))
    article = article_of(gold.url)
    if "+" not in str(gold.truth["published"]):
        assert article.date == truth.date()
        return
    assert article.published is not None
    assert article.published.replace(second=0) == truth.replace(second=0, microsecond=0)


@on_pages
def test_authors(gold: GoldPage) -> None:
    truth = truth_of(gold, "authors")
    assert isinstance(truth, list)
    assert list(map(plain, article_of(gold.url).authors)) == list(map(plain, truth))


@on_pages
def test_tags(gold: GoldPage) -> None:
    truth = truth_of(gold, "tags")
    assert isinstance(truth, list)
    assert list(map(plain, article_of(gold.url).tags)) == list(map(plain, truth))


@on_pages
def test_body(gold: GoldPage) -> None:
    truth_of(gold, "body")
    assert f1(article_of(gold.url).body, gold) >= LEAST_F1


def test_pages_of_many_sites_are_here() -> None:
    found = {type(site_of(gold.url)).__module__ for gold in PAGES}
    assert len(found) >= FEWEST_SITES


