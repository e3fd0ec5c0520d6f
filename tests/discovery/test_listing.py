"""Listings: items in page order, and the page that follows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.links import MAX_LINKS, Discovered
from crawler.discovery.listing import read_listing
from crawler.link import Link, PageKind, Where
from crawler.page import Page
from crawler.registry import site
from crawler.site import Listing, Site

SITE = site("interfax-ukraine")
LATEST = next(place for place in SITE.discovery if isinstance(place, Listing))
URL = "https://en.interfax.com.ua/news/latest.html"
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
TIME = "<span>18:45</span><span>21.01.2026</span>"


def item(
    number: int,
    title: str | None = None,
    *,
    time: str = TIME,
    picture: bool = True,
    section="general",
) -> str:
    address = f"/news/{section}/{number}.html"
    title = title or f"Story {number}"
    image = f"<a href='{address}'><img class='article-image' alt='{title}'></a>" if picture else ""
    times = f"<div class='col-13 article-time'>{time}</div>" if time else ""
    return f"""<div class="grid article">{times}
      <div class="col-23">{image}</div>
      <div class="col-57"><a class="article-link" href="{address}">
        {title} </a></div></div>"""


def read(items: str, pager: str = "", url: str = URL) -> Discovered:
    text = f"""<html><body><div class="articles-section-view">{items}</div>
      <div class="pager">{pager}</div></body></html>"""
    return read_listing(Page(url, text.encode(), SEEN), SITE, LATEST)


def test_an_item_becomes_a_link() -> None:
    assert read(item(1) + item(2, "Друга історія")).links[1] == Link(
        url="https://en.interfax.com.ua/news/general/2.html",
        kind=PageKind.ARTICLE,
        where=Where.LISTING,
        found_on=URL,
        rank=1,
        title="Друга історія",
        published=dt.datetime(2026, 1, 21, 18, 45, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    )


TIMES = {
    "day first": ("<span>08:05</span><span>05.01.2026</span>", "2026-01-05T08:05:00+02:00"),
    "big first span": (
        "<span class='article-time-big'>18:45</span><span>21.01.2026</span>",
        "2026-01-21T18:45:00+02:00",
    ),
    "one span": ("<span>18:45 21.01.2026</span>", "2026-01-21T18:45:00+02:00"),
    "lines": ("<span>\n18:45\n</span>\n<span>\n21.01.2026\n</span>", "2026-01-21T18:45:00+02:00"),
    "summer": ("<span>18:45</span><span>21.07.2026</span>", "2026-07-21T18:45:00+03:00"),
    "repeated hour": ("<span>03:30</span><span>25.10.2026</span>", "2026-10-25T03:30:00+03:00"),
    "no times": ("", None),
    "hour alone": ("<span>18:45</span>", None),
    "no such day": ("<span>18:45</span><span>31.02.2026</span>", None),
    "a text": ("<span>yesterday, or so</span>", None),
    "a long text": (f"<span>{'18:45 21.01.2026 ' * 500}</span>", None),
}


@pytest.mark.parametrize(("time", "expected"), TIMES.values(), ids=TIMES)
def test_an_announced_time_is_read_in_the_site_s_zone(time: str, expected: str | None) -> None:
    (link,) = read(item(1, time=time)).links
    assert (link.published and link.published.isoformat()) == expected


def test_the_attribute_of_a_time_element_counts_before_its_text() -> None:
    listing = Listing("/", item="li", time="time")
    text = "<li><time datetime='2026-01-21T18:45:00+02:00'>an hour ago</time>"
    text += "<a href='/news/a/1.html'>One</a></li>"
    (link,) = read_listing(Page(URL, text.encode(), SEEN), SITE, listing).links
    assert link.published == dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)


def test_an_item_without_picture_is_an_item() -> None:
    assert [link.title for link in read(item(1, picture=False)).links] == ["Story 1"]


def test_the_picture_s_text_stands_in_for_a_title() -> None:
    listing = Listing("/", item="li")
    text = "<li><a href='/news/a/1.html'><img alt='In a picture'></a></li>"
    (link,) = read_listing(Page(URL, text.encode(), SEEN), SITE, listing).links
    assert link.title == "In a picture"


def test_the_title_is_the_article_s_not_the_section_s() -> None:
    listing = Listing("/", item="li")
    text = "<li><a href='/news/general.html'>General</a><a href='/news/a/1.html'>One</a></li>"
    (link,) = read_listing(Page(URL, text.encode(), SEEN), SITE, listing).links
    assert (link.url, link.title) == ("https://en.interfax.com.ua/news/a/1.html", "One")


def test_an_address_counts_once_and_a_title_often() -> None:
    links = read(item(1, "Same") + item(2, "Same") + item(1, "Other")).links
    assert [(link.url[-6:], link.title, link.rank) for link in links] == [
        ("1.html", "Same", 0),
        ("2.html", "Same", 1),
    ]


BAD_HREFS = ["javascript:void(0)", "http://[::1", "mailto:a@b.c", "", "#top", "\x00", "/x.html",
             "https://other.example/news/general/5.html", "x" * 5000]  # fmt: skip


@pytest.mark.parametrize("href", BAD_HREFS)
def test_one_bad_href_loses_no_other(href: str) -> None:
    bad = f"<div class='grid article'><a class='article-link' href='{href}'>Bad</a></div>"
    links = read(item(1) + bad + item(2)).links
    assert [link.title for link in links] == ["Story 1", "Story 2"]


def test_links_are_capped() -> None:
    links = read("".join(item(n, time="") for n in range(MAX_LINKS + 5))).links
    assert len(links) == MAX_LINKS


PAGERS = {
    "the last counts": ("<a href='/a'>1</a><a href='/b'>2</a><a href='/c'>Next</a>", "/c"),
    "relative": ("<a href='latest-2.html'>Next</a>", "/news/latest-2.html"),
    "another name": ("<a href='/news/older?from=1143'>Next</a>", "/news/older?from=1143"),
    "missing": ("", None),
    "without address": ("<a>Next</a>", None),
    "last one without address": ("<a href='/news/latest-2.html'>2</a><a>Next</a>", None),
    "to itself": ("<a href='/news/latest.html'>Next</a>", None),
    "to itself, written otherwise": (f"<a href='{URL.upper()[:26]}/./news/latest.html#a'>Next</a>",
                                     None),
    "fragment": ("<a href='#'>Next</a>", None),
    "another site": ("<a href='https://evil.example/news/latest-2.html'>Next</a>", None),
    "another edition": ("<a href='https://interfax.com.ua/news/latest-2.html'>Next</a>", None),
    "script": ("<a href='javascript:next()'>Next</a>", None),
    "malformed": ("<a href='http://[::1'>Next</a>", None),
}  # fmt: skip


@pytest.mark.parametrize(("pager", "expected"), PAGERS.values(), ids=PAGERS)
def test_the_pager_is_followed_as_it_says(pager: str, expected: str | None) -> None:
    following = read(item(1), pager).following
    assert following == (expected and f"https://en.interfax.com.ua{expected}")


def test_the_last_page_s_pager_points_to_itself() -> None:
    url = "https://en.interfax.com.ua/news/latest-40.html"
    assert read(item(1), "<a href='/news/latest-40.html'>Next</a>", url).following is None


def test_a_listing_of_one_page_has_none_following() -> None:
    listing = Listing("/", item="li")
    text = "<li></li><div class='pager'><a href='/news/latest-2.html'>Next</a></div>"
    assert read_listing(Page(URL, text.encode(), SEEN), SITE, listing) == Discovered(())


def test_a_tag_with_cyrillic_and_a_blank_has_a_listing() -> None:
    assert SITE.tag_pages is not None
    listing = SITE.tag_pages.of("#зелений курс")
    expected = "/news/tag/%D0%B7%D0%B5%D0%BB%D0%B5%D0%BD%D0%B8%D0%B9_%D0%BA%D1%83%D1%80%D1%81.html"
    assert listing.url == expected
    url = SITE.absolute(expected)
    pager = f"<a href='{expected.replace('.html', '-2.html')}'>Next</a>"
    found = read(item(1), pager, url)
    assert found.following == url.replace(".html", "-2.html")
    assert found.links[0].found_on == url


def test_an_archive_s_page_is_read_as_a_listing() -> None:
    text = "<li><a href='/news/a/1.html'>One</a></li>"
    found = read_listing(
        Page(URL, text.encode(), SEEN), SITE, Listing("", item="li"), Where.ARCHIVE
    )
    assert [link.where for link in found.links] == [Where.ARCHIVE]


def test_on_an_article_s_page_it_is_harmless() -> None:
    text = f"""<article class="article article-content-view"><h1>Title</h1><p>Text</p></article>
      <h2>MORE ABOUT</h2><div class="articles-section-view">{item(1)}{item(2)}</div>"""
    url = "https://en.interfax.com.ua/news/general/1143800.html"
    found = read_listing(Page(url, text.encode(), SEEN), SITE, LATEST)
    assert ([link.rank for link in found.links], found.following) == ([0, 1], None)


class Undescribed(Site):
    name = "undescribed"
    home = "https://news.example/"


def test_without_an_article_s_shape_every_link_on_the_site_counts() -> None:
    text = "<li><a href='/a'>A</a></li><li><a href='https://x.example/b'>B</a></li>"
    found = read_listing(
        Page("https://news.example/", text.encode(), SEEN), Undescribed(), Listing("/", item="li")
    )
    assert [link.url for link in found.links] == ["https://news.example/a"]


@given(st.binary(max_size=400))
def test_any_bytes_are_harmless(body: bytes) -> None:
    assert read_listing(Page(URL, body, SEEN), SITE, LATEST).links == ()


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=30))
def test_any_href_is_harmless(hrefs: list[str], following: str) -> None:
    def quoted(text: str) -> str:
        return text.replace("&", "&amp;").replace("'", "&#39;").encode("utf-8", "replace").decode()

    items = "".join(
        f"<div class='grid article'><a class='article-link' href='{quoted(href)}'>x</a></div>"
        for href in hrefs
    )
    found = read(items + item(7), f"<a href='{quoted(following)}'>Next</a>")
    assert found.links[-1].url == "https://en.interfax.com.ua/news/general/7.html"
