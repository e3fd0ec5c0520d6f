from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from itertools import islice

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from parsel import Selector
from protego import Protego

from crawler.demo import LATEST, Change, Conduct, Newsroom, Place
from crawler.demo.announced import in_feed, in_listing, in_sitemaps
from crawler.demo.answer import answer
from crawler.demo.events import change, remove
from crawler.demo.places import read_listing_path

from .conftest import NOW

ORIGIN = "https://en.interfax.com.ua"
USUAL = Conduct()
NEWS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def page(newsroom: Newsroom, path: str, conduct: Conduct = USUAL) -> Selector:
    found = answer(newsroom, path, conduct)
    assert found.status == 200, path
    return Selector(found.body.decode())


def walk(newsroom: Newsroom, path: str, conduct: Conduct = USUAL) -> Iterator[Selector]:
    """Follow the pager as a crawler does: the last link, until it leads nowhere new."""
    walked: set[str] = set()
    while path not in walked:
        walked.add(path)
        found = page(newsroom, path, conduct)
        yield found
        links = found.css("div.articles-section-view ~ div.pager a::attr(href)").getall()
        path = links[-1] if links else path


def items(listing: Selector) -> list[tuple[str, str, str]]:
    """(address, title, time shown) of each item, by the firm selectors."""
    found = []
    for item in listing.css("div.articles-section-view > div.grid.article"):
        link = item.css("a.article-link")
        shown = " ".join(item.css("div.col-13.article-time span::text").getall())
        found.append(
            (ORIGIN + link.attrib["href"], (link.css("::text").get() or "").strip(), shown)
        )
    return found


@pytest.mark.parametrize(
    "place",
    [LATEST, Place(section="general"), Place(section="sport"), Place(tag="річкова варта")],
    ids=["latest", "general", "sport", "tag"],
)
def test_walking_a_listing_gives_what_is_announced(newsroom: Newsroom, place: Place) -> None:
    found = [item for one in walk(newsroom, place.path()) for item in items(one)]
    assert found == [
        (one.url, one.title, f"{one.published:%H:%M %d.%m.%Y}")
        for one in in_listing(newsroom, place, USUAL)
    ]
    assert len(found) == len(newsroom.serials(place))


def test_paths_of_listing_pages(newsroom: Newsroom) -> None:
    assert [LATEST.path(n) for n in (1, 2)] == ["/news/latest.html", "/news/latest-2.html"]
    assert Place(section="sport").path(3) == "/news/sport-3.html"
    assert answer(newsroom, "/news/latest-15.html", USUAL).status == 200
    assert answer(newsroom, "/news/latest-16.html", USUAL).status == 404


@given(
    st.text(
        st.characters(exclude_characters="_", exclude_categories=["Cs"]), min_size=1, max_size=20
    ),
    st.integers(2, 99),
)
def test_tag_paths_lead_back(tag: str, number: int) -> None:
    assert read_listing_path(Place(tag=tag).path(number)) == (Place(tag=tag), number)


def test_the_way_on_is_the_last_link_and_the_only_one_without_a_class(newsroom: Newsroom) -> None:
    pager = page(newsroom, "/news/latest-2.html").css("div.pager a")
    assert pager[-1].attrib == {"href": "/news/latest-3.html"}
    assert all("class" in one.attrib for one in pager[:-1])


def test_the_last_page_points_to_itself(newsroom: Newsroom) -> None:
    last = page(newsroom, "/news/latest-15.html")
    assert last.css("div.pager a")[-1].attrib == {"href": "/news/latest-15.html"}


def test_the_last_page_of_a_tag_has_no_way_on() -> None:
    room = Newsroom.opened(now=NOW, articles=900)
    pages = list(walk(room, Place(tag="society").path()))
    assert len(pages) > 1
    assert not pages[-1].css("div.pager a:not([class])")


def test_a_listing_of_one_page_has_no_pager(newsroom: Newsroom) -> None:
    assert not page(newsroom, Place(section="sport").path()).css("div.pager")


