"""Sitemaps: all forms read as a stream, limits kept, nothing expanded."""

from __future__ import annotations

import datetime as dt
import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import sitemap, sitemap_xml
from crawler.discovery.sitemap import read_sitemap
from crawler.link import Link, PageKind, Where
from crawler.page import Page
from crawler.site import Site

URL = "https://news.example/sitemap.xml"
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
IMAGE = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


class News(Site):
    name = "news"
    home = "https://news.example/"
    timezone = "Europe/Kyiv"
    article_url = r"^/\w+/\d+\.html(\?|$)"


def links(body: bytes | str) -> tuple[Link, ...]:
    return read_sitemap(Page(URL, body if isinstance(body, bytes) else body.encode(), SEEN), News())


def paths(body: bytes | str) -> list[str]:
    return [link.url.removeprefix("https://news.example") for link in links(body)]


def urlset(*entries: str) -> str:
    entry = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NS} {NEWS} {IMAGE}>{entry}</urlset>'


def loc(number: int) -> str:
    return f"<loc>https://news.example/a/{number}.html</loc>"


WIDE = {
    "little, marked": ("\ufeff", "utf-16-le"),
    "big, marked": ("\ufeff", "utf-16-be"),
    "little, not marked": ("", "utf-16-le"),
    "big, not marked": ("", "utf-16-be"),
}


@pytest.mark.parametrize("declared", ["UTF-16", "UTF-8", "x-unknown"])
@pytest.mark.parametrize(("mark", "encoding"), WIDE.values(), ids=WIDE)
def test_a_sitemap_in_utf_16_is_read_whatever_it_declares(
    mark: str, encoding: str, declared: str
) -> None:
    title = f"{loc(2)}<news:news><news:title>Київ &amp; 𝕃viv</news:title></news:news>"
    # Longer than a piece that is read at once, which may end within a character.
    text = mark + urlset(loc(1), f"<!--{'𝕃' * 40_001}-->", title).replace("UTF-8", declared)
    for body in (text.encode(encoding), gzip.compress(text.encode(encoding))):
        first, second = links(body)
        assert (first.url, second.title) == ("https://news.example/a/1.html", "Київ & 𝕃viv")


def test_a_bad_character_costs_no_ampersand_behind_it() -> None:
    address = "https://news.example/a/1.html?a=1&amp;b=2"
    whole, plain = f"<loc>{address}</loc>", f"<loc><![CDATA[{address.replace('1.', '2.')}]]></loc>"
    assert paths(urlset("\x01" + whole, plain)) == ["/a/1.html?a=1&b=2", "/a/2.html?a=1&b=2"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_sitemap_in_utf_16_is_read(encoding: str) -> None:
    text = "\ufeffhttps://news.example/a/1.html\r\nhttps://news.example/a/2.html"
    assert paths(text.encode(encoding)) == ["/a/1.html", "/a/2.html"]


def test_half_a_character_of_utf_16_loses_nothing_before_it() -> None:
    assert paths(urlset(loc(1), loc(2)).encode("utf-16-be")[:-1]) == ["/a/1.html", "/a/2.html"]


def test_a_news_sitemap_tells_title_and_time() -> None:
    text = urlset(
        loc(1),
        f"""{loc(2)}<lastmod>2026-01-22T10:00:00Z</lastmod><news:news>
        <news:publication><news:name>News</news:name></news:publication>
        <news:publication_date>2026-01-21T18:45:00+02:00</news:publication_date>
        <news:title>Київ &amp; Lviv</news:title></news:news>""",
    )
    when = dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)
    assert links(text) == (
        Link("https://news.example/a/1.html", PageKind.ARTICLE, Where.SITEMAP, URL, 0),
        Link("https://news.example/a/2.html", PageKind.ARTICLE, Where.SITEMAP, URL, 1,
             "Київ & Lviv", when),
    )  # fmt: skip


NAMESPACES = {
    "secure": ('xmlns:news="https://www.google.com/schemas/sitemap-news/0.9"', "news"),
    "no version": ('xmlns:news="http://www.google.com/schemas/sitemap-news"', "news"),
    "another prefix": ('xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"', "n"),
    "not declared": ("", "news"),
}


@pytest.mark.parametrize(("declared", "prefix"), NAMESPACES.values(), ids=NAMESPACES)
def test_the_news_block_is_known_whatever_its_namespace(declared: str, prefix: str) -> None:
    block = "<p:news><p:title>R<![CDATA[&]]>D, 1 < 2</p:title><p:publication_date>"
    block += "2026-01-21T18:45:00+02:00</p:publication_date></p:news>"
    text = (
        f"<urlset {NS} {declared}><url>{loc(1)}{block.replace('p:', f'{prefix}:')}</url></urlset>"
    )
    (link,) = links(text)
    assert link.title == "R&D, 1 < 2"
    assert link.published is not None


