"""Atom, JSON Feed and RSS: what a channel and its items say, and how much of a text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import Article
from crawler.errors import UsageError
from tests.exporters.conftest import render_feed
from tests.exporters.feed_rules import ATOM, atom_problems, parse_xml, rss_problems
from tests.exporters.strategies import articles, raw_texts

Render = Callable[..., bytes]
EAST = dt.timezone(dt.timedelta(hours=2))
ARTICLE = Article(
    source="The Harbour Herald",
    date=dt.date(2026, 1, 21),
    section="Facts",
    published=dt.datetime(2026, 1, 21, 18, 45, tzinfo=EAST),
    modified=dt.datetime(2026, 1, 22, 9, 0, tzinfo=EAST),
    title="Lamp & tower <replaced>",
    lead="The lead.",
    body=("First <b>one</b>.", "Second."),
    tags=("energy/saving",),
    url="https://herald.example/news/1.html?a=1&b=2",
    language="en",
    authors=("Ada Quay", "Bo Pier"),
    image="https://herald.example/1.jpg",
)
SELF = "https://feeds.example/facts?a=1&b=2"
CHANNELS = ("rss", "atom", "jsonfeed")


def entries(name: str, feed: bytes) -> list[dict[str, Any]]:
    """Items of any of the formats, with the names of JSON Feed."""
    if name == "jsonfeed":
        items: list[dict[str, Any]] = json.loads(feed)["items"]
        return items
    read = feedparser.parse(feed)
    assert not read.bozo
    return [
        {
            "id": one.id,
            "url": one.get("link"),
            "title": one.title_detail.value,
            "summary": one.get("summary"),
            "content_html": one.content[0].value if "content" in one else None,
            "tags": [tag.term for tag in one.get("tags", [])],
            "authors": [{"name": author.name} for author in one.get("authors", [])],
        }
        for one in read.entries
    ]


@pytest.mark.parametrize("name", CHANNELS)
def test_an_item_says_what_the_article_does(name: str, render: Render) -> None:
    (one,) = entries(name, render(name, [ARTICLE]))
    assert one["id"] == one["url"] == ARTICLE.url
    assert one["tags"] == ["Facts", "energy/saving"]
    assert one["authors"] == [{"name": "Ada Quay"}, {"name": "Bo Pier"}]
    assert one["summary"] == "The lead."
    assert one["content_html"] == "<p>First &lt;b&gt;one&lt;/b&gt;.</p><p>Second.</p>"


@pytest.mark.parametrize("name", CHANNELS)
def test_a_lead_alone(name: str, render: Render) -> None:
    feed = render(name, [ARTICLE], content="lead")
    assert b"Second" not in feed
    assert b"The lead." in feed
    with pytest.raises(UsageError, match="content 'half' is not understood; write full or lead"):
        render(name, [], content="half")


def test_a_json_feed_names_itself(render: Render) -> None:
    options = {"title": "A & B", "link": "https://a.example/", "self_url": SELF}
    values = json.loads(render("jsonfeed", [ARTICLE], **options))
    assert next(iter(values)) == "version"
    assert (values["title"], values["home_page_url"], values["feed_url"], values["language"]) == (
        *("A & B", "https://a.example/", SELF, "en"),
    )
    (item,) = values["items"]
    assert item["date_published"] == "2026-01-21T18:45:00+02:00"
    assert item["date_modified"] == "2026-01-22T09:00:00+02:00"
    assert item["image"] == ARTICLE.image


def test_an_atom_feed_names_itself(render: Render) -> None:
    feed = render("atom", [ARTICLE], title="A & B", self_url=SELF)
    assert atom_problems(feed) == []
    root = parse_xml(feed)
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    assert links == {"self": SELF, "alternate": "https://herald.example/"}
    assert root.findtext(f"{ATOM}id") == SELF
    assert root.findtext(f"{ATOM}title") == "A & B"
    assert root.findtext(f"{ATOM}updated") == "2026-01-22T09:00:00+02:00"
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}published") == "2026-01-21T18:45:00+02:00"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_two_atom_feeds_of_one_site_have_names_of_their_own(render: Render) -> None:
    one, two = (parse_xml(render("atom", [ARTICLE], title=title)) for title in ("a", "b"))
    assert one.findtext(f"{ATOM}id") != two.findtext(f"{ATOM}id")


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "data:text/html,x", "//x.example/1", "", "https://", "http://[x"),
        "\ud800",
    ],
)
def test_what_is_no_address_is_no_link(name: str, url: str, render: Render) -> None:
    article = Article(date=ARTICLE.date, title="t", url=url, image=url, body=("b",))
    (one,) = entries(name, render(name, [article]))
    assert one["id"].startswith("urn:sha256:")
    assert b"javascript" not in render(name, [article])


@pytest.mark.parametrize("name", CHANNELS)
def test_what_stands_badly_in_an_address_is_escaped(name: str, render: Render) -> None:
    article = Article(date=ARTICLE.date, title="t", url='https://x.example/a b"<é>%20')
    (one,) = entries(name, render(name, [article]))
    assert one["id"] == "https://x.example/a%20b%22%3C%C3%A9%3E%20"


@pytest.mark.parametrize("name", CHANNELS)
@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://x.example/a?b[]=1#c", "https://x.example/a?b%5B%5D=1#c"),
        ("http://[::1]:80/[a]", "http://[::1]:80/%5Ba%5D"),
        ("https://x.example/100%/%zz%2f", "https://x.example/100%25/%25zz%2f"),
        ("https://x.example/#a#b", "https://x.example/#a%23b"),
        ("https://x.example?#", "https://x.example?#"),
    ],
)
def test_an_address_is_one_by_rfc_3986(name: str, url: str, written: str, render: Render) -> None:
    (one,) = entries(name, render(name, [Article(date=ARTICLE.date, title="t", url=url)]))
    assert one["id"] == one["url"] == written


@settings(deadline=None, max_examples=20)
@given(st.lists(articles(raw_texts), max_size=3), st.sampled_from(["full", "lead"]))
def test_any_feed_is_valid(many: list[Article], content: str) -> None:
    assert atom_problems(render_feed("atom", many, content=content)) == []
    assert rss_problems(render_feed("rss", many, content=content)) == []
    assert len(json.loads(render_feed("jsonfeed", many, content=content))["items"]) == len(many)
