"""What holds for every site: its addresses, its file's length, that it says what it must."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from crawler import registry
from crawler.site import Archive, Listing, Site

SITES = registry.sites()
LONGEST_FILE = 40
OWN_SIZE = {"interfax_ukraine"}
"""Files of several editions whose facts are from many sources."""

ARTICLES = {
    "associated-press": "/article/one-two-0123456789abcdef0123456789abcdef",
    "der-spiegel": "/politik/one-two-a-01234567-89ab-cdef-0123-456789abcdef",
    "deutsche-welle": "/de/one-two/a-65464327",
    "euronews": "/my-europe/2026/01/06/one-two",
    "faz": "/aktuell/politik/one-two-110419175.html",
    "kyiv-independent": "/one-two-three/",
    "kyiv-post": "/post/12345",
    "new-voice": "/nation/one-two-50400000.html",
    "reuters": "/world/africa/one-two-2024-03-04/",
    "tagesschau": "/inland/one-two-100.html",
    "the-guardian": "/world/2024/feb/24/one-two",
    "the-independent": "/news/world/one-two-b2651790.html",
    "the-intercept": "/2024/03/02/one-two/",
    "the-new-yorker": "/news/daily-comment/one-two",
    "ukrainska-pravda": "/news/2026/01/8/8015225/",
    "ukrainska-pravda-en": "/eng/news/2026/01/08/8015225/",
    "ukrainska-pravda-ru": "/rus/articles/2026/01/08/8015225/",
    "ukrinform": "/rubric-polytics/3950000-one-two.html",
    "unian": "/war/one-two-12345678.html",
}
NO_ARTICLES = ("/", "/news", "/world/", "/about", "/tag/ukraine", "/robots.txt", "/video/", "/en")


@pytest.mark.parametrize(("name", "path"), ARTICLES.items(), ids=ARTICLES)
def test_an_article_s_address(name: str, path: str) -> None:
    site = SITES[name]
    for end in ("", "?ref=rss"):
        match = site.match_article(site.absolute(path + end))
        assert match is not None
        assert match["key"]
    assert sum(one.is_article(site.absolute(path)) for one in SITES.values()) == 1


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
@pytest.mark.parametrize("path", NO_ARTICLES)
def test_what_is_no_article(site: Site, path: str) -> None:
    assert not site.is_article(site.absolute(path))


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_its_places_are_no_articles(site: Site) -> None:
    for place in (*site.discovery, *site.sections):
        assert not site.is_article(site.absolute(place.url))
        if isinstance(place, Listing | Archive):
            assert place.url


@pytest.mark.parametrize(
    "file",
    sorted({inspect.getfile(type(site)) for site in SITES.values()}),
    ids=lambda f: Path(f).stem,
)
def test_its_file_is_short(file: str) -> None:
    lines = Path(file).read_text("utf-8").count("\n")
    assert lines <= LONGEST_FILE or Path(file).stem in OWN_SIZE
