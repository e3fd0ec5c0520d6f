"""The static files of pages: style, script and icon, each at an address that changes with it.

A page names ``/static/style.1f0c….css``; a browser keeps that for good, and asks for nothing twice.
The plain name gives the same, to be looked after at each use, as does the name of another version:
a page that was open while the service was renewed still has its style.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
FOR_GOOD = "public, max-age=31536000, immutable"
LOOK_AGAIN = "no-cache"
_KINDS: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_NAME = re.compile(r"(?P<stem>[a-z]+)(?:\.(?P<digest>[0-9a-f]{16}))?(?P<ending>\.[a-z]+)")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file as it is sent. ``digest`` is of its bytes."""

    name: str
    body: bytes
    digest: str

    @property
    def ending(self) -> str:
        """As in ``.css``."""
        return Path(self.name).suffix

    @property
    def address(self) -> str:
        """Where a browser may keep it for good."""
        return f"{PREFIX}{Path(self.name).stem}.{self.digest}{self.ending}"


@cache
def read_pieces() -> Mapping[str, Piece]:
    """All of them by name; read once. A folder is one file: its parts in the order of their
    names."""
    pieces = (_read(path) for path in sorted(FOLDER.iterdir()))
    return {piece.name: piece for piece in pieces}


def find_address(name: str) -> str:
    """Where the piece of that name is, as it is now. Raises KeyError."""
    return read_pieces()[name].address


@router.get(PREFIX + "{name:path}")
async def send_piece(request: Request, name: str) -> Response:
    """One of them; 304 for who has it."""
    found = _NAME.fullmatch(name)
    piece = read_pieces().get(found["stem"] + found["ending"]) if found is not None else None
    if found is None or piece is None:
        raise HTTPException(404)
    tag = f'"{piece.digest}"'
    is_named = found["digest"] == piece.digest
    headers = {"etag": tag, "cache-control": FOR_GOOD if is_named else LOOK_AGAIN}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(piece.body, headers=headers, media_type=_KINDS[piece.ending])


@router.get("/favicon.ico")
async def send_icon(request: Request) -> Response:
    """For who looks for it where it used to be."""
    return await send_piece(request, "icon.svg")


def _read(path: Path) -> Piece:
    parts = sorted(path.iterdir()) if path.is_dir() else [path]
    body = b"\n".join(part.read_bytes() for part in parts)
    digest = hashlib.sha256(body).hexdigest()[:16]
    return Piece(path.name, body, digest)