def test_a_title_in_an_unknown_charset_is_none() -> None:
    text = urlset(f"{loc(1)}<news:news><news:title>Київ</news:title></news:news>")
    assert [link.title for link in links(text.encode("cp1251"))] == [None]


def test_an_ampersand_in_plain_characters_is_one() -> None:
    entry = "<loc><![CDATA[https://news.example/a/1.html?a=1&b=2]]></loc>"
    assert paths(urlset(entry)) == ["/a/1.html?a=1&b=2"]


def test_a_change_is_no_publication() -> None:
    (link,) = links(urlset(f"{loc(1)}<lastmod>2026-01-22T10:00:00Z</lastmod>"))
    assert link.published is None


def test_a_picture_s_address_and_title_are_not_the_article_s() -> None:
    text = urlset(
        f"<image:image><image:loc>/p/9.html</image:loc><image:title>P</image:title></image:image>"
        f"{loc(1)}<image:image><image:loc>/p/8.html</image:loc></image:image>"
    )
    assert [(link.url[-8:], link.title) for link in links(text)] == [("a/1.html", None)]


def test_an_index_gives_sitemaps_with_their_last_change() -> None:
    text = f"""<sitemapindex {NS}>
      <sitemap><loc>/sitemap-1.xml.gz</loc><lastmod>2026-01-21T18:45:00+02:00</lastmod></sitemap>
      <sitemap><loc>https://news.example/sitemap-2.xml</loc><lastmod>2026-01-20</lastmod></sitemap>
      <sitemap><loc>https://news.example/sitemap-3.xml</loc></sitemap>
      <sitemap><loc>https://news.example/sitemap-3.xml</loc></sitemap>
      <sitemap><loc>https://evil.example/sitemap.xml</loc></sitemap>
      <sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>"""
    found = links(text)
    assert [(link.url[21:], link.kind, link.rank) for link in found] == [
        ("sitemap-1.xml.gz", PageKind.SITEMAP, 0),
        ("sitemap-2.xml", PageKind.SITEMAP, 1),
        ("sitemap-3.xml", PageKind.SITEMAP, 2),
    ]
    assert found[0].published == dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)
    assert found[1].published is not None
    assert found[1].published.isoformat() == "2026-01-20T23:59:59+02:00"
    assert found[2].published is None


FORMS = {
    "plain": urlset(loc(1), loc(2)).encode(),
    "gzip": gzip.compress(urlset(loc(1), loc(2)).encode()),
    "gzip in two parts": b"".join(
        gzip.compress(part.encode()) for part in urlset(loc(1), loc(2)).partition("<url>")
    ),
    "byte order mark": b"\xef\xbb\xbf" + urlset(loc(1), loc(2)).encode(),
    "blanks before": b"\n\n  " + urlset(loc(1), loc(2)).encode(),
    "no namespace": f"<urlset><url>{loc(1)}</url><url>{loc(2)}</url></urlset>".encode(),
    "another charset": b"<?xml version='1.0' encoding='windows-1251'?>"
    + urlset(f"<!-- \u043a -->{loc(1)}", loc(2)).partition("?>")[2].encode("cp1251"),
    "a warning before": b"<br />\n<b>Warning</b>: x.php<br />\n" + urlset(loc(1), loc(2)).encode(),
    "text": b"https://news.example/a/1.html\r\nhttps://news.example/a/2.html\n",
    "text with a mark": b"\xef\xbb\xbfhttps://news.example/a/1.html\n\n/a/2.html",
    "text, gzip": gzip.compress(b"https://news.example/a/1.html\nhttps://news.example/a/2.html"),
    "broken off": urlset(loc(1), loc(2), loc(3)).encode()[:-60],
    "gzip broken off": gzip.compress(urlset(loc(1), loc(2)).encode())[:-9],
    "unclosed entry": urlset(loc(1), loc(2)).encode().replace(b"</url></urlset>", b"</url><url>"),
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS)
def test_every_form_is_read(body: bytes) -> None:
    assert paths(body) == ["/a/1.html", "/a/2.html"]


