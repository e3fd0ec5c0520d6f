"""Lines → addresses by site, and lines that give none."""

from __future__ import annotations

from crawler import registry
from crawler.discovery.given import read_given
from crawler.discovery.undescribed import described_at, name_of, undescribed

DESCRIBED = tuple(registry.sites().values())
LINES = [
    "\ufeffhttps://en.interfax.com.ua/news/general/1143004.html?utm_source=x",
    "https://www.news.example/a#top",
    "  ",
    "# a remark",
    "https://news.example/a",
    "ftp://news.example/a",
    "http://127.0.0.1/a",
    "https://user:word@news.example/a",
    "https://news.example:8443/b",
]


def test_addresses_are_given_by_site_and_once() -> None:
    given = read_given(LINES, DESCRIBED)
    found = {name: list(urls) for name, (_, urls) in given.by_site.items()}
    assert found == {
        "interfax-ukraine": ["https://en.interfax.com.ua/news/general/1143004.html"],
        "news.example": ["https://www.news.example/a"],
        "news.example-8443": ["https://news.example:8443/b"],
    }
    assert given.again == 1


def test_bad_lines_have_their_numbers() -> None:
    assert [bad.number for bad in read_given(LINES, DESCRIBED).bad] == [6, 7, 8]


def test_a_described_sites_home_is_its_own() -> None:
    for url in ("https://en.interfax.com.ua/", "http://en.interfax.com.ua"):
        site = described_at(url, DESCRIBED)
        assert site is not None
        assert site.name == "interfax-ukraine"
    assert described_at("https://en.interfax.com.ua/news/", DESCRIBED) is None
    assert described_at("https://news.example/", DESCRIBED) is None


def test_a_site_is_named_by_its_host_and_has_it_with_and_without_www() -> None:
    assert name_of("https://www.news.example/en/") == "news.example"
    assert undescribed("https://news.example/").aliases == ("www.news.example",)
    assert undescribed("https://www.news.example/").aliases == ("news.example",)
    assert undescribed("http://127.0.0.1:80/").aliases == ()
    assert undescribed("http://127.0.0.1:8000/").name == "127.0.0.1-8000"
