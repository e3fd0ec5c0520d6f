"""One crawl of a hostile site: how each of its addresses ends, and that the crawl does."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

HOME = "https://news.example"
PAGE = b"<!doctype html><html><body><p>" + b"A whole story. " * 50 + b"</p></body></html>"
RFC_DATE = "Wed, 21 Jan 2026 12:01:30 GMT"  # 90 seconds after the crawl's "now"


async def forever(piece: bytes, pause: float = 0.0) -> AsyncIterator[bytes]:
    while True:
        yield piece
        await asyncio.sleep(pause)


async def drip() -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    async for piece in forever(b"<p>", pause=0.05):
        yield piece


async def endless() -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    async for piece in forever(b"<p>endless" * 10_000):
        yield piece


async def endless_header() -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nX-Long: "
    async for piece in forever(b"x" * 100_000):
        yield piece


async def silence() -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


def answers(ok: Callable[..., bytes], origin: str) -> dict[str, Any]:
    def redirect(location: str) -> bytes:
        return ok(b"", f"Location: {location}", status=302)

    packed = gzip.compress(PAGE)
    in_gzip = "Content-Encoding: gzip"
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    return {
        "/whole": ok(PAGE),
        "/gzip": ok(packed, in_gzip),
        "/gzip-file": ok(packed, "Content-Type: application/x-gzip"),
        "/cut-gzip": ok(packed[: len(packed) // 2], in_gzip),
        "/cut-gzip-404": ok(packed[: len(packed) // 2], in_gzip, status=404),
        "/not-gzip": ok(PAGE, in_gzip),
        "/bomb": ok(gzip.compress(b"0" * 9_000_000), in_gzip),
        "/range": ok(PAGE, "Content-Range: bytes 0-99/900", status=206),
        "/short": ok(PAGE, length=len(PAGE) + 1),
        "/chunk-cut": chunked + b"20\r\n<html><body>half a chunk\r\n",
        "/no-last-chunk": chunked + b"6\r\n<html>\r\n",
        "/no-length": ok(PAGE, length=-1),
        "/no-length-half": ok(PAGE[:300], length=-1),
        "/two-lengths": ok(PAGE, "Content-Length: 5"),
        "/announced": ok(b"", length=10**12),
        "/endless": endless,
        "/endless-header": endless_header,
        "/drip": drip,
        "/silence": silence,
        "/nothing": b"",
        "/no-http": b"SSH-2.0-OpenSSH_9.2\r\n",
        "/empty": ok(b""),
        "/blank": ok(b" \r\n\t"),
        "/no-content": ok(b"", status=204, length=-1),
        "/accepted": ok(PAGE, status=202),
        "/pdf": ok(b"%PDF-1.7", "Content-Type: application/pdf"),
        "/picture": ok(b"\x89PNG\r\n\x1a\n"),
        "/attributes": ok(
            b"<html><p " + b" ".join(b"a%d=1" % n for n in range(40_000)) + b"></html>"
        ),
        "/deep": ok(b"<div>" * 3000),
        "/429": ok(b"slow down", "Retry-After: 7", status=429),
        "/503": ok(b"later", f"Retry-After: {RFC_DATE}", status=503),
        "/403": ok(b"no", status=403),
        "/challenge": ok(PAGE, "cf-mitigated: challenge"),
        "/not-modified": b"HTTP/1.1 304 Not Modified\r\n\r\n",
        "/to-whole": redirect("/whole"),
        "/to-real": redirect(f"{HOME}/whole"),
        "/to-origin": redirect(f"{origin}/whole"),
        "/loop": redirect("/loop"),
        "/to-private": redirect("http://127.0.0.1:1/"),
        "/to-decimal": redirect("http://2130706433/"),
        "/to-foreign": redirect("https://evil.example/"),
        "/to-port": redirect("https://news.example:8443/"),
        "/to-user": redirect("https://a:b@news.example/"),
        "/to-http": redirect("http://news.example/whole"),
        "/to-file": redirect("file:///etc/passwd"),
        "/to-long": redirect("/" + "a" * 1100),
        "/to-broken": redirect("http://[::1/"),
        "/to-nowhere": ok(b"", status=301),
        **{f"/hop{n}": redirect(f"/hop{n + 1}") for n in range(1, 7)},
        "/hop7": ok(PAGE),
    }


ENDS = {
    "/whole": "ok",
    "/gzip": "ok",
    "/gzip-file": "ok",
    "/cut-gzip": "half-page",
    "/cut-gzip-404": "http-404",
    "/not-gzip": "bad-encoding",
    "/bomb": "too-large",
    "/range": "half-page",
    "/short": "half-page",
    "/chunk-cut": "half-page",
    "/no-last-chunk": "half-page",
    "/no-length": "ok",
    "/no-length-half": "half-page",
    "/two-lengths": "connection-lost",
    "/announced": "too-large",
    "/endless": "too-large",
    "/endless-header": "connection-lost",
    "/drip": "timeout",
    "/silence": "timeout",
    "/nothing": "connection-lost",
    "/no-http": "connection-lost",
    "/empty": "empty-body",
    "/blank": "empty-body",
    "/no-content": "empty-body",
    "/accepted": "http-202",
    "/pdf": "not-text",
    "/picture": "not-text",
    "/attributes": "danger-tag",
    "/deep": "danger-depth",
    "/429": "http-429",
    "/503": "http-503",
    "/403": "http-403",
    "/challenge": "challenge",
    "/not-modified": "http-304",
    "/missing": "http-404",
    "/to-whole": "ok",
    "/to-real": "ok",
    "/to-origin": "ok",
    "/loop": "redirect-loop",
    "/to-private": "refused-address",
    "/to-decimal": "refused-address",
    "/to-foreign": "refused-authority",
    "/to-port": "refused-authority",
    "/to-user": "refused-userinfo",
    "/to-http": "refused-downgrade",
    "/to-file": "http-302",
    "/to-long": "refused-length",
    "/to-broken": "bad-redirect",
    "/to-nowhere": "http-301",
    "/hop2": "ok",
    "/hop1": "redirect-loop",
}


@pytest.fixture(scope="module")
def site(serve: Any, answer: Any) -> Any:
    server = serve({})
    server.answers.update(answers(answer, server.url))
    return server


def patience(path: str) -> dict[str, float]:
    """Little with what never comes; with the rest as much as a busy machine may need."""
    return {"download_timeout": 1.5 if ENDS[path] == "timeout" else 300.0}


@pytest.fixture(scope="module")
def ends(site: Any, crawl: Any) -> dict[str, dict[str, Any]]:
    ended = crawl(
        [(HOME + path, patience(path)) for path in ENDS],
        ORIGIN=site.url,
        SITE_HOME=HOME,
        CONCURRENT_REQUESTS=64,
        CONCURRENT_REQUESTS_PER_DOMAIN=64,
    )
    return {url.removeprefix(HOME): end for url, end in ended.items()}


@pytest.mark.parametrize(("path", "reason"), ENDS.items())
def test_end(ends: dict[str, dict[str, Any]], path: str, reason: str) -> None:
    assert ends[path]["reason"] == reason, ends[path]["error"]


@pytest.mark.parametrize("path", [path for path, reason in ENDS.items() if reason == "ok"])
def test_what_is_taken_is_the_whole_page(ends: dict[str, dict[str, Any]], path: str) -> None:
    assert ends[path]["body"].encode() == PAGE


@pytest.mark.parametrize(("path", "seconds"), [("/429", 7), ("/503", 90), ("/403", None)])
def test_retry_after(ends: dict[str, dict[str, Any]], path: str, seconds: float | None) -> None:
    assert ends[path]["retry_after"] == seconds


def test_redirected_page_bears_its_own_address(ends: dict[str, dict[str, Any]]) -> None:
    for path in ("/to-whole", "/to-real", "/to-origin"):
        assert ends[path]["url"] == f"{HOME}/whole"
        assert ends[path]["redirects"] == [HOME + path]


def test_site_is_asked_for_robots_once_and_for_nothing_refused(
    site: Any, ends: dict[str, dict[str, Any]]
) -> None:
    assert site.paths().count("/robots.txt") == 1
    assert set(site.paths()) <= {"/robots.txt", *ENDS, *(f"/hop{n}" for n in range(1, 8))}
    assert {asked.headers["user-agent"].partition("/")[0] for asked in site.asked} == {
        "news-crawler"
    }


def test_log_holds_no_traceback(ends: dict[str, dict[str, Any]]) -> None:
    assert "Traceback" not in ends["/whole"]["log"]
