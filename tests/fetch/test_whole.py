"""Whole answers and halves of them."""

from __future__ import annotations

import contextlib
import gzip
import sys
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import Refused
from crawler.fetch.whole import find_end_flaw, find_status_flaw, find_type_flaw, unpack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LIMIT = 100_000
PAGE = (
    b"<html><body>" + b"".join(b"<p>%d</p>" % number for number in range(1000)) + b"</body></html>"
)


def deflate_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZip ", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", deflate_raw),
    "brotli": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
}
every_packing = pytest.mark.parametrize(("name", "pack"), PACKERS.values(), ids=PACKERS.keys())


def reason(body: bytes, *encodings: str, limit: int = LIMIT) -> str:
    with pytest.raises(Refused) as refused:
        unpack(body, encodings, limit)
    return refused.value.reason


@every_packing
def test_whole_stream_is_unpacked(name: str, pack: Callable[[bytes], bytes]) -> None:
    assert unpack(pack(PAGE), [name], LIMIT) == PAGE


@every_packing
def test_stream_cut_anywhere_is_half_a_page(name: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(PAGE)
    for end in (2, 3, 10, len(packed) // 2, len(packed) - 9, len(packed) - 1):
        assert reason(packed[:end], name) in ("half-page", "bad-encoding"), end
    assert reason(packed[: len(packed) // 2], name) == "half-page"


@every_packing
def test_bomb_is_too_large(name: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(b"0" * 20_000_000)
    assert reason(bomb, name) == "too-large"


@every_packing
def test_limit_is_of_the_unpacked_page(name: str, pack: Callable[[bytes], bytes]) -> None:
    assert unpack(pack(PAGE), [name], len(PAGE)) == PAGE
    assert reason(pack(PAGE), name, limit=len(PAGE) - 1) == "too-large"


@every_packing
def test_what_is_not_packed_as_it_says(name: str, pack: Callable[[bytes], bytes]) -> None:
    assert reason(PAGE, name) in ("bad-encoding", "half-page")


@every_packing
@given(body=st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_refused(
    name: str, pack: Callable[[bytes], bytes], body: bytes
) -> None:
    with contextlib.suppress(Refused):
        unpack(body, [name], LIMIT)
    plain = b"<" + body  # not to be taken for a gzip file
    assert unpack(pack(plain), [name], LIMIT) == plain


def test_broken_checksum_is_no_page() -> None:
    packed = bytearray(gzip.compress(PAGE))
    packed[-6] ^= 1
    assert reason(bytes(packed), "gzip") == "bad-encoding"


def test_streams_that_follow_each_other_are_one_page() -> None:
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two"), ["gzip"], LIMIT) == b"one two"
    assert unpack(zstd.compress(b"one ") + zstd.compress(b"two"), ["zstd"], LIMIT) == b"one two"
    assert reason(gzip.compress(b"one") + gzip.compress(b"two")[:-3], "gzip") == "half-page"
    many = gzip.compress(b"0" * 60_000)
    assert reason(many + many, "gzip") == "too-large"


def test_padding_after_a_stream_is_ignored() -> None:
    assert unpack(gzip.compress(PAGE) + bytes(512), ["gzip"], LIMIT) == PAGE


def test_encodings_are_undone_in_reverse() -> None:
    assert unpack(gzip.compress(brotli.compress(PAGE)), ["br", "gzip"], LIMIT) == PAGE


def test_more_layers_than_anyone_needs_are_refused() -> None:
    assert reason(PAGE, *["gzip"] * 4) == "bad-encoding"


@pytest.mark.parametrize("encodings", [[], ["identity"], [""], ["none"], ["UTF-8"]])
def test_no_encoding(encodings: list[str]) -> None:
    assert unpack(PAGE, encodings, LIMIT) == PAGE


def test_unknown_encoding_is_refused() -> None:
    assert reason(PAGE, "compress") == "bad-encoding"


def test_gzip_file_is_unpacked_without_a_header() -> None:
    assert unpack(gzip.compress(PAGE), [], LIMIT) == PAGE
    assert unpack(gzip.compress(gzip.compress(PAGE)), ["gzip"], LIMIT) == PAGE


def test_empty_body_stays_empty() -> None:
    assert unpack(b"", ["gzip"], LIMIT) == b""


def test_body_over_the_limit_is_too_large() -> None:
    assert reason(PAGE, limit=10) == "too-large"


@pytest.mark.parametrize(
    ("status", "flaw"),
    [
        (200, None),
        (203, None),
        (201, "http-201"),
        (202, "http-202"),
        (204, "empty-body"),
        (205, "empty-body"),
        (206, "half-page"),
    ],
)
def test_status(status: int, flaw: str | None) -> None:
    assert find_status_flaw(status) == flaw


TYPES = {
    "html": ("text/html; charset=utf-8", PAGE, True),
    "xhtml": ("application/xhtml+xml", PAGE, True),
    "rss": ("application/rss+xml", PAGE, True),
    "atom": ("application/atom+xml", PAGE, True),
    "xml": ("APPLICATION/XML", PAGE, True),
    "json": ("application/json", b"{}", True),
    "json feed": ("application/feed+json", b"{}", True),
    "unpacked gzip file": ("application/x-gzip", b"<urlset/>", True),
    "none": ("", PAGE, True),
    "nonsense": ("nonsense", PAGE, True),
    "octets that are text": ("application/octet-stream", PAGE, True),
    "octets that are not": ("application/octet-stream", b"\x01\x00\x02", False),
    "UTF-16": ("", "\ufeff<html>".encode("utf-16-le"), True),
    "picture": ("image/jpeg", b"\xff\xd8\xff\xe0", False),
    "picture by its name": ("image/png", PAGE, False),
    "picture called html": ("text/html", b"\x89PNG\r\n", False),
    "pdf": ("application/pdf", b"%PDF-1.7", False),
    "pdf called html": ("text/html", b"%PDF-1.7", False),
    "zip": ("application/zip", b"PK\x03\x04", False),
    "zip of no type": ("", b"PK\x03\x04", False),
    "office": ("application/vnd.openxmlformats-officedocument", b"x", False),
    "video": ("video/mp4", b"\x00\x00\x00\x18ftyp", False),
    "font": ("font/woff2", b"wOF2", False),
}


@pytest.mark.parametrize(("content_type", "body", "is_text"), TYPES.values(), ids=TYPES.keys())
def test_type(content_type: str, body: bytes, is_text: bool) -> None:
    assert find_type_flaw(content_type, body) == (None if is_text else "not-text")


@pytest.mark.parametrize(
    ("content_type", "body", "flaw"),
    [
        ("text/html", PAGE, None),
        ("text/html", b"<p>fragment</p></BODY\n>", None),
        ("text/html", PAGE + b"<!-- served in 3 ms -->", None),
        ("text/html", PAGE[:-40], "half-page"),
        ("application/xhtml+xml", PAGE[:-40], "half-page"),
        ("text/plain", b"no end to see", None),
    ],
)
def test_document_of_unknown_length_must_end(
    content_type: str, body: bytes, flaw: str | None
) -> None:
    assert find_end_flaw(content_type, body) == flaw