def test_listing_depth_can_be_limited(newsroom: Newsroom) -> None:
    short = Conduct(listing_pages=3)
    assert len(list(walk(newsroom, "/news/latest.html", short))) == 3
    assert answer(newsroom, "/news/latest-4.html", short).status == 404
    assert len(list(in_listing(newsroom, LATEST, short))) == 60


def test_items_vary(newsroom: Newsroom) -> None:
    listing = page(newsroom, "/news/latest.html")
    entries = listing.css("div.articles-section-view > div.grid.article")
    pictures = [bool(one.css("div.col-23 img.article-image")) for one in entries]
    big = [bool(one.css("span.article-time-big")) for one in entries]
    assert set(pictures) == set(big) == {True, False}


def test_days_come_first() -> None:
    now = dt.datetime.fromisoformat("2026-01-05T20:00+02:00")
    room = Newsroom.opened(now=now, articles=20)
    assert items(page(room, "/news/latest.html"))[0][2] == "19:56 05.01.2026"


def test_home_leads_everywhere(newsroom: Newsroom) -> None:
    home = page(newsroom, "/")
    assert len(items(home)) == 10
    links = home.css("a::attr(href)").getall()
    assert {"/news/latest.html", "/news/general.html", "/news/pharmacy.html"} <= set(links)
    assert all(answer(newsroom, link, USUAL).status == 200 for link in links)


def test_every_address_on_article_pages_answers(newsroom: Newsroom) -> None:
    links = {
        link
        for url in islice(newsroom.urls(), 40)
        for css in ("a::attr(href)", "img::attr(src)")
        for link in page(newsroom, url.removeprefix(ORIGIN)).css(css).getall()
    }
    answers = {link: answer(newsroom, link, USUAL).status for link in links - {"#top"}}
    assert set(answers.values()) == {200}


def test_pictures_are_well_formed(newsroom: Newsroom) -> None:
    picture = answer(newsroom, "/media/thumbs/images/2026/01/a.jpg", USUAL)
    assert picture.media_type == "image/svg+xml"
    assert etree.fromstring(picture.body).tag.endswith("svg")


@pytest.mark.parametrize("place", [LATEST, Place(section="telecom")], ids=["last", "section"])
def test_feed(newsroom: Newsroom, place: Place) -> None:
    body = answer(newsroom, f"/news/{place.section or 'last'}.rss", USUAL).body
    etree.fromstring(body)
    feed = feedparser.parse(body)
    assert not feed.bozo
    expected = in_feed(newsroom, place, USUAL)
    assert len(expected) == min(50, len(newsroom.serials(place)))
    assert [(one.link, one.title, one.id) for one in feed.entries] == [
        (one.url, one.title, one.url) for one in expected
    ]
    dates = [parsedate_to_datetime(one.published) for one in feed.entries]
    assert dates == [one.published for one in expected]
    first = newsroom.truth(expected[0].url)
    assert feed.entries[0].description == first.body[0]


def sitemap(newsroom: Newsroom, path: str) -> etree._Element:
    found = answer(newsroom, path, USUAL)
    assert found.status == 200
    return etree.fromstring(found.body)


def test_sitemaps_announce_everything() -> None:
    room = Newsroom.opened(now=NOW, articles=2100)
    index = sitemap(room, "/sitemap.xml").xpath("//s:loc/text()", namespaces=NEWS)
    names = [f"{ORIGIN}/sitemap-{name}.xml" for name in ("news", 1, 2, 3)]
    assert index == names
    found = []
    for url in index[1:]:
        tree = sitemap(room, url.removeprefix(ORIGIN))
        locs = tree.xpath("//s:loc/text()", namespaces=NEWS)
        titles = tree.xpath("//n:title/text()", namespaces=NEWS)
        dates = tree.xpath("//n:publication_date/text()", namespaces=NEWS)
        found += list(zip(locs, titles, map(dt.datetime.fromisoformat, dates), strict=True))
    assert found == [(one.url, one.title, one.published) for one in in_sitemaps(room)]
    assert sorted(url for url, _, _ in found) == sorted(room.urls())
    assert answer(room, "/sitemap-4.xml", USUAL).status == 404


