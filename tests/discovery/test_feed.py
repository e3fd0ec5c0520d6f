"""Feeds: every format read, dirt survived, nothing expanded or fetched."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.feed import read_feed
from crawler.link import Link, PageKind, Where
from crawler.page import Page
from crawler.site import Site

URL = "https://news.example/rss/last.xml"
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


class News(Site):
    name = "news"
    home = "https://news.example/"
    timezone = "Europe/Kyiv"
    article_url = r"^/\w+/\d+\.html(\?|$)"


def read(text: str | bytes, content_type: str = "") -> list[tuple[str, str | None, str | None]]:
    """(path, title, time in UTC) of each link."""
    body = text if isinstance(text, bytes) else text.encode()
    page = Page(URL, body, SEEN, headers={"content-type": content_type} if content_type else {})
    return [
        (
            link.url.removeprefix("https://news.example"),
            link.title,
            link.published.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M")
            if link.published
            else None,
        )
        for link in read_feed(page, News()).links
    ]


def rss(*items: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
        xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel><title>News</title><link>https://news.example/</link>
      <atom:link rel="self" href="https://news.example/rss/last.xml"/>
      {"".join(f"<item>{item}</item>" for item in items)}</channel></rss>"""


LINK = "<link>https://news.example/a/1.html</link>"
WHOLE = [("/a/1.html", "One & two", "2026-01-21 16:45")]

FORMATS = {
    "RSS 2.0": rss(
        f"<title>One &amp; two</title>{LINK}<pubDate>Wed, 21 Jan 2026 18:45:00 +0200</pubDate>"
    ),
    "RSS 0.91": (
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'
        "<rss version='0.91'><channel><item><title>One &amp; two</title>"
        f"{LINK}<pubDate>Wed, 21 Jan 2026 16:45:00 GMT</pubDate></item></channel></rss>"
    ),
    "RSS 1.0": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel/><item><title>One &amp; two</title>{LINK}"
        "<dc:date>2026-01-21T18:45:00+02:00</dc:date></item></rdf:RDF>"
    ),
    "Atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One &amp; two</title>'
        '<link rel="self" href="/self/9.html"/><link href="https://news.example/a/1.html"/>'
        "<updated>2026-01-22T00:00:00Z</updated><published>2026-01-21T16:45:00Z</published>"
        "</entry></feed>"
    ),
    "RSS 1.0 without links": (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<item rdf:about="https://news.example/a/1.html"><title>One &amp; two</title>'
        "<dc:date>2026-01-21T18:45:00+02:00</dc:date></item></rdf:RDF>"
    ),
    "Atom 0.3": (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry>'
        '<title mode="escaped">One &amp;amp; two</title>'
        '<link rel="alternate" type="text/html" href="https://news.example/a/1.html"/>'
        "<modified>2026-01-22T00:00:00Z</modified><issued>2026-01-21T18:45:00+02:00</issued>"
        "</entry></feed>"
    ),
    "Atom, a relation as an address": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>One &amp; two</title>'
        '<link rel="http://www.iana.org/assignments/relation/alternate" href="/a/1.html"/>'
        "<updated>2026-01-21T16:45:00Z</updated></entry></feed>"
    ),
    "Atom, relative": (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/a/"><entry>'
        '<title type="html">&lt;b&gt;One&lt;/b&gt; &amp;amp; two</title>'
        '<link rel="alternate" href="1.html"/><updated>2026-01-21T16:45:00Z</updated>'
        "</entry></feed>"
    ),
    "JSON Feed": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [
                {
                    "id": "1",
                    "url": "https://news.example/a/1.html",
                    "title": "One & two",
                    "date_published": "2026-01-21T18:45:00+02:00",
                }
            ],
        }
    ),
}


@pytest.mark.parametrize("text", FORMATS.values(), ids=FORMATS)
def test_every_format_is_read(text: str) -> None:
    assert read(text) == WHOLE


def test_a_server_s_warning_before_the_feed_costs_nothing() -> None:
    warning = "<br />\n<b>Warning</b>: in <b>/srv/x.php</b> on line 7<br />\n"
    assert read(warning + FORMATS["RSS 2.0"]) == WHOLE


@pytest.mark.parametrize("text", FORMATS.values(), ids=FORMATS)
def test_what_stands_before_the_feed_is_passed_over(text: str) -> None:
    assert read(f"\ufeff\n  {text}") == WHOLE


