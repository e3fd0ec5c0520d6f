"""No request and no connection to a private address, in any spelling, by any name."""

from __future__ import annotations

from typing import Any

import pytest

PRIVATE = {
    "plain": "http://127.0.0.1:{port}/",
    "decimal": "http://2130706433:{port}/",
    "octal": "http://0177.0.0.1:{port}/",
    "hexadecimal": "http://0x7f000001:{port}/",
    "short": "http://127.1:{port}/",
    "zero": "http://0:{port}/",
    "trailing dot": "http://127.0.0.1.:{port}/",
    "full width": "http://１２７.０.０.１:{port}/",
    "IPv6": "http://[::1]:{port}/",
    "IPv4-mapped": "http://[::ffff:127.0.0.1]:{port}/",
    "name": "http://localhost:{port}/",
    "name that resolves to loopback": "http://loopback.example:{port}/",
    "name that resolves to a private network": "http://private.example/",
    "name that resolves to link-local metadata": "https://metadata.example/",
}
NAMES = {
    "loopback.example": "127.0.0.1",
    "private.example": "10.0.0.1",
    "metadata.example": "169.254.169.254",
}


@pytest.fixture(scope="module")
def victim(serve: Any, answer: Any) -> Any:
    return serve({"/": answer(b"<html>a secret</html>")})


@pytest.fixture(scope="module")
def port(victim: Any) -> str:
    return str(victim.url.rsplit(":", 1)[1])


@pytest.fixture(scope="module")
def ends(victim: Any, port: str, crawl: Any) -> dict[str, Any]:
    """Without a site, so that nothing but the address can be the reason."""
    requests = [url.format(port=port) for url in PRIVATE.values()]
    ends = crawl(requests, names=NAMES, DOWNLOAD_DELAY=0)
    return dict(zip(PRIVATE, ends.values(), strict=True))


@pytest.mark.parametrize("spelling", PRIVATE)
def test_refused(ends: dict[str, Any], spelling: str) -> None:
    assert ends[spelling]["reason"] == "refused-address", ends[spelling]["error"]
    assert ends[spelling]["kind"] == "refused"


def test_victim_was_never_connected_to(ends: dict[str, Any], victim: Any) -> None:
    assert victim.asked == []


def test_name_that_does_not_resolve_is_another_matter(crawl: Any) -> None:
    url = "http://nowhere.example/"
    assert crawl([url], ROBOTSTXT_OBEY=False)[url]["reason"] == "dns"


def test_connections_are_refused_even_if_no_request_is(port: str, victim: Any, crawl: Any) -> None:
    """Without the middleware: each host, literal or name, resolves to the victim's address."""
    names = {"2130706433": "127.0.0.1", "127.1": "127.0.0.1", "loopback.example": "127.0.0.1"}
    hosts = ["127.0.0.1", *names]
    urls = [f"http://{host}:{port}/" for host in hosts]
    ends = crawl(urls, names=names, DOWNLOADER_MIDDLEWARES={}, ROBOTSTXT_OBEY=False)
    assert {end["reason"] for end in ends.values()} == {"refused-address"}
    assert victim.asked == []
