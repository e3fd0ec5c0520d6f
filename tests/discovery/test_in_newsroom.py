"""The newsroom's own pages: all that discovery finds there is what the newsroom says."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest

from crawler.article import Article
from crawler.demo.answer import answer
from crawler.demo.conduct import Conduct
from crawler.demo.newsroom import Newsroom
from crawler.discovery.addresses import key
from crawler.discovery.feed import read_feed
from crawler.discovery.listing import read_listing
from crawler.discovery.related import Blocks, read_blocks
from crawler.discovery.sitemap import read_sitemap
from crawler.link import Link, PageKind
from crawler.page import Page
from crawler.registry import site
from crawler.site import Listing, Site

NOW = dt.datetime(2026, 3, 29, 12, 0, tzinfo=dt.UTC)  # the day that summer time begins
EDITIONS = {"en": "interfax-ukraine", "uk": "interfax-ukraine-uk", "ru": "interfax-ukraine-ru"}


class Visit:
    """An edition of the newsroom, read as if it had been fetched."""

    def __init__(self, edition: str) -> None:
        self.site: Site = site(EDITIONS[edition])
        self.newsroom = Newsroom.opened(now=NOW, articles=150, edition=edition)

    def page(self, url: str, conduct: Conduct | None = None) -> Page:
        got = answer(self.newsroom, urlsplit(url).path, conduct or Conduct())
        assert got.status == 200
        return Page(url, got.body, NOW, headers={"content-type": got.media_type})

    def walk(self, listing: Listing) -> list[Link]:
        url: str | None = self.site.absolute(listing.url)
        links: list[Link] = []
        while url:
            found = read_listing(self.page(url), self.site, listing)
            links += found.links
            url = found.following
        return links


@pytest.fixture(params=EDITIONS, scope="module")
def visit(request: pytest.FixtureRequest) -> Visit:
    return Visit(request.param)


def blocks_of(article: Article) -> tuple[list[tuple], list[tuple], list[tuple]]:
    return (
        [(one.url, one.title, one.published) for one in article.related],
        [(one.url, one.title) for one in article.hot_news],
        [(one.url, one.title) for one in article.latest],
    )


def told(blocks: Blocks) -> tuple[list[tuple], list[tuple], list[tuple]]:
    return (
        [(one.url, one.title, one.published) for one in blocks.related],
        [(one.url, one.title) for one in blocks.hot_news],
        [(one.url, one.title) for one in blocks.latest],
    )


@pytest.mark.parametrize("conduct", [Conduct(), Conduct(redesigned=True)], ids=["known", "renamed"])
def test_side_blocks(visit: Visit, conduct: Conduct) -> None:
    for truth in visit.newsroom.truths():
        page = visit.page(str(truth.url), conduct)
        blocks = read_blocks(page, visit.site)
        assert told(blocks) == blocks_of(truth)
        assert not any(blocks.hold(p) for p in page.selector.root.xpath("//article//p"))


def test_latest_walked_to_its_end(visit: Visit) -> None:
    listing = next(place for place in visit.site.discovery if isinstance(place, Listing))
    links = visit.walk(listing)
    truths = {truth.url: truth for truth in visit.newsroom.truths()}
    assert [link.url for link in links] == list(truths)
    assert all(link.published == truths[link.url].published for link in links)
    assert all(link.title == truths[link.url].title for link in links)


def test_sections_together_name_every_article(visit: Visit) -> None:
    links = [link for section in visit.site.sections for link in visit.walk(section)]
    keys = {key(link.url, visit.site) for link in links}
    assert keys == {key(url, visit.site) for url in visit.newsroom.urls()}
    assert len(links) > len(keys)  # some stand in two sections


def test_every_tag_has_its_listing(visit: Visit) -> None:
    truths = list(visit.newsroom.truths())
    tags = {tag for truth in truths for tag in truth.tags}
    assert any(" " in tag for tag in tags)
    assert visit.site.tag_pages is not None
    for tag in sorted(tags):
        tagged = {truth.url for truth in truths if tag in truth.tags}
        assert {link.url for link in visit.walk(visit.site.tag_pages.of(tag))} == tagged


def test_feed_and_sitemaps(visit: Visit) -> None:
    truths = {t.url: (t.title, t.published) for t in visit.newsroom.truths()}
    feed = read_feed(visit.page(visit.site.absolute("/news/last.rss")), visit.site).links
    index = read_sitemap(visit.page(visit.site.absolute("/sitemap.xml")), visit.site)
    assert {link.kind for link in index} == {PageKind.SITEMAP}
    named = [link for one in index for link in read_sitemap(visit.page(one.url), visit.site)]
    assert {link.url for link in named} == set(truths)
    assert feed
    assert all((link.title, link.published) == truths[link.url] for link in (*feed, *named))