def test_a_link_says_where_it_stood() -> None:
    page = Page(URL, rss(LINK, f"<title>Two</title>{LINK.replace('1', '2')}").encode(), SEEN)
    assert read_feed(page, News()).links[1] == Link(
        "https://news.example/a/2.html", PageKind.ARTICLE, Where.FEED, URL, 1, "Two", None
    )


ITEMS = {
    "bad ampersand": (f"<title>R&D and AT&T</title>{LINK}", ("/a/1.html", "R&D and AT&T", None)),
    "HTML's entities": (
        f"<title>One&nbsp;&mdash; two</title>{LINK}",
        ("/a/1.html", "One — two", None),
    ),
    "escaped twice": (f"<title>One &amp;quot;two&amp;quot;</title>{LINK}",
                      ("/a/1.html", 'One "two"', None)),
    "CDATA": (
        """<title><![CDATA[One & <b>two</b>]]></title>
        <link><![CDATA[ https://news.example/a/1.html?a=1&b=2 ]]></link>""",
        ("/a/1.html?a=1&b=2", "One & two", None),
    ),
    "bad ampersand in the address": (
        "<link>https://news.example/a/1.html?a=1&copy=2&amp;b=3</link>",
        ("/a/1.html?a=1&b=3&copy=2", None, None),
    ),
    "relative link": ("<link>/a/1.html</link>", ("/a/1.html", None, None)),
    "lines": (f"<title>\n One \n two </title>{LINK}", ("/a/1.html", "One two", None)),
    "guid as link": ("<guid>https://news.example/a/1.html</guid>", ("/a/1.html", None, None)),
    "guid said to be one": (
        "<link/><guid isPermaLink='true'>https://news.example/a/1.html</guid>",
        ("/a/1.html", None, None),
    ),
    "guid beside a link": (
        f"<guid isPermaLink='true'>https://news.example/a/9.html</guid>{LINK}",
        ("/a/1.html", None, None),
    ),
    "another vocabulary's title": (
        f"<media:title>Picture</media:title><title>One</title>{LINK}",
        ("/a/1.html", "One", None),
    ),
    "time without a zone": (
        f"{LINK}<pubDate>Wed, 21 Jan 2026 18:45:00</pubDate>",
        ("/a/1.html", None, "2026-01-21 16:45"),
    ),
    "a wrong weekday": (
        f"{LINK}<pubDate>Sun, 11 Mar 2026 18:45:00 +0200</pubDate>",
        ("/a/1.html", None, "2026-03-11 16:45"),
    ),
    "a weekday in another language": (
        f"{LINK}<pubDate>Ср, 21 Jan 2026 18:45:00 +0200</pubDate>",
        ("/a/1.html", None, "2026-01-21 16:45"),
    ),
    "a prefix that is not declared": (
        f"<x:thumbnail url='a'/><y:date>2026-01-21T16:45:00Z</y:date>{LINK}",
        ("/a/1.html", None, "2026-01-21 16:45"),
    ),
    "a counting service's link": (
        "<x:origLink>https://news.example/a/1.html</x:origLink><link>https://count.example/1</link>",
        ("/a/1.html", None, None),
    ),
    "another vocabulary's link": (
        f"<atom:link href='https://news.example/a/9.html'/>{LINK}",
        ("/a/1.html", None, None),
    ),
    "less than": (f"<title>1 < 2, 3 <4</title>{LINK}", ("/a/1.html", "1 < 2, 3 <4", None)),
    "a time that is none, then one": (
        f"<pubDate>soon</pubDate>{LINK}<dc:date>2026-01-21T16:45:00Z</dc:date>",
        ("/a/1.html", None, "2026-01-21 16:45"),
    ),
    "dc:date": (f"{LINK}<dc:date>2026-01-21T16:45:00Z</dc:date>",
                ("/a/1.html", None, "2026-01-21 16:45")),
    "no such time": (f"{LINK}<pubDate>Wed, 99 Jan 2026 25:00</pubDate>", ("/a/1.html", None, None)),
    "tracking": (f"{LINK.replace('.html', '.html?utm_source=rss')}", ("/a/1.html", None, None)),
}  # fmt: skip


@pytest.mark.parametrize(("item", "expected"), ITEMS.values(), ids=ITEMS)
def test_items_as_they_come(item: str, expected: tuple[str, str | None, str | None]) -> None:
    assert read(rss(item)) == [expected]


