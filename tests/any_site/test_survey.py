"""Sites of several makes, described by nobody → where each announces what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discovery.findings import Asked, Examples, Findings
from crawler.discovery.listing import read_listing
from crawler.discovery.survey import survey
from crawler.page import Page
from crawler.rules import Archive, Discovery, Feed, Listing, Sitemap

from .odd_shapes import ODD_SHAPES, unnamed_sitemaps
from .shapes import SHAPES, Shape, blog, feed_only, newspaper, nothing, paged

NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
HOME = "https://news.example"
MOST_ASKED = 60


def run(shape: Shape, known: Examples | None = None) -> tuple[Findings, list[str]]:
    """The findings, and every address that was asked."""
    asked: list[str] = []
    return drive(survey(f"{HOME}/", NOW, known), shape, asked), asked


def drive(running: Asked, shape: Shape, asked: list[str]) -> Findings:
    wanted = next(running)
    try:
        while True:
            asked += wanted
            wanted = running.send({url: page_at(url, shape) for url in wanted})
    except StopIteration as end:
        findings: Findings = end.value
        return findings


def page_at(url: str, shape: Shape) -> Page | None:
    answer = shape.answers.get(url.removeprefix(HOME) or "/")
    if answer is None:
        return None
    return Page(url, answer[1], NOW, 200, {"content-type": answer[0]})


def places(findings: Findings) -> Mapping[type, set[str]]:
    assert findings.site is not None
    found: dict[type, set[str]] = {Feed: set(), Listing: set(), Sitemap: set()}
    for place in (*findings.site.discovery, *findings.site.sections):
        found[type(place)].add(place.url.removeprefix(HOME))
    return found


EXPECTED: dict[str, dict[type, set[str]]] = {
    "blog": {Feed: {"/feed/"}, Listing: {"/"}},
    "newspaper": {
        Sitemap: {"/sitemaps/news.xml.gz"},
        Listing: {"/politics", "/economy", "/sport"},
    },
    "feed_only": {Feed: {"/rss.xml"}},
    "json_ld_only": {Listing: {"/"}},
    "paged": {Listing: {"/"}},
    "rel_next": {Listing: {"/en/news"}},
    "by_query": {Listing: {"/"}},
    "short_names": {Feed: {"/feed/"}, Listing: {"/", "/category/town/"}},
    "codes": {Listing: {"/"}},
}


ODD: dict[str, list[Discovery]] = {
    "scroll": [Listing("/")],
    "wordpress": [Feed("/feed/"), Archive("/%Y/%m/%d/", Listing("/%Y/%m/%d/"))],
    "framed": [Feed("/export/all.xml"), Feed("/export/top.rdf")],
    "by_month": [
        Listing("/"),
        Listing("/local-news-and-city-council"),
        Archive("/archive/%Y-%m", Listing("/archive/%Y-%m")),
    ],
    "unnamed_sitemaps": [
        Sitemap("/map-2026-01.xml"),
        Sitemap("/sitemap.xml", only_back=True),
    ],
}


@pytest.mark.parametrize("name", ODD)
def test_it_finds_what_a_site_hides(name: str) -> None:
    site = run(ODD_SHAPES[name](HOME, NOW))[0].site
    assert site is not None
    found = [
        replace(place, url=place.url.removeprefix(HOME))
        for place in (*site.discovery, *site.sections)
    ]
    assert found == ODD[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_it_finds_where_a_site_announces_articles(name: str) -> None:
    findings, _ = run(SHAPES[name](HOME, NOW))
    assert places(findings) == {Feed: set(), Listing: set(), Sitemap: set(), **EXPECTED[name]}


ALL_SHAPES = SHAPES | ODD_SHAPES


@pytest.mark.parametrize("name", ALL_SHAPES)
def test_it_knows_the_articles_from_the_other_pages(name: str) -> None:
    shape = ALL_SHAPES[name](HOME, NOW)
    site = run(shape)[0].site
    assert site is not None
    assert {path for path in shape.articles if not site.is_article(HOME + path)} == set()
    others = {path for path in shape.answers if site.is_article(HOME + path)} - set(shape.articles)
    assert others == set()


@pytest.mark.parametrize("name", ALL_SHAPES)
def test_it_asks_a_bounded_number_of_pages_and_none_twice(name: str) -> None:
    _, asked = run(ALL_SHAPES[name](HOME, NOW))
    assert len(asked) == len(set(asked))
    assert len(asked) <= MOST_ASKED


def test_a_home_page_without_an_answer_gives_no_site() -> None:
    assert run(Shape())[0].site is None


def test_a_site_without_articles_has_no_places() -> None:
    site = run(nothing(HOME, NOW))[0].site
    assert site is not None
    assert site.discovery == site.sections == ()


def test_name_language_zone_and_outlet_come_from_the_pages() -> None:
    site = run(paged(HOME, NOW))[0].site
    assert site is not None
    assert (site.name, site.language, site.timezone) == ("news.example", "uk", "Europe/Kyiv")
    assert run(newspaper(HOME, NOW))[0].site.source == "The Small Paper"  # type: ignore[union-attr]


def test_what_an_earlier_crawl_kept_teaches_the_shape() -> None:
    known = Examples((f"{HOME}/x/red-fox", f"{HOME}/x/grey-owl", f"{HOME}/x/old-elk"))
    site = run(nothing(HOME, NOW), known)[0].site
    assert site is not None
    assert site.is_article(f"{HOME}/x/blue-jay")
    assert not site.is_article(f"{HOME}/x/about")


def test_a_listing_has_its_items_in_order_and_not_its_margins() -> None:
    shape = paged(HOME, NOW)
    site = run(shape)[0].site
    page = page_at(f"{HOME}/", shape)
    assert site is not None
    assert page is not None
    found = read_listing(page, site, Listing(f"{HOME}/"))
    assert [link.url for link in found.links] == [HOME + path for path in list(shape.articles)[:10]]
    assert [link.published for link in found.links] == [
        story.when for story in list(shape.articles.values())[:10]
    ]
    assert found.following == f"{HOME}/?page=2"


def test_older_posts_follow() -> None:
    shape = blog(HOME, NOW)
    site = run(shape)[0].site
    page = page_at(f"{HOME}/", shape)
    assert site is not None
    assert page is not None
    assert read_listing(page, site, Listing(f"{HOME}/")).following == f"{HOME}/page/2/"


def test_a_feed_may_stand_in_for_a_sitemap() -> None:
    shape = feed_only(HOME, NOW)
    shape.answers["/deep/rss.xml"] = shape.answers.pop("/rss.xml")
    text = f"Sitemap: {HOME}/deep/rss.xml\n"
    shape.answers["/robots.txt"] = ("text/plain", text.encode())
    assert places(run(shape)[0])[Feed] == {"/deep/rss.xml"}


def test_a_sitemap_that_robots_txt_names_needs_no_place_of_its_own() -> None:
    shape = unnamed_sitemaps(HOME, NOW)
    shape.answers["/robots.txt"] = ("text/plain", f"Sitemap: {HOME}/sitemap.xml\n".encode())
    assert places(run(shape)[0])[Sitemap] == {"/map-2026-01.xml"}


PIECES = st.sampled_from([
    "<base href='http://[::1'>", "<link rel=alternate type='application/rss+xml' href='//['>",
    "<link rel=alternate type='application/rss+xml' href='/feed'>", "<nav>", "</nav>", "<main>",
    "<a href='/town/'>Town</a>", "<a href='http://[::1/x'>x</a>", "<a href='/a/12345'>A story</a>",
    "<a href='/a-b/c-d'>Another story</a>", "<a href='//'>x</a>", "<a href='?page=99999'>2</a>",
    "<frame src='/menu'>", "<a href='/rss'>RSS</a>", "<option value='/2026/01/'>",
    "<a href='/2026/01/20/'>20</a>", "<a href='/2025/01/19/'>19</a>", '{"html": "<a href=/a/4>"',
    "<div data-next='//['>", "<html lang='\x00'>", "<rss><item><link>/a/1</link></item>",
    "<urlset><url><loc>/a/2</loc></url>",
    "<sitemapindex><sitemap><loc>/sitemap.xml</loc></sitemap>", "Sitemap: http://[::1/s.xml\n",
    "Sitemap: /sitemap.xml\n", '{"items": [{"url": "/a/3"}]}', "&", "\ud800", "<time datetime='1'>",
])  # fmt: skip


class Everywhere(dict[str, tuple[str, bytes]]):
    """One answer at every address."""

    def get(self, *_: object) -> tuple[str, bytes]:  # type: ignore[override]
        return self[""]


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=10), max_size=30), st.sampled_from(["html", "xml", "x"]))
def test_no_pages_break_a_survey(pieces: list[str], kind: str) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    findings, asked = run(Shape(answers=Everywhere({"": (kind, body)})))
    assert findings.site is not None
    assert len(asked) <= MOST_ASKED
    assert len(asked) == len(set(asked))


def test_what_several_frames_link_to_is_asked_once() -> None:
    shape = ODD_SHAPES["framed"](HOME, NOW)
    heads = [
        f"<link rel=alternate type='application/rss+xml' href='{url}'>"
        for url in ("/none/1.xml", "/none/2.xml", "/export/all.xml")
    ]
    for path in ("/menu.htm", "/main.htm"):
        shape.answers[path] = ("text/html", f"<head>{''.join(heads)}</head><p>x</p>".encode())
    findings, asked = run(shape)
    assert len(asked) == len(set(asked))
    assert places(findings)[Feed] == {"/export/all.xml"}


def test_a_foreign_feed_and_a_foreign_sitemap_are_not_asked() -> None:
    shape = Shape()
    head = '<link rel="alternate" type="application/rss+xml" href="https://feeds.example/x">'
    shape.page("/", "<p>Hello.</p>", head)
    text = "User-agent: *\nSitemap: https://evil.example/sitemap.xml\n"
    shape.answers["/robots.txt"] = ("text/plain", text.encode())
    _, asked = run(shape)
    assert all(url.startswith(f"{HOME}/") for url in asked)
