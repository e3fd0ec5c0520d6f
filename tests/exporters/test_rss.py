"""RSS, read back with lxml (strict XML) and feedparser."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from crawler.article import Article
from crawler.exporters.characters import replace_illegal
from tests.exporters.conftest import render_feed
from tests.exporters.strategies import articles, raw_texts

KYIV = ZoneInfo("Europe/Kyiv")
ARTICLE = Article(
    source="The Harbour Herald",
    date=dt.date(2026, 1, 21),
    section="Facts",
    published=dt.datetime(2026, 1, 21, 18, 45, tzinfo=KYIV),
    title="Lamp & tower <replaced>",
    body=("First ]]> paragraph.", "Second <b>one</b>."),
    tags=("energy/saving",),
    url="https://herald.example/news/1.html?a=1&b=2",
    language="en",
    authors=("Ada Quay", "Bo Pier"),
    image="https://herald.example/1.jpg",
)
OLDER = Article(
    source="The Harbour Herald",
    date=dt.date(2026, 1, 20),
    published=dt.datetime(2026, 1, 20, 18, 45, tzinfo=KYIV),
    modified=dt.datetime(2026, 1, 22, 1, 0, tzinfo=KYIV),
    title="Older",
    lead="A lead.",
)
SUMMER = dt.datetime(2026, 7, 1, 9, 5, tzinfo=dt.UTC)
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def parse(feed: bytes) -> Any:
    return etree.fromstring(feed, etree.XMLParser(resolve_entities=False, huge_tree=True))


def texts(feed: bytes, path: str) -> list[str]:
    return [element.text for element in parse(feed).findall(path, NAMES)]


def test_an_item(render: Callable[..., bytes]) -> None:
    feed = render("rss", [ARTICLE])
    read = feedparser.parse(feed)
    assert not read.bozo
    assert read.version == "rss20"
    (entry,) = read.entries
    assert entry.link == entry.id == ARTICLE.url
    assert parse(feed).find(".//guid").get("isPermaLink") == "true"
    assert entry.published == "Wed, 21 Jan 2026 18:45:00 +0200"
    assert entry.published_parsed[:6] == (2026, 1, 21, 16, 45, 0)
    assert [tag.term for tag in entry.tags] == ["Facts", "energy/saving"]
    assert [author.name for author in entry.authors] == ["Ada Quay", "Bo Pier"]
    assert entry.media_content[0]["url"] == ARTICLE.image
    assert texts(feed, ".//item/title") == ["Lamp & tower <replaced>"]
    assert texts(feed, ".//item/description") == ["First ]]&gt; paragraph."]
    assert texts(feed, ".//item/content:encoded") == [
        "<p>First ]]&gt; paragraph.</p><p>Second &lt;b&gt;one&lt;/b&gt;.</p>"
    ]


def test_the_channel_is_made_of_the_items(render: Callable[..., bytes]) -> None:
    feed = render("rss", [ARTICLE, OLDER])
    channel = feedparser.parse(feed).feed
    assert channel.title == "The Harbour Herald"
    assert channel.link == "https://herald.example/"
    assert channel.description == "Articles of The Harbour Herald"
    assert channel.updated == "Thu, 22 Jan 2026 01:00:00 +0200"
    assert texts(feed, "channel/language") == []
    assert texts(render("rss", [ARTICLE]), "channel/language") == ["en"]
    assert render("rss", [ARTICLE, OLDER]) == feed


def test_the_channel_can_be_given(render: Callable[..., bytes]) -> None:
    address = "https://feeds.example/news.rss?a=1&b=2"
    feed = render("rss", [], title="A & B", link="https://a.example/", self_url=address)
    assert texts(feed, "channel/title") == ["A & B"]
    assert texts(feed, "channel/link") == ["https://a.example/"]
    (link,) = parse(feed).findall("channel/atom:link", NAMES)
    assert dict(link.attrib) == {"href": address, "rel": "self", "type": "application/rss+xml"}
    assert parse(render("rss", [])).find("channel/atom:link", NAMES) is None


def test_an_empty_feed_is_valid(render: Callable[..., bytes]) -> None:
    read = feedparser.parse(render("rss", []))
    assert not read.bozo
    assert read.entries == []
    for name in ("title", "link", "description"):
        assert read.feed[name]


def test_an_article_without_an_address_has_a_guid_of_its_own(render: Callable[..., bytes]) -> None:
    twin = Article(date=OLDER.date, title="Another")
    guids = parse(render("rss", [OLDER, twin, OLDER])).findall(".//guid")
    assert all(guid.get("isPermaLink") == "false" for guid in guids)
    assert guids[0].text == guids[2].text != guids[1].text


@settings(deadline=None, max_examples=40)
@given(st.lists(articles(raw_texts), max_size=3))
def test_any_feed_is_valid_and_gives_its_texts_back(many: list[Article]) -> None:
    feed = render_feed("rss", many)
    assert texts(feed, ".//item/title") == [replace_illegal(one.title) for one in many]
    paragraphs = [replace_illegal(text) for one in many for text in one.body]
    encoded = "".join(text or "" for text in texts(feed, ".//item/content:encoded"))
    assert encoded == "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs)


def test_a_feed_larger_than_its_spool_is_whole(render: Callable[..., bytes]) -> None:
    long = Article(date=OLDER.date, title="x" * 700_000)
    feed = render("rss", [long] * 3)
    assert len(parse(feed).findall(".//item")) == 3
    assert len(feed) > 2_100_000


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(SUMMER.replace(tzinfo=KYIV), "Wed, 01 Jul 2026 09:05:00 +0300", id="summer"),
        pytest.param(SUMMER, "Wed, 01 Jul 2026 09:05:00 +0000", id="UTC"),
        pytest.param(
            SUMMER.replace(year=1890, tzinfo=KYIV),
            "Tue, 01 Jul 1890 09:05:00 +0202",
            id="offset with seconds",
        ),
        pytest.param(
            dt.datetime(1, 1, 1, tzinfo=KYIV), "Mon, 01 Jan 0001 00:00:00 +0202", id="first year"
        ),
    ],
)
def test_dates(render: Callable[..., bytes], time: dt.datetime, expected: str) -> None:
    feed = render("rss", [Article(date=time.date(), title="t", published=time)])
    assert texts(feed, ".//pubDate") == texts(feed, ".//lastBuildDate") == [expected]
