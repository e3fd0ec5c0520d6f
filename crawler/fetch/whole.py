"""The bytes of an answer → the whole page's bytes, or the reason why it is not one.

Scrapy unpacks as much as it can of a stream that was cut, and calls that the page. Here a stream
that does not end where its format says is a half page.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import brotli  # type: ignore[import-untyped]

from crawler.errors import Refused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED_ENCODINGS = "gzip, deflate, br, zstd"
MAX_LAYERS = 3
"""More encodings on top of each other are a joke, or a bomb."""

_GZIP_MAGIC = b"\x1f\x8b\x08"
_BINARY_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"PK\x03\x04", b"OggS", b"ID3",
    b"\x00\x00\x01\x00", b"\x7fELF", b"MZ\x90", b"wOFF", b"wOF2", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_TEXT_TYPES = re.compile(
    r"text/.*|application/(.*\+)?(xml|json|html)|application/(x-)?(gzip|javascript|rss|atom)"
)
_BINARY_TYPES = re.compile(
    r"(image|audio|video|font|model)/(?!svg).*|application/(pdf|zip|msword|vnd\..*|x-(rar|7z|tar).*)"
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SNIFFED = 1024
_END = re.compile(rb"</(html|body)\s*>", re.IGNORECASE)
_TAIL = 4096


def find_status_flaw(status: int) -> str | None:
    """Why an answer of the 2xx kind holds no whole page, None if it may."""
    if status == 206:
        return "half-page"  # no range was asked
    if status in (204, 205):
        return "empty-body"
    return None if status in (200, 203) else f"http-{status}"


def find_type_flaw(content_type: str, body: bytes) -> str | None:
    """``not-text`` if neither the header nor the first bytes can be a page or a feed."""
    kind = content_type.partition(";")[0].strip().lower()
    if _BINARY_TYPES.fullmatch(kind) or body.startswith(_BINARY_MAGIC):
        return "not-text"
    if _TEXT_TYPES.fullmatch(kind) or body.startswith(_UTF16):
        return None
    return "not-text" if b"\x00" in body[:_SNIFFED] else None


def find_end_flaw(content_type: str, body: bytes) -> str | None:
    """``half-page`` if an HTML document, whose length nobody stated, does not end like one.

    Such an answer is over when the connection is, so only its text can tell.
    """
    is_html = "html" in content_type.lower()
    return "half-page" if is_html and not _END.search(body[-_TAIL:]) else None


def unpack(body: bytes, encodings: Sequence[str], limit: int) -> bytes:
    """``body`` without its content encodings (in the order applied, as the header lists them),
    and without gzip where a file of that kind is served (sitemap.xml.gz).

    Raises Refused: ``half-page`` if a stream ends too early, ``bad-encoding`` if it is not what
    it is called, ``too-large`` beyond ``limit`` bytes.
    """
    layers = [name for name in map(_plain_name, encodings) if name not in _NO_ENCODING]
    if len(layers) > MAX_LAYERS:
        raise Refused("bad-encoding", f"{len(layers)} encodings on top of each other")
    for name in reversed(layers):
        body = _unpack_layer(body, name, limit)
    if body.startswith(_GZIP_MAGIC):
        body = _unpack_layer(body, "gzip", limit)
    if len(body) > limit:
        raise Refused("too-large", f"{len(body)} bytes")
    return body


_NO_ENCODING = frozenset(("", "identity", "none", "utf-8"))


def _plain_name(encoding: str) -> str:
    return encoding.strip().lower().removeprefix("x-")


def _unpack_layer(body: bytes, name: str, limit: int) -> bytes:
    unpacker = _UNPACKERS.get(name)
    if unpacker is None:
        raise Refused("bad-encoding", f"content encoding {name[:20]!r} was not asked for")
    if not body:
        return body
    try:
        return unpacker(body, limit)
    except (zlib.error, zstd.ZstdError, brotli.error) as error:
        raise Refused("bad-encoding", f"not {name}: {error}") from error


def _ungzip(body: bytes, limit: int) -> bytes:
    return _read_streams(body, lambda: zlib.decompressobj(wbits=31), _GZIP_MAGIC, limit)


def _inflate(body: bytes, limit: int) -> bytes:
    """Deflate with its zlib header, or without, as some servers send it."""
    # The header's low four bits say "deflate" and its two bytes are a multiple of 31 (RFC 1950).
    has_header = body[0] & 15 == 8 and int.from_bytes(body[:2]) % 31 == 0
    wbits = 15 if has_header else -15
    return _read_streams(body, lambda: zlib.decompressobj(wbits=wbits), None, limit)


def _unzstd(body: bytes, limit: int) -> bytes:
    return _read_streams(body, zstd.ZstdDecompressor, b"\x28\xb5\x2f\xfd", limit)


def _read_streams(body: bytes, start: Callable[[], Any], magic: bytes | None, limit: int) -> bytes:
    """All streams of ``body`` that follow each other; what follows without magic is padding."""
    unpacked = bytearray()
    while True:
        decoder = start()
        # One byte more than allowed shows that there is more; 0 would mean no limit.
        unpacked += decoder.decompress(body, limit + 1 - len(unpacked))
        if len(unpacked) > limit:
            raise Refused("too-large", f"more than {limit} bytes when unpacked")
        if not decoder.eof:
            raise Refused("half-page", "the compressed stream was cut")
        body = decoder.unused_data
        if magic is None or not body.startswith(magic):
            return bytes(unpacked)


def _unbrotli(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    unpacked = bytearray(decoder.process(body, output_buffer_limit=limit + 1))
    while not decoder.is_finished() and len(unpacked) <= limit:
        chunk = decoder.process(b"", output_buffer_limit=limit + 1)
        if not chunk:
            raise Refused("half-page", "the compressed stream was cut")
        unpacked += chunk
    if len(unpacked) > limit:
        raise Refused("too-large", f"more than {limit} bytes when unpacked")
    return bytes(unpacked)


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _ungzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
