"""One request and its answer → the two HTTP blocks that WARC records hold. Pure.

What a reader of an archive must know: chunks of a transfer are joined already, the names of
headers are spelt one way, and the reason phrase is the standard one. The body is as it was sent,
its content encodings still on it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import http
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

Header = tuple[bytes, bytes]

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
SAME_BYTES = _PROFILES + "identical-payload-digest"
"""The profile of a record whose body is that of an earlier one."""
NOT_MODIFIED = _PROFILES + "server-not-modified"
"""The profile of a 304."""

# A line break in a header's name or value would end it; a lone one is a blank to who reads it.
_BREAK = re.compile(rb"[\r\n\0]+")
_HAS_NO_BODY = frozenset((204, 304))


@dataclass(frozen=True)
class Exchange:
    """``url`` is the real address; ``at`` when the answer was there, aware. ``facts`` are words on
    why it was asked (crawler.archive.session names them)."""

    url: str
    at: dt.datetime
    status: int
    headers: tuple[Header, ...]
    body: bytes
    asked_with: tuple[Header, ...] = ()
    protocol: str = "HTTP/1.1"
    peer: str | None = None
    """The address that answered."""
    facts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def head(self) -> bytes:
        """Status line and headers of the answer, to the empty line."""
        return _block(f"{self.protocol} {self.status} {_phrase(self.status)}", self.headers)

    @cached_property
    def request(self) -> bytes:
        """The request as it was sent."""
        parts = urlsplit(self.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = self.asked_with
        if not any(name.lower() == b"host" for name, _ in headers):
            headers = ((b"Host", parts.netloc.encode()), *headers)
        return _block(f"GET {target} HTTP/1.1", headers)

    @cached_property
    def payload_digest(self) -> str:
        """Of the body as it was sent, as WARC writes it."""
        digest = hashlib.sha1(self.body, usedforsecurity=False).digest()
        return f"sha1:{base64.b32encode(digest).decode()}"


def as_stored(
    headers: Iterable[Header], body: bytes, status: int, ends_with_connection: bool
) -> tuple[Header, ...]:
    """The headers under which a body is stored whose chunks are joined: its length stands there,
    unless the end of the connection was its end."""
    kept = [one for one in headers if one[0].lower() != b"transfer-encoding"]
    has_length = any(name.lower() == b"content-length" for name, _ in kept)
    if not has_length and not ends_with_connection and status not in _HAS_NO_BODY:
        kept.append((b"Content-Length", str(len(body)).encode()))
    return tuple(kept)


def _block(first: str, headers: Iterable[Header]) -> bytes:
    lines = [first.encode("utf-8"), *(b"%s: %s" % (_line(n), _line(v)) for n, v in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _line(value: bytes) -> bytes:
    return _BREAK.sub(b" ", value).strip()


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
