"""Addresses: canonical forms, what is refused, one key an article."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.addresses import MAX_LENGTH, canonical, key, on_site
from crawler.registry import site
from crawler.site import Site
from tests.cpu_time import at_most

BASE = "https://news.example/world/today.html"
INTERFAX = site("interfax-ukraine")


class Mobile(Site):
    name = "mobile-news"
    home = "https://news.example/"
    aliases = ("m.news.example", "www.news.example")
    article_url = r"/(?P<key>\d+)/"


class Keyless(Site):
    name = "keyless-news"
    home = "https://news.example/"
    article_url = r"/\d+/"


HOME = "https://news.example/"
CANONICAL = [
    ("relative", "1.html", "https://news.example/world/1.html"),
    ("host-relative", "/a/1.html", "https://news.example/a/1.html"),
    ("scheme-relative", "//other.example/x", "https://other.example/x"),
    ("empty path", "https://news.example", "https://news.example/"),
    ("host case", "HTTPS://News.Example/A", "https://news.example/A"),
    ("default port", "https://news.example:443/a", "https://news.example/a"),
    ("default http port", "http://news.example:80/a", "http://news.example/a"),
    ("the other scheme's port", "http://news.example:443/a", "http://news.example:443/a"),
    ("own port", "http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    ("last dot of a host", "https://news.example./a", "https://news.example/a"),
    ("IPv6", "http://[::1]:8000/a", "http://[::1]:8000/a"),
    ("IDN", "https://Новини.укр/a", "https://xn--b1amarcd.xn--j1amh/a"),
    ("Cyrillic path", "/news/tag/Київ_1.html",
     "https://news.example/news/tag/%D0%9A%D0%B8%D1%97%D0%B2_1.html"),
    ("percent case", "/%d0%9a", "https://news.example/%D0%9A"),
    ("percent-encoded slug", "/%d0%9a-%D0%B8%d1%97/", "https://news.example/%D0%9A-%D0%B8%D1%97/"),
    ("percent-encoded letters", "/%41%2f%7e", "https://news.example/A%2F~"),
    ("dot segments", "/a/../b/./c", "https://news.example/b/c"),
    ("fragment", "/a#comments", "https://news.example/a"),
    ("utm", "/a?utm_source=x&utm_Medium=y&id=7", "https://news.example/a?id=7"),
    ("click ids", "/a?fbclid=1&gclid=2&yclid=3&mc_cid=4&mc_eid=5", "https://news.example/a"),
    ("sorted query", "/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
    ("sorted by name, then value", "/a?b=2&a-b=1&a=2&b=1&a=",
     "https://news.example/a?a=&a=2&a-b=1&b=1&b=2"),
    ("not tracking", "/a?utmost=1&sid=2&page=3", "https://news.example/a?page=3&sid=2&utmost=1"),
    ("session id", "/a;jsessionid=AB12?PHPSESSID=9&id=1", "https://news.example/a?id=1"),
    ("session in the path", "/(S(lit3py55t21z5v55vlm25s55))/a", "https://news.example/a"),
    ("long sid", "/a?sid=0c9f1b7e2d3a4f5e6b7c", "https://news.example/a"),
    ("sid of a story", "/a?sid=41234", "https://news.example/a?sid=41234"),
    ("print", "/a?print=1", "https://news.example/a"),
    ("print without value", "/a?print", "https://news.example/a"),
    ("print of something", "/a?print=posters", "https://news.example/a?print=posters"),
    ("AMP parameter", "/a?amp=1&outputType=amp", "https://news.example/a"),
    ("AMP suffix", "/2026/peace-plan/amp/", "https://news.example/2026/peace-plan"),
    ("AMP suffix, no slash", "/news/123.html/amp", "https://news.example/news/123.html"),
    ("a topic named amp", "/topics/amp/", "https://news.example/topics/amp/"),
    ("slash behind a file", "/a/1.html/", "https://news.example/a/1.html"),
    ("slash behind a folder", "/a/", "https://news.example/a/"),
    ("blanks and line ends", " \n/a/\n1.html\t", "https://news.example/a/1.html"),
    ("blank within", "/a b", "https://news.example/a%20b"),
    ("the page itself", "", BASE),
    ("value with an equals sign", "/a?utm_source=b=c&id=1=2", "https://news.example/a?id=1%3D2"),
    ("empty pairs", "/a?&&id=1&", "https://news.example/a?id=1"),
    ("long tracking", "/a?utm_source=" + "x" * 8000, "https://news.example/a"),
    ("as long as may be", "/" + "a" * (MAX_LENGTH - 21), f"{HOME}{'a' * (MAX_LENGTH - 21)}"),
    ("a topic of a year", "/2026/topics/amp/", "https://news.example/2026/topics/amp/"),
    ("empty segments", "/a//b//c//d//e.html", "https://news.example/a//b//c//d//e.html"),
    ("a segment three times", "/a/b/a/c/a/1.html", "https://news.example/a/b/a/c/a/1.html"),
    ("two segments twice", "/a/a/b/b/1.html", "https://news.example/a/a/b/b/1.html"),
    ("a date of equal numbers", "/2001/01/01/01/x", "https://news.example/2001/01/01/01/x"),
]  # fmt: skip


@pytest.mark.parametrize(("href", "expected"), [c[1:] for c in CANONICAL],
                         ids=[c[0] for c in CANONICAL])  # fmt: skip
def test_an_href_has_one_canonical_form(href: str, expected: str) -> None:
    assert canonical(href, BASE) == expected


REFUSED = {
    "script": "javascript:void(0)",
    "mail": "mailto:a@b.example",
    "data": "data:text/html,x",
    "file": "file:///etc/passwd",
    "ftp": "ftp://news.example/a",
    "phone": "tel:+380441234567",
    "userinfo": "https://news.example@evil.example/a",
    "password": "https://a:b@news.example/a",
    "no host": "http:///a",
    "blank in the host": "https://news example/a",
    "empty label": "https://news..example/a",
    "broken IPv6": "https://[::1/a",
    "port out of range": "https://news.example:99999/a",
    "port that is no number": "https://news.example:http/a",
    "control character": "/a\x00b",
    "escape": "/a\x1bb",
    "lone surrogate": "/a\ud800",
    "too long": "/" + "a" * (MAX_LENGTH - 20),
    "too long to look at": "/a?utm_source=" + "x" * 9000,
    "much too long": "/" + "a" * 1_000_000,
    "a path in itself": "/a/a/a/1.html",
    "a segment again and again": "/a/b/a/c/a/d/a/1.html",
    "a path in itself, by turns": "/a/b/a/b/a/b/a/b/",
}


@pytest.mark.parametrize("href", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_an_address_is_none(href: str) -> None:
    assert canonical(href, BASE) is None


def test_a_relative_address_needs_a_base() -> None:
    assert canonical("/a") is None


def test_a_broken_base_is_none_not_an_error() -> None:
    assert canonical("/a", "https://[::1") is None


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=50), st.just(BASE)))
def test_canonical_never_raises(url: str, base: str | None) -> None:
    canonical(url, base)


_SEGMENTS = st.sampled_from(
    ["a", "b-1", "amp", "AMP", "1.html", "..", ".", "", "%41", "%2e", "Ж", ";jsessionid=1", "%"]
)
_PAIRS = st.sampled_from(
    [
        "id=1",
        "utm_source=x",
        "print",
        "amp=1",
        "b=%26",
        "a=b=c",
        "",
        "q=Ж",
        "a=+",
        "PHPSESSID=1",
        ";",
    ]
)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    host = draw(st.sampled_from(["News.Example", "news.example:443", "[::1]", "укр.укр", "a.b."]))
    path = "/".join(draw(st.lists(_SEGMENTS, max_size=6)))
    query = "&".join(draw(st.lists(_PAIRS, max_size=4)))
    return f"{draw(st.sampled_from(['http', 'HTTPS']))}://{host}/{path}?{query}#f"


@given(st.one_of(addresses(), st.text(max_size=60).map(lambda t: f"http://a.b/{t}")))
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical(url)
    if once is not None:
        assert canonical(once) == once
        assert canonical(once, BASE) == once


@given(addresses())
def test_canonical_keeps_no_fragment_and_no_upper_case_host(url: str) -> None:
    parts = urlsplit(canonical(url) or "http://x/")
    assert parts.fragment == ""
    assert parts.netloc == parts.netloc.lower()


@pytest.mark.parametrize(
    "path",
    ["/" + "1" * 8000, "/" + "1-" * 4000, "/a" * 4000, "/amp" * 2000 + "x", "/a.html" + "/" * 8000],
    ids=["digits", "slug", "segments", "amp", "slashes"],
)
def test_a_hostile_address_costs_no_time(path: str) -> None:
    with at_most(0.02):  # linear takes a tenth of it, quadratic twice as much
        canonical(path, BASE)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://m.news.example/5/", "https://news.example/5/"),
        ("http://www.news.example/5/", "https://news.example/5/"),
        ("http://news.example/5/", "https://news.example/5/"),
        ("https://blog.news.example/5/", "https://blog.news.example/5/"),
    ],
    ids=["mobile", "www", "other scheme", "another host"],
)
def test_the_site_says_which_hosts_are_its_own(url: str, expected: str) -> None:
    assert on_site(url, Mobile()) == expected


KEYS = [
    ("https://en.interfax.com.ua/news/general/1143800.html", "interfax-ukraine/1143800"),
    ("https://en.interfax.com.ua/news/economic/1143800.html", "interfax-ukraine/1143800"),
    ("http://en.interfax.com.ua/news/general/1143800.html?utm_source=x#top",
     "interfax-ukraine/1143800"),
    ("https://en.interfax.com.ua/news/general.html", "en.interfax.com.ua/news/general.html"),
    ("https://en.interfax.com.ua/about/", "en.interfax.com.ua/about"),
    ("https://other.example/news/general/1143800.html", "other.example/news/general/1143800.html"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), KEYS)
def test_one_key_an_article(url: str, expected: str) -> None:
    assert key(url, INTERFAX) == expected


def test_a_site_whose_addresses_hold_no_key() -> None:
    assert key("https://news.example/5/?b=2&a=1", Keyless()) == "news.example/5/?a=1&b=2"


def test_editions_do_not_share_keys() -> None:
    ukrainian = site("interfax-ukraine-uk")
    url = "https://interfax.com.ua/news/general/1143800.html"
    assert key(url, ukrainian) == "interfax-ukraine-uk/1143800"
    assert key(url, INTERFAX) == "interfax.com.ua/news/general/1143800.html"


@given(st.text(max_size=80))
def test_key_never_raises(url: str) -> None:
    assert isinstance(key(url, INTERFAX), str)


_PLAIN = st.lists(
    st.sampled_from(["news", "a-1", "7", "1.html", "amp", "x_y", "v1.2", "-", "%D0%B6"]), max_size=6
)


_PLAIN_PAIRS = st.lists(
    st.sampled_from(["id=7", "id=10", "a-b=1", "a=", "a=2", "utm_source=x", "print=1"]), max_size=4
)


@given(_PLAIN, st.sampled_from(["", "/"]), _PLAIN_PAIRS)
def test_a_plain_address_has_the_form_of_any_other(
    path: list[str], end: str, pairs: list[str]
) -> None:
    query = f"?{'&'.join(pairs)}" if pairs else ""
    url = f"https://news.example/{'/'.join(path)}{end}{query}"
    assert canonical(url) == canonical(f"{url}#part") == canonical(url.replace("https", "HTTPS"))
