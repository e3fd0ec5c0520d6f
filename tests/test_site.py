"""Sites: what a site file may say, and how a mistake in it is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from crawler.errors import SiteError
from crawler.site import (
    Archive,
    Attribute,
    Block,
    Feed,
    Layout,
    Listing,
    Site,
    TagPages,
    Text,
    Texts,
)

GOOD: dict[str, Any] = {"name": "good", "home": "https://news.example/"}


def declare(**attributes: Any) -> type[Site]:
    return type("Declared", (Site,), {"__module__": __name__, **GOOD, **attributes})


MISTAKES = {
    "misspelt field": ({"tilte": Text("h1")}, "tilte: no such field; did you mean title?"),
    "broken selector": ({"title": Text("h1[")}, "title: 'h1[' is no CSS selector"),
    "empty selector": ({"title": Text("")}, "title: '' is no CSS selector"),
    "broken selector, second rule": ({"body": (Texts("p"), Texts("p >"))}, "body: 'p >'"),
    "text pseudo-element": ({"title": Text("h1::text")}, "title: 'h1::text' must select elements"),
    "attribute pseudo-element": (
        {"image": Attribute("img::attr(src)", "src")},
        "image: 'img::attr(src)' must select elements",
    ),
    "selector that is none": ({"scope": 5}, "scope: 5 is no CSS selector"),
    "broken scope": ({"scope": "div..a"}, "scope: 'div..a'"),
    "broken remove": ({"remove": (".ad", "p(")}, "remove: 'p('"),
    "remove without comma": ({"remove": (".ad")}, "remove: must be a tuple of str"),
    "broken listing": ({"discovery": (Listing("/", item="li["),)}, "discovery: 'li['"),
    "broken pager": (
        {"discovery": (Listing("/", item="li", following="a:("),)},
        "discovery: 'a:('",
    ),
    "broken archive": (
        {"discovery": (Archive("/%Y", Listing("", item="!")),)},
        "discovery: '!'",
    ),
    "broken section": ({"sections": (Listing("/", item="!"),)}, "sections: '!'"),
    "broken tag pages": (
        {"tag_pages": TagPages("/{}", Listing("", item="!"))},
        "tag_pages: '!'",
    ),
    "discovery without comma": (
        {"discovery": (Feed("/rss"))},
        "discovery: must be a tuple of Feed",
    ),
    "discovery of strings": ({"discovery": ("/rss",)}, "discovery: must be a tuple of Feed"),
    "headings without comma": ({"latest": Block("LATEST")}, "latest: must be a Block"),
    "block of nothing": ({"latest": Block()}, "latest: a Block needs headings or a container"),
    "broken block": ({"related": Block(container="!")}, "related: '!'"),
    "a rule that is none": ({"title": "h1"}, "title: must be a rule (Text, Texts, Attribute)"),
    "no rules": ({"title": ()}, "title: must be a rule"),
    "bad zone": ({"timezone": "Europe/Kiew"}, "timezone: 'Europe/Kiew' is no IANA time zone"),
    "zone that is a path": ({"timezone": "../etc"}, "timezone: '../etc'"),
    "bad name": ({"name": "Good News"}, "name: 'Good News' must be lower-case"),
    "no name": ({"name": ""}, "name: ''"),
    "bad home": ({"home": "news.example"}, "home: 'news.example' must be an absolute"),
    "other scheme": ({"home": "ftp://news.example/"}, "home: "),
    "bad pattern": ({"article_url": "(/news"}, "article_url: '(/news' is no regular expression"),
    "pattern that is none": ({"article_url": None}, "article_url: must be a string"),
    "bad time format": ({"times": ("%H:%M %Q",)}, "times: '%H:%M %Q' is no strptime format"),
    "times without comma": ({"times": ("%H:%M")}, "times: must be a tuple of str"),
    "layouts without comma": (
        {"layouts": (Layout("old", when="div"))},
        "layouts: must be a tuple of Layout",
    ),
    "layout without a name": ({"layouts": (Layout("", when="div"),)}, "layouts: '': the name must"),
    "layout of no mark": ({"layouts": (Layout("old", when=""),)}, "layouts: '' is no CSS selector"),
    "layout until a text": (
        {"layouts": (Layout("old", when="div", until="2019"),)},
        "layouts: 'old': until: must be a datetime.date",
    ),
    "layout until a time": (
        {"layouts": (Layout("old", when="div", until=dt.datetime(2019, 5, 1, tzinfo=dt.UTC)),)},
        "layouts: 'old': until: must be a datetime.date",
    ),
    "layout of a broken scope": (
        {"layouts": (Layout("old", when="div", scope="div.."),)},
        "layouts: 'div..'",
    ),
    "layout removes without comma": (
        {"layouts": (Layout("old", when="div", remove=(".ad")),)},
        "layouts: 'old': remove: must be a tuple of str",
    ),
    "layout of rules that are none": (
        {"layouts": (Layout("old", when="div", rules=(Text("h1"),)),)},
        "layouts: 'old': rules: must be a dict",
    ),
    "layout of an unknown field": (
        {"layouts": (Layout("old", when="div", rules={"tilte": Text("h1")}),)},
        "layouts: 'old': rules: tilte: no such field",
    ),
    "layout of a rule that is none": (
        {"layouts": (Layout("old", when="div", rules={"title": "h1"}),)},
        "layouts: 'old': rules: title: must be a rule",
    ),
    "layout of a broken selector": (
        {"layouts": (Layout("old", when="div", rules={"body": (Texts("p"), Texts("p >"))}),)},
        "layouts: 'p >'",
    ),
    "two layouts of one name": (
        {"layouts": (Layout("old", when="a"), Layout("old", when="b"))},
        "layouts: 'old' stands 2 times",
    ),
    "aliases without comma": ({"aliases": ("m.news.example")}, "aliases: must be a tuple of str"),
}


@pytest.mark.parametrize(("attributes", "told"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_names_the_file_and_the_attribute(attributes: dict[str, Any], told: str) -> None:
    with pytest.raises(SiteError) as caught:
        declare(**attributes)
    assert str(caught.value).startswith(f"{__file__}: Declared.{told}")
    assert "\n" not in str(caught.value)


def test_all_that_may_be_said_is_accepted() -> None:
    listing = Listing("/latest", item="li", link="a", time="time", following="a.next")

    class Everything(Site):
        name = "everything-2"
        source = "Everything"
        home = "https://news.example:8000/en/"
        aliases = ("m.news.example",)
        language = "en"
        timezone = "America/New_York"
        discovery = (Feed("/rss"), listing, Archive("/%Y/%m/%d", listing))
        sections = listing.at("/a", "/b")
        tag_pages = TagPages("/tag/{}", listing)
        article_url = r"/(?P<key>\d+)"
        times = ("%d %B %Y, %H:%M", "%I:%M %p %x")
        scope = "article"
        remove = (".ad",)
        related = Block(("MORE",), container=".more", item="li", time="time")
        title = (Text("h1"), Attribute("meta[property='og:title']", "content", anywhere=True))

        def body(self, page):
            return ("one",)

    site = Everything()
    assert [one.url for one in site.sections] == ["/a", "/b"]
    assert all(isinstance(one, Listing) and one.item == "li" for one in site.sections)
    assert site.rules("body")[0](None) == ("one",)
    assert len(site.rules("title")) == 2
    assert site.rules("lead") == ()
    assert (site.host, site.origin) == ("news.example:8000", "https://news.example:8000")
    assert site.absolute("/rss") == "https://news.example:8000/rss"


def test_a_subclass_of_a_site_says_only_what_differs() -> None:
    parent = declare(scope="article", title=Text("h1"))
    child = type("Child", (parent,), {"__module__": __name__, "name": "child"})
    assert (child().scope, child().home) == ("article", "https://news.example/")


ARTICLES = {
    "article": ("https://news.example/a/5.html", "5"),
    "with a query": ("https://news.example/a/5.html?x=1", "5"),
    "another shape": ("https://news.example/a/b.html", None),
    "another host": ("https://www.news.example/a/5.html", None),
    "another port": ("https://news.example:81/a/5.html", None),
    "in the query": ("https://news.example/?u=/a/5.html", None),
}


@pytest.mark.parametrize(("url", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_an_article_is_known_by_host_and_shape(url: str, expected: str | None) -> None:
    site = declare(article_url=r"^/a/(?P<key>\d+)\.html(\?|$)")()
    match = site.match_article(url)
    assert (match and match["key"]) == expected
    assert site.is_article(url) is (expected is not None)


def test_a_site_without_a_pattern_knows_no_article() -> None:
    assert not declare()().is_article("https://news.example/a")


TAGS = {
    "word": ("usa", "_", "/tag/usa.html"),
    "hash sign": ("#usa", "_", "/tag/usa.html"),
    "Cyrillic and a blank": ("зелений курс", "_", "/tag/" + "%D0%B7%D0%B5%D0%BB%D0%B5%D0%BD%D0%B8"
                             "%D0%B9_%D0%BA%D1%83%D1%80%D1%81.html"),
    "another blank": ("#green  deal ", "-", "/tag/green-deal.html"),
    "slash": ("a/b", "_", "/tag/a%2Fb.html"),
    "underscore": ("#green_deal", "_", "/tag/green_deal.html"),
}  # fmt: skip


@pytest.mark.parametrize(("tag", "blank", "expected"), TAGS.values(), ids=TAGS)
def test_a_tag_has_its_listing(tag: str, blank: str, expected: str) -> None:
    pages = TagPages("/tag/{}.html", Listing("", item="li", time="time"), blank)
    assert pages.of(tag) == Listing(expected, item="li", time="time")