LEFT_OUT = {
    "guid that is no link": "<guid isPermaLink='false'>https://news.example/a/1.html</guid>",
    "guid that is an id": "<guid>tag:news.example,2026:1</guid>",
    "no link": "<title>One</title>",
    "another shape": "<link>https://news.example/about/</link>",
    "another site": "<link>https://other.example/a/1.html</link>",
    "script": "<link>javascript:alert(1)</link>",
    "malformed": "<link>http://[::1</link>",
}


@pytest.mark.parametrize("item", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_no_article_is_left_out_and_loses_nothing(item: str) -> None:
    assert read(rss(item, LINK)) == [("/a/1.html", None, None)]


def test_a_bad_character_costs_no_ampersand_behind_it() -> None:
    title = "<title>\x01One &amp;amp; two &amp; three</title>"
    address = "https://news.example/a/1.html?a=1&amp;b=2"
    expected = [("/a/1.html?a=1&b=2", "One & two & three", None)]
    assert read(rss(f"{title}<link>{address}</link>")) == expected
    assert read(rss(f"{title}<link><![CDATA[{address}]]></link>")) == expected


def test_a_feed_that_breaks_off_keeps_what_it_held() -> None:
    text = rss(LINK, LINK.replace("1", "2"), LINK.replace("1", "3"))
    assert [url for url, _, _ in read(text[: text.rindex("<link>") + 9])] == [
        "/a/1.html",
        "/a/2.html",
    ]


@pytest.mark.parametrize(
    ("declared", "header"),
    [("windows-1251", ""), ("windows-1251", "application/rss+xml; charset=windows-1251")],
)
def test_a_feed_in_another_charset(declared: str, header: str) -> None:
    text = f"<?xml version='1.0' encoding='{declared}'?><rss><channel><item><title>Київ</title>"
    text += f"{LINK}</item></channel></rss>"
    assert read(text.encode("cp1251"), header) == [("/a/1.html", "Київ", None)]


def test_entities_are_never_expanded(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    text = f"""<?xml version="1.0"?><!DOCTYPE rss [
      <!ENTITY lol "lol"><!ENTITY lol2 "{"&lol;" * 10}"><!ENTITY file SYSTEM "{secret.as_uri()}">
      ]><rss><channel><item><title>a &lol2; b &file;</title>{LINK}</item></channel></rss>"""
    assert read(text) == [("/a/1.html", "a &lol2; b &file;", None)]


JSON = {
    "no object": "[]",
    "no items": "{}",
    "items that are none": '{"items": 5}',
    "items of any kind": '{"items": [1, null, "x", [], {"url": 5}, {"url": "http://[::1"}]}',
    "broken": '{"items": [',
    "deep": '{"items":' + "[" * 100_000,
}


@pytest.mark.parametrize("text", JSON.values(), ids=JSON)
def test_a_bad_json_feed_has_no_items(text: str) -> None:
    assert read(text) == []


def test_a_json_feed_s_items_may_name_their_page_otherwise() -> None:
    items = [{"external_url": "/a/1.html"}, {"id": "https://news.example/a/2.html", "title": None}]
    assert read(json.dumps({"items": items})) == [
        ("/a/1.html", None, None),
        ("/a/2.html", None, None),
    ]


def test_a_json_feed_with_dirt_in_it() -> None:
    item = '{"url": "/a/1.html", "title": "One &amp;\n <b>two</b>", "x": NaN,'
    item += '"date_modified": "2026-01-21T16:45:00Z"}'
    assert read('{"items": [' + item + "]}") == WHOLE


LOOSE_JSON = {
    "trailing commas": '{"items": [{"url": "/a/1.html", "title": "One",},],}',
    "a bad escape": r'{"items": [{"url": "/a/1.html", "title": "One", "x": "\d"}]}',
    "a comment": '{"items": [/* new */ {"url": "/a/1.html", "title": "One"}]}',
    "a missing value": '{"x": , "items": [{"url": "/a/1.html", "title": "One"}]}',
}


@pytest.mark.parametrize("text", LOOSE_JSON.values(), ids=LOOSE_JSON)
def test_a_json_feed_that_is_nearly_json_is_read(text: str) -> None:
    assert read(text) == [("/a/1.html", "One", None)]


def following(text: str) -> str | None:
    return read_feed(Page(URL, text.encode(), SEEN), News()).following


def atom(*head: str) -> str:
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/atom/">{"".join(head)}
      <entry><link rel="next" href="/a/2.html"/><link href="/a/1.html"/></entry></feed>"""


def rss_with(head: str) -> str:
    return rss(LINK).replace("<item>", f"{head}<item>", 1)


def json_feed(following: object) -> str:
    return json.dumps({"next_url": following, "items": [{"url": "/a/1.html"}]})


WORDPRESS = "<generator>https://wordpress.org/?v=6.4</generator>"
PAGED = {
    "JSON Feed": (json_feed("https://news.example/f.json?p=2"), "/f.json?p=2"),
    "JSON Feed, relative": (json_feed("2.json"), "/rss/2.json"),
    "JSON Feed, no address": (json_feed(5), None),
    "JSON Feed, none": (json_feed(None), None),
    "JSON Feed, itself": (json_feed(f"{URL}#next"), None),
    "JSON Feed, another site": (json_feed("https://other.example/f.json?p=2"), None),
    "JSON Feed, its other scheme": (json_feed("http://news.example/2.json"), "/2.json"),
    "JSON Feed, malformed": (json_feed("http://[::1"), None),
    "JSON Feed, script": (json_feed("javascript:alert(1)"), None),
    "Atom": (atom('<link rel="next" href="2.xml"/>'), "/atom/2.xml"),
    "Atom, a relation as an address": (
        atom('<link rel="http://www.iana.org/assignments/relation/next" href="/2.xml"/>'),
        "/2.xml",
    ),
    "Atom, an archive": (atom('<link rel="prev-archive" href="/2025.xml"/>'), "/2025.xml"),
    "Atom, both": (
        atom('<link rel="prev-archive" href="/2025.xml"/><link rel="Next" href="/2.xml"/>'),
        "/2.xml",
    ),
    "Atom, what is newer": (
        atom('<link rel="previous" href="/0.xml"/><link rel="next-archive" href="/2027.xml"/>'),
        None,
    ),
    "Atom, empty": (atom('<link rel="next"/><link rel="next" href=""/>'), None),
    "Atom, another site": (atom('<link rel="next" href="https://other.example/2.xml"/>'), None),
    "Atom, an item's only": (atom(), None),
    "RSS 2.0": (rss_with('<atom:link rel="next" href="/rss/?paged=2"/>'), "/rss/?paged=2"),
    "RSS, an undeclared prefix": (rss_with('<a10:link rel="next" href="/2.xml"/>'), "/2.xml"),
    "RSS, none": (rss(LINK), None),
    "WordPress": (rss_with(WORDPRESS), "/rss/last.xml?paged=2"),
    "WordPress, without items": (rss_with(WORDPRESS).replace("item>", "x>"), None),
    "WordPress, its own word": (
        rss_with(f'{WORDPRESS}<atom:link rel="next" href="/2.xml"/>'),
        "/2.xml",
    ),
    "WordPress, Atom": (
        atom('<generator uri="https://wordpress.org/">WordPress</generator>'),
        "/rss/last.xml?paged=2",
    ),
    "another program": (rss_with("<generator>Drupal</generator>"), None),
    "no feed": ("<html><link rel='next' href='/2.html'></html>", None),
}


@pytest.mark.parametrize(("text", "expected"), PAGED.values(), ids=PAGED)
def test_the_page_of_older_items_is_the_one_that_the_feed_names(
    text: str, expected: str | None
) -> None:
    assert following(text) == (f"https://news.example{expected}" if expected else None)


def test_a_page_that_is_no_feed_has_no_items() -> None:
    assert read("<html><body><a href='/a/1.html'>One</a></body></html>") == []


@given(st.binary(max_size=300))
def test_any_bytes_are_harmless(body: bytes) -> None:
    read(body)


@given(
    st.lists(st.sampled_from(["<item>", "</item>", LINK, "<title>", "&", "<![CDATA[", "]]>", "\x00",
                              "</title>", "<link href='/a/5.html'/>", "<entry xml:base='http://[:'>",
                              "<guid>", "&#0;", "&#xffffff;", "\ud800", "<!DOCTYPE x ["]),
             max_size=20).map("".join)
)  # fmt: skip
def test_any_markup_is_harmless(text: str) -> None:
    read(f"<rss>{text}".encode("utf-8", "surrogatepass"))
