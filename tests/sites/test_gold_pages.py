"""The sites on recorded real pages of theirs; skipped by name where the pages are not here."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

import pytest

from crawler import registry
from crawler.article import Article
from crawler.cases.observing import read_page
from crawler.site import Site

from .gold import GOLD, GoldPage, f1, gold_pages, read_moment

FEWEST_SITES = 12
"""Site files of which a page is here."""
LEAST_F1 = 0.95
SEARCH_TITLE = "the truth is a title for search engines; we keep the one that readers see"
OTHER_TAGS = "the truth holds words of the site's own data; we keep the ones that the page shows"
KNOWN = {
    "title": {
        "fundus/037": SEARCH_TITLE,
        "fundus/063": SEARCH_TITLE,
        "fundus/085": SEARCH_TITLE,
        "fundus/131": SEARCH_TITLE,
    },
    "published": {},
    "authors": {},
    "tags": {
        "fundus/033": OTHER_TAGS,
        "fundus/038": "only the data for advertisements holds tags",
        "fundus/147": "the data mixes topics with lists of newspapers; which are which is not said",
        "fundus/149": OTHER_TAGS,
        "fundus/150": OTHER_TAGS,
    },
    "body": {
        "fundus-eval/013": "the page was rewritten between its truth and its record",
        "fundus-eval/033": "an episode's page, with the transcript's place and no transcript",
    },
}
"""Where a page gives something else than its truth, and why."""
RELATED = {
    "fundus/032": 2,
    "fundus/035": 3,
    "fundus/036": 3,
    "fundus/063": 1,
    "fundus/131": 3,
    "fundus/147": 3,
    "fundus/149": 6,
    "fundus/150": 4,
}
"""How many stories the related block of a page holds, counted by eye."""


def site_of(url: str) -> Site | None:
    return next((site for site in registry.sites().values() if site.is_article(url)), None)


HOSTS = {site.host for site in registry.sites().values()}
FOUND = gold_pages()
PAGES = {one.name: one for one in FOUND if site_of(one.url)}
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason="../shared/gold is not here")


def with_truth(field: str) -> pytest.MarkDecorator:
    """The pages whose truth holds a field; those known to differ must go on to differ."""
    return pytest.mark.parametrize(
        "gold",
        [
            pytest.param(gold, id=name, marks=_marks(KNOWN[field].get(name)))
            for name, gold in PAGES.items()
            if gold.truth.get(field)
        ],
    )


def _marks(reason: str | None) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(reason=reason),) if reason else ()


@cache
def article_of(name: str) -> Article:
    site = site_of(PAGES[name].url)
    assert site is not None
    return read_page(PAGES[name].page, site)[1]


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


@with_truth("title")
def test_title(gold: GoldPage) -> None:
    assert plain(article_of(gold.name).title) == plain(gold.truth["title"])


@with_truth("published")
def test_time_to_the_minute(gold: GoldPage) -> None:
    truth, article = read_moment(gold.truth["published"]), article_of(gold.name)
    if "+" not in gold.truth["published"]:
        assert article.date == truth.date(), "the truth knows the day alone"
        return
    assert article.published is not None
    assert article.published.replace(second=0) == truth.replace(second=0, microsecond=0)


@with_truth("authors")
def test_authors(gold: GoldPage) -> None:
    found = [plain(name) for name in article_of(gold.name).authors]
    assert found == [plain(name) for name in gold.truth["authors"]]


@with_truth("tags")
def test_tags(gold: GoldPage) -> None:
    found = [plain(tag) for tag in article_of(gold.name).tags]
    assert found == [plain(tag) for tag in gold.truth["tags"]]


@with_truth("body")
def test_body(gold: GoldPage) -> None:
    assert f1(article_of(gold.name).body, gold) >= LEAST_F1


@pytest.mark.parametrize(("name", "count"), RELATED.items(), ids=RELATED)
def test_related(name: str, count: int) -> None:
    related = article_of(name).related
    assert len(related) == count
    assert all(story.title and site_of(story.url or "") for story in related)


def test_pages_of_many_sites_are_here() -> None:
    files = {type(site_of(gold.url)).__module__ for gold in PAGES.values()}
    assert len(files) >= FEWEST_SITES


@pytest.mark.parametrize(
    "url", sorted({gold.url for gold in FOUND if urlsplit(gold.url).netloc in HOSTS})
)
def test_an_article_s_address_is_one_site_s(url: str) -> None:
    assert sum(site.is_article(url) for site in registry.sites().values()) == 1
