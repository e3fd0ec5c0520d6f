"""Answers of the API → packed for who can unpack; told once, and 304 for who has them already.

Of JSON that is whole: a stream is packed where it is made. Not of pages: they hold both what a
visitor typed and a form's key, which together must not be packed (BREACH).
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1024  # bytes; less is not worth packing
LEVEL = 5
AT_ONCE = 32 * 1024  # bytes that are packed while the loop waits
_CODING = re.compile(r"(?i)\s*(gzip|\*)\s*(?:;\s*q\s*=\s*([0-9.]{1,5})\s*)?")
_PATHS = "/api/"


def takes_gzip(accepted: str) -> bool:
    """True if an Accept-Encoding header admits it."""
    found = (_CODING.fullmatch(one) for one in accepted[:1000].split(","))
    weights = {one[1].lower(): one[2] for one in found if one is not None}
    weight = weights.get("gzip", weights.get("*", "0"))
    return weight is None or any(digit in "123456789" for digit in weight)


def pack_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same, packed; each piece can be unpacked as soon as it is there."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    for piece in pieces:
        yield packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush()


def is_known_tag(given: str | None, etag: str) -> bool:
    """True if If-None-Match names the tag; weak ones are compared as RFC 9110 has it."""
    tags = {tag.strip().removeprefix("W/") for tag in (given or "").split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags


class PackedAnswers:
    """Gives each JSON answer under /api/ its ETag, and packs it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        is_api = scope["type"] == "http" and scope["path"].startswith(_PATHS)
        if not is_api or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Packer(Headers(scope=scope), send))


class _Packer:
    """Holds an answer back until it is whole, if it is one to pack."""

    def __init__(self, asked: Headers, send: Send) -> None:
        self.asked = asked
        self.send = send
        self.start: Message | None = None
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        """Take a message of the app's (ASGI)."""
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type")
            if message["status"] == 200 and kind == "application/json":
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body", False):
            await self._tell(self.start)

    async def _tell(self, start: Message) -> None:
        body, headers = bytes(self.body), MutableHeaders(raw=start["headers"])
        is_packed = takes_gzip(self.asked.get("accept-encoding", "")) and len(body) >= SMALLEST
        work = _pack if is_packed else _keep
        is_large = len(body) > AT_ONCE
        digest, body = await run_in_threadpool(work, body) if is_large else work(body)
        headers["etag"] = etag = f'W/"{digest}"'
        headers["vary"] = "accept-encoding"
        headers["cache-control"] = "private, no-cache"
        if is_known_tag(self.asked.get("if-none-match"), etag):
            del headers["content-length"], headers["content-type"]
            await self.send({**start, "status": 304})
            await self.send({"type": "http.response.body", "body": b""})
            return
        if is_packed:
            headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(body))
        await self.send(start)
        await self.send({"type": "http.response.body", "body": body})


def _keep(body: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(body).hexdigest()[:32], body


def _pack(body: bytes) -> tuple[str, bytes]:
    """The tag is of the answer, however it is sent: it is a weak one."""
    return hashlib.sha256(body).hexdigest()[:32], gzip.compress(body, LEVEL, mtime=0)