def test_the_news_sitemap_holds_the_newest(newsroom: Newsroom) -> None:
    locs = sitemap(newsroom, "/sitemap-news.xml").xpath("//s:loc/text()", namespaces=NEWS)
    assert locs == list(newsroom.urls())


def test_a_changed_article_has_a_later_lastmod(newsroom: Newsroom) -> None:
    url = next(newsroom.urls())
    changed = change(newsroom, url, Change.PARAGRAPH)
    path = f"//s:url[s:loc='{url}']/s:lastmod/text()"
    (before,) = sitemap(newsroom, "/sitemap-1.xml").xpath(path, namespaces=NEWS)
    (after,) = sitemap(changed, "/sitemap-1.xml").xpath(path, namespaces=NEWS)
    assert dt.datetime.fromisoformat(after) == changed.now
    assert dt.datetime.fromisoformat(before) < changed.now


def test_robots_txt(newsroom: Newsroom) -> None:
    text = answer(newsroom, "/robots.txt", Conduct(crawl_delay=1.5)).body.decode()
    rules = Protego.parse(text)
    assert rules.can_fetch(f"{ORIGIN}/news/latest.html", "any")
    assert not rules.can_fetch(f"{ORIGIN}/_newsroom/truth", "any")
    assert rules.crawl_delay("any") == 1.5
    assert list(rules.sitemaps) == [f"{ORIGIN}/sitemap.xml"]
    plain = answer(newsroom, "/robots.txt", USUAL).body.decode()
    assert Protego.parse(plain).crawl_delay("any") is None


@pytest.mark.parametrize(
    "path",
    [
        "/news/nowhere.html",
        "/news/nowhere.rss",
        "/news/latest-0.html",
        "/news/latest-999999.html",
        "/news/latest-9999999999.html",
        "/news/tag/unheard-of.html",
        "/news/general/1.html",
        "/news/general/99999999999999999999.html",
        "/sitemap-0.xml",
        "/x",
        "*",
        "/news/tag/%FF%00.html",
    ],
)
def test_what_is_not_there(newsroom: Newsroom, path: str) -> None:
    found = answer(newsroom, path, USUAL)
    assert found.status == 404
    assert b"Page not found" in found.body
    assert found.modified is None


@pytest.mark.parametrize("status", [404, 410])
def test_a_removed_article_answers_its_status(newsroom: Newsroom, status: int) -> None:
    url = next(newsroom.urls())
    path = url.removeprefix(ORIGIN)
    assert answer(remove(newsroom, url, status), path, USUAL).status == status


def test_a_removed_article_can_lead_to_its_section(newsroom: Newsroom) -> None:
    url = next(newsroom.urls())
    found = answer(remove(newsroom, url, 301), url.removeprefix(ORIGIN), USUAL)
    assert (found.status, found.headers["Location"]) == (301, "/news/economic.html")


def test_an_article_that_changed_section_leads_on(newsroom: Newsroom) -> None:
    url = next(newsroom.urls())
    moved = change(newsroom, url, Change.SECTION)
    found = answer(moved, url.removeprefix(ORIGIN), USUAL)
    new = moved.addresses(url)[0]
    assert (found.status, found.headers["Location"]) == (301, new.removeprefix(ORIGIN))
    assert moved.truth(new).section == "Green Deal"


def test_a_redesign_hides_the_known_classes(newsroom: Newsroom) -> None:
    path = next(newsroom.urls()).removeprefix(ORIGIN)
    redesigned = page(newsroom, path, Conduct(redesigned=True))
    assert not redesigned.css(".article-content, .article-content-title, .article-time")
    assert redesigned.css("h1")
