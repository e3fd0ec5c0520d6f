"""Answers of the API are packed for who can unpack, and told once."""

from __future__ import annotations

import gzip
import zlib

import httpx
import pytest
from sqlalchemy import Engine

from crawler.web.packing import is_known_tag, pack_pieces, takes_gzip

from .conftest import Shelf, story

PACKED = {"accept-encoding": "gzip"}
PLAIN = {"accept-encoding": "identity"}
LIST = "/api/articles"


@pytest.fixture(scope="module")
def many(module_engine: Engine, standing: httpx.Client) -> httpx.Client:
    for number in range(90):
        Shelf(module_engine).keep(story(number))
    return standing


@pytest.mark.parametrize(
    ("accepted", "is_taken"),
    [
        ("", False),
        ("gzip", True),
        ("deflate, GZIP;q=0.5, br", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*", True),
        ("*;q=0", False),
        ("identity", False),
        ("x-gzip-like", False),
        ("gzip" * 5000, False),
    ],
)
def test_who_can_unpack_says_so(accepted: str, is_taken: bool) -> None:
    assert takes_gzip(accepted) is is_taken


@pytest.mark.parametrize(
    ("given", "is_known"),
    [
        (None, False),
        ("*", True),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ('"b"', False),
    ],
)
def test_a_tag_is_known_by_its_name(given: str | None, is_known: bool) -> None:
    assert is_known_tag(given, 'W/"a"') is is_known


def test_each_piece_of_a_stream_can_be_read_at_once() -> None:
    unpacker = zlib.decompressobj(31)
    read = [unpacker.decompress(piece) for piece in pack_pieces([b"one\n", b"", b"two\n"])]
    assert (read, unpacker.eof) == ([b"one\n", b"", b"two\n", b""], True)


def raw(client: httpx.Client, path: str, headers: dict[str, str]) -> tuple[httpx.Headers, bytes]:
    with client.stream("GET", path, headers=headers) as answer:
        return answer.headers, b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", [f"{LIST}?limit=90", f"{LIST}?limit=3", f"{LIST}.ndjson"])
def test_packed_and_plain_are_the_same(many: httpx.Client, path: str) -> None:
    (packing, packed), (_, plain) = raw(many, path, PACKED), raw(many, path, PLAIN)
    assert packing["content-encoding"] == "gzip"
    assert packing["vary"] == "accept-encoding"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


@pytest.mark.parametrize("path", ["/api/jobs", "/articles", "/feeds/nowhere.rss"])
def test_what_is_small_or_a_page_is_not_packed(many: httpx.Client, path: str) -> None:
    headers, _ = raw(many, path, {**PACKED, "accept": "text/html"})
    assert "content-encoding" not in headers


@pytest.mark.parametrize("encoding", [PACKED, PLAIN])
def test_who_has_it_is_told_so(many: httpx.Client, encoding: dict[str, str]) -> None:
    first = many.get(LIST, headers=encoding)
    tag = {"if-none-match": first.headers["etag"]}
    again = many.get(LIST, headers={**PLAIN, **tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = many.get(LIST, params={"limit": 1}, headers=tag)
    assert other.status_code == 200


def test_what_changed_is_sent(shelf: Shelf, client: httpx.Client) -> None:
    tag = client.get(LIST).headers["etag"]
    shelf.keep(story(1))
    assert client.get(LIST, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("path", [f"{LIST}/1", f"{LIST}?limit=0"])
def test_a_problem_bears_no_tag(many: httpx.Client, path: str) -> None:
    answer = many.get(path)
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_head_tells_what_get_would(many: httpx.Client) -> None:
    got, head = many.get(LIST, headers=PLAIN), many.head(LIST, headers=PLAIN)
    for name in ("etag", "content-length", "content-type"):
        assert head.headers[name] == got.headers[name]
    assert head.content == b""
