"""Real addresses to the origin's and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import BadAddress
from crawler.fetch.origin import Origin

ORIGIN = Origin.parse("http://127.0.0.1:8001/", "https://news.example/")


def test_base_and_home_are_scheme_and_authority() -> None:
    assert ORIGIN.base == "http://127.0.0.1:8001"
    assert ORIGIN.home == "https://news.example"


@pytest.mark.parametrize(
    ("real", "sent"),
    [
        ("https://news.example/a?b=c#d", "http://127.0.0.1:8001/a?b=c#d"),
        ("https://news.example", "http://127.0.0.1:8001"),
        ("https://news.example?x", "http://127.0.0.1:8001?x"),
        ("https://news.example//a//b", "http://127.0.0.1:8001//a//b"),
        ("https://feeds.example:8443/rss", "http://127.0.0.1:8001/rss"),
        ("https://news.example/a?", "http://127.0.0.1:8001/a?"),
    ],
)
def test_to_origin(real: str, sent: str) -> None:
    assert ORIGIN.to_origin(real) == sent


@pytest.mark.parametrize(
    ("url", "real"),
    [
        ("http://127.0.0.1:8001/a", "https://news.example/a"),
        ("HTTP://127.0.0.1:8001/a", "https://news.example/a"),
        ("http://127.0.0.1:8002/a", "http://127.0.0.1:8002/a"),
        ("https://news.example/a", "https://news.example/a"),
        ("/a", "/a"),
        ("//[", "//["),
        ("", ""),
    ],
)
def test_to_real(url: str, real: str) -> None:
    assert ORIGIN.to_real(url) == real


VISIBLE = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\\")


@given(st.text(VISIBLE, max_size=50))
def test_there_and_back(tail: str) -> None:
    real = f"https://news.example/{tail}"
    assert ORIGIN.to_real(ORIGIN.to_origin(real)) == real


@pytest.mark.parametrize(
    ("body", "rewritten"),
    [
        (b'<a href="http://127.0.0.1:8001/a">', b'<a href="https://news.example/a">'),
        (b'"url":"http:\\/\\/127.0.0.1:8001\\/a"', b'"url":"https:\\/\\/news.example\\/a"'),
        (b"<loc>http://127.0.0.1:8001</loc>", b"<loc>https://news.example</loc>"),
        (b"http://127.0.0.1:80010/a", b"http://127.0.0.1:80010/a"),
        (b"http://127.0.0.1:8001.evil/a", b"http://127.0.0.1:8001.evil/a"),
        (b"ask 127.0.0.1:8001", b"ask 127.0.0.1:8001"),
        (b"\xff\x00nothing", b"\xff\x00nothing"),
    ],
)
def test_rewrite(body: bytes, rewritten: bytes) -> None:
    assert ORIGIN.rewrite(body) == rewritten


@pytest.mark.parametrize(
    ("url", "is_loopback"),
    [
        ("http://127.0.0.1:1", True),
        ("http://[::1]:1", True),
        ("http://localhost:1", True),
        ("http://10.0.0.1", False),
        ("https://mirror.example", False),
    ],
)
def test_loopback(url: str, is_loopback: bool) -> None:
    assert Origin.parse(url, "https://news.example/").is_loopback == is_loopback


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8001", "ftp://x", "http://x/y", "http://x?y", "http://", "http://a@b", "a b"]
)
def test_what_is_no_origin_says_what_to_write(url: str) -> None:
    with pytest.raises(BadAddress, match="write http"):
        Origin.parse(url, "https://news.example/")
