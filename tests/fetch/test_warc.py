"""WARC files, whole and broken → pages."""

from __future__ import annotations

import datetime as dt
import gzip
from collections import Counter
from pathlib import Path

import pytest

from crawler.errors import UsageError

pytest.importorskip("fastwarc")

from crawler.fetch.warc import read_pages

BODY = b"<html><body>" + "Гавань відкрито. ".encode() * 20 + b"</body></html>"
HTML = ("Content-Type: text/html; charset=utf-8",)


def answer(body: bytes = BODY, headers: tuple[str, ...] = HTML, status: str = "200 OK") -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode() + body


def record(block: bytes, url: str = "https://news.example/1", kind: str = "response",
           date: str = "2026-01-21T18:00:00Z", extra: str = "") -> bytes:  # fmt: skip
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n{extra}"
        "WARC-Record-ID: <urn:uuid:7d1f2c1e-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def read(tmp_path: Path, data: bytes) -> tuple[list[bytes], Counter[str]]:
    file = tmp_path / "a.warc"
    file.write_bytes(data)
    skipped: Counter[str] = Counter()
    return [page.body for page in read_pages(file, skipped)], skipped


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


GZIP = (*HTML, "Content-Encoding: gzip")
KEPT = {
    "as it is": answer(),
    "no type said": answer(headers=()),
    "gzip": answer(gzip.compress(BODY), GZIP),
    "said to be gzip, and is not": answer(BODY, GZIP),
    "chunks": answer(chunked(BODY), (*HTML, "Transfer-Encoding: chunked")),
    "said to be chunks, and is not": answer(BODY, (*HTML, "Transfer-Encoding: chunked")),
    "chunks of gzip": answer(chunked(gzip.compress(BODY)), (*GZIP, "Transfer-Encoding: chunked")),
}


@pytest.mark.parametrize("block", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize("packed", [False, True], ids=["plain file", "gzip file"])
def test_a_page_is_read(tmp_path: Path, block: bytes, packed: bool) -> None:
    data = record(block)
    found, skipped = read(tmp_path, gzip.compress(data) if packed else data)
    assert (found, skipped) == ([BODY], Counter())


def test_a_page_has_its_address_its_time_and_its_headers(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(record(answer()))
    page = next(read_pages(tmp_path / "a.warc", Counter()))
    assert page.url == "https://news.example/1"
    assert page.seen == dt.datetime(2026, 1, 21, 18, tzinfo=dt.UTC)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Гавань" in page.text


PASSED_OVER = {
    "a request": (record(b"GET / HTTP/1.1\r\n\r\n", kind="request"), {}),
    "a picture": (record(answer(headers=("Content-Type: image/png",))), {"not-html": 1}),
    "not found": (record(answer(status="404 Not Found")), {"http-404": 1}),
    "no answer": (record(b"nothing of the kind"), {"bad-record": 1}),
    "no day": (record(answer(), date="yesterday"), {"bad-record": 1}),
    "no address": (record(answer(), url="dns:news.example"), {"bad-record": 1}),
    "cut by the crawler": (record(answer(), extra="WARC-Truncated: length\r\n"), {"half-page": 1}),
    "too large": (record(answer(b"x" * (9 << 20))), {"too-large": 1}),
    "a bomb": (record(answer(gzip.compress(b"x" * (9 << 20)), GZIP)), {"too-large": 1}),
}


@pytest.mark.parametrize(("data", "why"), PASSED_OVER.values(), ids=PASSED_OVER)
def test_what_is_no_page_is_counted_and_the_next_is_read(
    tmp_path: Path, data: bytes, why: dict[str, int]
) -> None:
    assert read(tmp_path, data + record(answer())) == ([BODY], Counter(why))


@pytest.mark.parametrize("packed", [False, True], ids=["plain file", "gzip file"])
@pytest.mark.parametrize("lost", [1, 10, 60, 150, 300])
def test_a_torn_last_record_costs_nothing_else(tmp_path: Path, packed: bool, lost: int) -> None:
    first, last = record(answer()), record(answer(), url="https://news.example/2")
    data = gzip.compress(first) + gzip.compress(last) if packed else first + last
    found, _ = read(tmp_path, data[:-lost])
    assert found[:1] == [BODY]
    assert all(body == BODY for body in found)


@pytest.mark.parametrize("data", [b"hello, this is no archive", b"\x00" * 100])
def test_what_is_no_warc_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UsageError, match="no WARC"):
        read(tmp_path, data)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_pages(tmp_path / "none", Counter()))