STRAY = {
    "between entries": f"<url>{loc(1)}</url></foo><url>{loc(2)}</url>",
    "of an entry": f"<url>{loc(1)}</url></url><url>{loc(2)}</url>",
    "of the whole": f"<url>{loc(1)}</url></urlset><url>{loc(2)}</url>",
    "within an entry": f"<url>{loc(1)}</b></url><url>{loc(2)}</url>",
    "several": f"<url>{loc(1)}</url></a></b></c>\n</d><url>{loc(2)}</url></e>",
    "none for an entry": f"<url>{loc(1)}<url>{loc(2)}</url>",
}


@pytest.mark.parametrize("entries", STRAY.values(), ids=STRAY)
def test_a_stray_end_tag_ends_nothing(entries: str) -> None:
    third = f"{loc(3)}<news:news><news:title>Three</news:title></news:news>"
    text = urlset(third).replace("<url>", f"{entries}<url>", 1)
    found = links(text)
    assert [link.url[-8:] for link in found] == ["a/1.html", "a/2.html", "a/3.html"]
    assert found[2].title == "Three"
    edge = 64 * 1024 - text.index(loc(1))
    for shift in range(30, 110):  # wherever the pieces that are read at once end
        filler = f"<!--{'x' * (edge - shift)}-->"
        assert paths(text.replace(loc(1), filler + loc(1))) == paths(text)


def test_a_document_closed_at_every_entry_is_read_on_so_often_and_no_more(monkeypatch) -> None:
    monkeypatch.setattr(sitemap_xml, "MOST_BREAKS", 5)
    text = urlset(*map(loc, range(20))).replace("</url>", "</url></x>")
    assert len(links(text)) == 6


def test_a_slip_in_every_entry_of_a_long_sitemap_loses_none() -> None:
    text = urlset(*map(loc, range(1500))).replace("</url>", "</url></url>")
    assert len(links(text)) == 1500


def test_one_bad_address_loses_no_other() -> None:
    bad = ("http://[::1", "javascript:x", "", "/about/", "https://x.example/a/5.html", "/a b", "&")
    entries = [f"<loc>{one}</loc>" for one in bad]
    assert paths(urlset(loc(1), *entries, "<loc/>", "", loc(2))) == ["/a/1.html", "/a/2.html"]


def test_a_bad_ampersand_stays_in_the_address() -> None:
    entry = "<loc> https://news.example/a/1.html?a=1&copy=2&amp;b=3 </loc>"
    assert paths(urlset(entry)) == ["/a/1.html?a=1&b=3&copy=2"]


def test_a_reference_across_the_edge_of_a_chunk_is_one() -> None:
    for shift in range(-12, 4):
        filler = "<!--" + "x" * (64 * 1024 + shift - len(urlset("")) - 60) + "-->"
        text = urlset(f"{filler}<loc>https://news.example/a/1.html?a=1&amp;b=2&amp;c=3</loc>")
        assert paths(text) == ["/a/1.html?a=1&b=2&c=3"]


def test_entities_are_never_expanded(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("1")
    text = urlset(f"<loc>/a/&file;.html</loc>{loc(1)}", "<loc>/a/&one;.html</loc>", loc(2))
    declared = f'<!DOCTYPE u [<!ENTITY file SYSTEM "{secret.as_uri()}"><!ENTITY one "1">]><urlset'
    assert paths(text.replace("<urlset", declared)) == ["/a/2.html"]


def test_a_bomb_ends_at_the_limit(monkeypatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_BYTES", 2 * 1024 * 1024)
    head, _, tail = urlset(loc(1), loc(2)).encode().partition(b"</url>")
    body = gzip.compress(head + b"</url>" + b" " * 20 * 1024 * 1024 + tail)
    tracemalloc.start()
    assert paths(body) == ["/a/1.html"]
    assert tracemalloc.get_traced_memory()[1] < 2 * 1024 * 1024
    tracemalloc.stop()


def test_addresses_are_capped(monkeypatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_ADDRESSES", 5)
    assert len(links("\n".join(f"/a/{n}.html" for n in range(10)))) == 5
    assert len(links(urlset(*map(loc, range(10))))) == 5


def test_a_page_that_is_no_sitemap_has_no_addresses() -> None:
    assert links("<!DOCTYPE html><html><body><a href='/a/1.html'>One</a></body></html>") == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_harmless(body: bytes) -> None:
    links(body)
    links(b"<urlset>" + body)
    links(b"\x1f\x8b" + body)


@given(st.lists(st.sampled_from(["<url>", "</url>", "<loc>", "</loc>", "/a/1.html", "<sitemap>",
                                 "</sitemap>", "&", "<lastmod>", "2026", "\x00", "]]>"]),
                max_size=20).map("".join))  # fmt: skip
def test_any_markup_is_harmless(text: str) -> None:
    links(f"<urlset {NS}>{text}")
