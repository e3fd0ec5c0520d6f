"""A WARC file → the pages in it: answers that are HTML, unpacked, each with its address and time.

What breaks off is read as far as it goes; what is no page is counted by its reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crawler.errors import Refused, UsageError
from crawler.fetch.guard import find_malformation
from crawler.fetch.whole import unpack
from crawler.page import Page

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one page, before and after it is unpacked; a larger one is passed over."""
_HTML = ("text/html", "application/xhtml+xml")
_SHORTEST = b"WARC/"
_STATUS = re.compile(r"(HTTP/[0-9.]{1,8})\s+([0-9]{3})(?:\s.*)?")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_FOLDED = re.compile(rb"\r?\n[ \t]")  # a header that goes on in the next line
# Digits, then anything to the line's end: linear.
_CHUNK_HEAD = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")


def read_pages(file: Path, skipped: Counter[str]) -> Iterator[Page]:
    """The pages in the file's order; ``skipped`` counts why a record gave none.

    Raises UsageError for a file that cannot be read or is no WARC, and where the library that
    reads them is not installed.
    """
    for record in read_records(file, skipped, ("response",)):
        page = _page(record, skipped)
        if page is not None:
            yield page


def read_records(
    file: Path, skipped: Counter[str], types: Sequence[str], at: int = 0
) -> Iterator[Any]:
    """The library's records of those types, from an offset on up to where the file breaks off,
    their blocks unread. Raises as `read_pages`."""
    library = _library()
    try:
        stream = file.open("rb")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    with stream:
        stream.seek(at)
        wanted = 0
        for name in types:
            wanted |= int(getattr(library.WarcRecordType, name))
        records = library.ArchiveIterator(stream, record_types=wanted, parse_http=False)
        seen = False
        for record in _until_torn(records, skipped):
            seen = True
            yield record
        if not seen and not _looks_like_warc(file):
            raise UsageError(f"{file} holds no WARC records")


def read_block(record: Any, limit: int = MAX_BYTES) -> bytes:
    """A record's block. Raises Refused: ``too-large``, ``torn``, ``half-page``."""
    if record.content_length > limit:
        raise Refused("too-large")
    block: bytes = record.reader.read(limit)
    if len(block) < record.content_length:
        raise Refused("torn")
    if record.headers.get("WARC-Truncated"):
        raise Refused("half-page")
    return block


def read_address(record: Any) -> tuple[str, dt.datetime]:
    """The address that a record is of, and its time. Raises ValueError."""
    url: str = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    if find_malformation(url) is not None or record.record_date is None:
        raise ValueError(f"no address or no date: {url[:80]}")
    return url, record.record_date


def split_answer(block: bytes) -> tuple[str, int, list[tuple[str, str]], bytes]:
    """Protocol, status, headers and body of an HTTP answer as it was sent. Raises ValueError."""
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    first, *lines = _FOLDED.sub(b" ", head).decode("latin-1").splitlines() or [""]
    status = _STATUS.fullmatch(first)
    if status is None:
        raise ValueError("no HTTP answer")
    pairs = (line.partition(":") for line in lines)
    headers = [(name.strip(), value.strip()) for name, colon, value in pairs if colon]
    return status[1], int(status[2]), headers, body


def _library() -> Any:
    try:
        from fastwarc import warc
    except ImportError as error:
        raise UsageError(
            "WARC files need fastwarc: pip install -r requirements-extras.txt"
        ) from error
    return warc


def _until_torn(records: Iterator[Any], skipped: Counter[str]) -> Iterator[Any]:
    """The records up to where the file breaks off."""
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except Exception:  # the library raises what its decompressor did: the file ends here
            skipped["torn"] += 1
            return
        yield record


def _page(record: Any, skipped: Counter[str]) -> Page | None:
    """The page of a response record, None with the reason counted."""
    try:
        return _read_page(record)
    except Refused as refused:
        skipped[refused.reason] += 1
    except (ValueError, OverflowError):  # a date, a number or a header that is none
        skipped["bad-record"] += 1
    return None


def _read_page(record: Any) -> Page:
    """Raises Refused where the record holds no page, ValueError for one that is malformed."""
    block = read_block(record)
    url, seen = read_address(record)
    _, status, pairs, body = split_answer(block)
    headers = {name.lower(): value for name, value in pairs}
    if status != 200:
        raise Refused(f"http-{status}")
    if headers.get("content-type", _HTML[0]).partition(";")[0].strip().lower() not in _HTML:
        raise Refused("not-html")
    return Page(url, _unpacked(body, headers), seen, status, headers)


def _unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body without chunks and encodings. Archives often keep it unpacked under headers that
    still say it is not: what is a document already stays as it is."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    encodings = headers.get("content-encoding", "").split(",")
    try:
        return unpack(body, encodings, MAX_BYTES)
    except Refused as refused:
        if refused.reason == "bad-encoding" and body.lstrip()[:1] == b"<":
            return body
        raise


def _joined(body: bytes) -> bytes:
    """Chunks put together; a body that is not in chunks as it is."""
    joined, at = bytearray(), 0
    while (head := _CHUNK_HEAD.match(body, at)) is not None:
        size, start = int(head[1], 16), head.end()
        joined += body[start : start + size]
        at = start + size + len(b"\r\n")
        if size == 0:
            break
    return bytes(joined) if joined else body


def _looks_like_warc(file: Path) -> bool:
    """True for a WARC that holds no answer; also for one in gzip or zstd, as far as that goes."""
    with file.open("rb") as stream:
        start = stream.read(len(_SHORTEST))
    return not start or start == _SHORTEST or start.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd"))
