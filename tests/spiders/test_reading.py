"""From a page's bytes to the article, as the spider goes: the seed itself, and what is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from crawler import registry
from crawler.article import Article
from crawler.demo import Newsroom, Variant, addressed, compare, render
from crawler.discovery.undescribed import undescribed
from crawler.exporters.text_reader import read_article
from crawler.ledger.visit import Answer, DuePage
from crawler.link import PageKind, Where
from crawler.normalization.normalize import normalize
from crawler.page import Page
from crawler.site import Archive, Layout, Listing, Site
from crawler.spiders.reading import Reading, absent, read_answer

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT.parent / "shared" / "seed" / "article.txt"
SITE = registry.site("interfax-ukraine")
NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
OK = Answer("ok", status=200)

VARIANTS = {
    "plain": Variant(),
    **{f"headings {tag}": Variant(heading_tag=tag) for tag in ("h2", "h3", "h4", "div")},
    **{f"headings in {code}": Variant(language=code) for code in ("uk", "ru")},
    "section before": Variant(section_inside=False),
    "time after the title": Variant(time_first=False),
    "structured data": Variant(structured=True),
    "subscribe": Variant(subscribe=True),
    "advert": Variant(advert=True),
    "big time": Variant(big_time=True),
    "social": Variant(social=True),
    "no pictures": Variant(pictures=False),
    "rough": Variant(rough=True),
    "all at once": Variant(
        heading_tag="div",
        section_inside=False,
        time_first=False,
        structured=True,
        subscribe=True,
        advert=True,
        big_time=True,
        social=True,
        rough=True,
    ),
}


def due(url: str, kind: PageKind = PageKind.ARTICLE) -> DuePage:
    return DuePage(1, SITE.name, "k", url, kind, Where.LISTING)


def read_page(body: str, url: str, site: Site = SITE) -> Reading:
    page = Page(url, body.encode(), NOW, 200, {"content-type": "text/html; charset=utf-8"})
    return read_answer(due(url), page, site, OK)


def article_of(reading: Reading) -> Article:
    assert reading.draft is not None
    assert reading.page is not None
    return normalize(reading.draft, reading.page, SITE)


@pytest.mark.skipif(not SEED.exists(), reason="../shared/seed/article.txt is not here")
@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_the_seed_as_a_page_gives_the_seed(variant: Variant) -> None:
    seed = addressed(read_article(SEED.read_text(encoding="utf-8"), SITE.zone))
    assert seed.url is not None
    kept = article_of(read_page(render(seed, variant), seed.url))
    silent = {"language": kept.language, "image": kept.image, "lead": kept.lead}
    assert compare(replace(seed, **silent), kept) == ()


def test_a_page_that_is_no_article_is_told_by_its_reason() -> None:
    url = "https://en.interfax.com.ua/news/general/1.html"
    reading = read_page("<html><title>Page not found</title><body><h1>404</h1>", url)
    assert reading.visit.rejected == "not-found"
    assert reading.draft is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<html><title>Page not found</title><body><h1>404</h1>", "gone"),
        ("<html><title>Latest news</title><body><h1>Latest news</h1>", "ok"),
        ("<html><title>Just a moment...</title><body>Checking your browser", "blocked"),
    ],
    ids=["soft 404", "empty", "challenge"],
)
def test_a_listing_without_stories_is_told_by_its_words(body: str, kind: str) -> None:
    page = Page("https://en.interfax.com.ua/news/latest.html", body.encode(), NOW)
    reading = read_answer(due(page.url, PageKind.LISTING), page, SITE, OK)
    assert reading.visit.answer.kind == kind


def test_a_redirect_to_a_section_is_a_page_that_is_gone() -> None:
    page = Page("https://en.interfax.com.ua/news/general.html", b"<html><body>List", NOW)
    reading = read_answer(due("https://en.interfax.com.ua/news/general/1.html"), page, SITE, OK)
    assert (reading.visit.answer.kind, reading.visit.answer.reason) == (
        "gone",
        "redirected-to-other-page",
    )


def test_a_feed_with_the_bytes_of_last_time_is_unchanged() -> None:
    url = "https://en.interfax.com.ua/news/last.rss"
    body = b"<rss><channel></channel></rss>"
    answer = replace(OK, fingerprint="same")
    known = replace(due(url, PageKind.FEED), fingerprint="same")
    reading = read_answer(known, Page(url, body, NOW), SITE, answer)
    assert reading.visit.answer.kind == "unchanged"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (PageKind.ARTICLE, ("ok", None, "too-many-tags")),
        (PageKind.LISTING, ("refused", "too-many-tags", None)),
    ],
)
def test_what_is_too_much_to_parse_has_a_reason(
    kind: PageKind, reason: tuple[str, str | None, str | None]
) -> None:
    site = undescribed("https://news.example/")
    page = Page("https://news.example/a/12345", b"<div>" * 200_000, NOW)
    visit = read_answer(due(page.url, kind), page, site, OK).visit
    assert (visit.answer.kind, visit.answer.reason, visit.rejected) == reason


PLACES = {
    "a feed": (
        PageKind.FEED,
        "<rss><item><link>/bridge/</link></item><item><link>/tag/town/</link></item></rss>",
        ["/bridge/"],
    ),
    "a sitemap": (
        PageKind.SITEMAP,
        """<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
        <url><loc>/bridge/</loc><news:news><news:publication_date>2026-01-21T18:45:00Z
        </news:publication_date></news:news></url><url><loc>/team/</loc></url></urlset>""",
        ["/bridge/"],
    ),
    "a listing": (PageKind.LISTING, "<a href='/bridge/'>The bridge is open</a>" * 3, []),
}


@pytest.mark.parametrize(("kind", "body", "paths"), PLACES.values(), ids=PLACES)
def test_what_is_said_to_be_news_needs_no_shape(
    kind: PageKind, body: str, paths: list[str]
) -> None:
    site = undescribed("https://news.example/", timezone="Europe/Kyiv")
    page = Page("https://news.example/place", body.encode(), NOW)
    visit = read_answer(due(page.url, kind), page, site, OK).visit
    assert [link.url.removeprefix("https://news.example") for _, link in visit.links] == paths


def test_the_form_of_a_page_goes_with_its_visit() -> None:
    newsroom = Newsroom.opened(now=NOW, articles=3)
    article = next(newsroom.truths())
    layouts = (Layout("old", when="article.article"),)
    site = type("Formed", (type(SITE),), {"layouts": layouts, "__module__": __name__})()
    assert read_page(render(article), article.url or "", site).visit.layout == "old"
    assert read_page(render(article), article.url or "").visit.layout is None


ABSENT = {
    "robots.txt": (PageKind.SITEMAP, "/robots.txt", None, "ok"),
    "a sitemap": (PageKind.SITEMAP, "/sitemap.xml", None, "gone"),
    "a feed": (PageKind.FEED, "/feed/", "/feed/", "gone"),
    "a feed's further page": (PageKind.FEED, "/feed/?paged=9", "/feed/", "ok"),
    "a listing's further page": (PageKind.LISTING, "/town/?page=9", "/town/", "gone"),
    "the page of today": (PageKind.LISTING, "/2026/01/21/", "/2026/01/21/", "ok"),
    "the page of a day that is over": (PageKind.LISTING, "/2026/01/20/", "/2026/01/20/", "gone"),
    "an article": (PageKind.ARTICLE, "/2026/01/21/", None, "gone"),
}


class ByDay(Site):
    """A site with a page for each day."""

    name = "by-day"
    home = "https://days.example/"
    discovery = (Archive("/%Y/%m/%d/", Listing("")),)


@pytest.mark.parametrize(("kind", "path", "first", "expected"), ABSENT.values(), ids=ABSENT)
def test_what_a_site_may_well_not_have_is_read_as_empty(
    kind: PageKind, path: str, first: str | None, expected: str
) -> None:
    home = "https://days.example"
    page = replace(due(home + path, kind), listing=first and home + first)
    gone = Answer("gone", "http-404", 404)
    assert absent(page, gone, NOW, ByDay()).answer.kind == expected
    failed = Answer("retry", "http-500", 500)
    assert absent(page, failed, NOW, ByDay()).answer == failed


def test_days_without_a_page_are_no_gap_where_a_survey_saw_that_others_have_one() -> None:
    archive = Archive("/%Y/%m/%d/", Listing(""))
    found = undescribed("https://days.example/", sections=(archive,))
    page = due("https://days.example/2026/01/20/", PageKind.LISTING)
    assert absent(page, Answer("gone", "http-404", 404), NOW, found).answer.kind == "ok"


def test_a_section_that_calls_itself_an_article_is_none() -> None:
    found = undescribed("https://days.example/")
    rows = "".join(
        f"<article><h2><a href='/a/1234{n}'>The bridge is open again {n}</a></h2>"
        f"<time datetime='2026-01-21T10:0{n}:00Z'>10:0{n}</time>"
        f"<p>{f'The bridge opened on day {n}, and people came in from villages. ' * 3}</p>"
        "</article>"
        for n in range(6)
    )
    head = '<head><meta property="og:type" content="article"><title>Town news</title></head>'
    body = f"<html>{head}<body><h1>Town news</h1>{rows}</body></html>"
    url = "https://days.example/all-news-of-the-town"
    reading = read_answer(due(url), Page(url, body.encode(), NOW), found, OK)
    assert reading.visit.rejected == "not-article"
