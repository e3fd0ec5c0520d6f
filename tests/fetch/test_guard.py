"""Which URL may be asked, and which peer connected to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import BadAddress
from crawler.fetch.guard import Authority, Guard, find_malformation, guard_for

HOME = "https://news.example/"
SITE = guard_for([HOME, "https://feeds.example:8443/rss"])
ANY = Guard()
MIRROR = guard_for([HOME], "http://127.0.0.1:8001")


def reason(guard: Guard, url: str, **options: object) -> str | None:
    refusal = guard.find_refusal(url, **options)  # type: ignore[arg-type]
    return refusal and refusal.reason


OF_THE_SITE = {
    "home": HOME,
    "page": "https://news.example/news/general/1.html?a=b&c=d",
    "other scheme, own port": "http://news.example/",
    "port written out": "https://news.example:443/",
    "upper case": "HTTPS://NEWS.Example/",
    "trailing dot": "https://news.example./",
    "other address named": "https://feeds.example:8443/other",
    "as long as may be": HOME + "a" * (1024 - len(HOME)),
}


@pytest.mark.parametrize("url", OF_THE_SITE.values(), ids=OF_THE_SITE.keys())
def test_own_authorities_may_be_asked(url: str) -> None:
    assert reason(SITE, url) is None


REFUSED = {
    "file": ("file:///etc/passwd", "refused-scheme"),
    "ftp": ("ftp://news.example/", "refused-scheme"),
    "data": ("data:text/html,x", "refused-scheme"),
    "javascript": ("javascript:alert(1)", "refused-scheme"),
    "no scheme": ("//news.example/", "refused-scheme"),
    "empty": ("", "refused-scheme"),
    "user": ("https://user@news.example/", "refused-userinfo"),
    "user and password": ("https://news.example:pw@evil.example/", "refused-userinfo"),
    "empty user": ("https://@news.example/", "refused-userinfo"),
    "too long": (HOME + "a" * (1025 - len(HOME)), "refused-length"),
    "no host": ("https:///path", "refused-host"),
    "bad port": ("https://news.example:99999/", "refused-host"),
    "backslash": ("https://news.example\\@evil.example/", "refused-host"),
    "line end": ("https://news.example/\r\nHost: evil", "refused-host"),
    "blank": ("https://news.example /", "refused-host"),
    "quote in host": ("https://news'example/", "refused-host"),
    "broken IPv6": ("https://[::1/", "refused-host"),
    "half an address": ("https://1.2.3.4.5/", "refused-host"),
    "other host": ("https://evil.example/", "refused-authority"),
    "other port": ("https://news.example:8443/", "refused-authority"),
    "http on the port of https": ("http://news.example:443/", "refused-authority"),
    "subdomain": ("https://www.news.example/", "refused-authority"),
    "suffix": ("https://news.example.evil.example/", "refused-authority"),
    "fragment as path": ("https://evil.example#@news.example/", "refused-authority"),
}


@pytest.mark.parametrize(("url", "word"), REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused_with_a_reason(url: str, word: str) -> None:
    assert reason(SITE, url) == word


PRIVATE = {
    "plain": "127.0.0.1",
    "decimal": "2130706433",
    "octal": "0177.0.0.1",
    "hexadecimal": "0x7f.1",
    "short": "127.1",
    "trailing dot": "127.0.0.1.",
    "full width": "１２７.０.０.１",
    "percent-encoded": "%31%32%37.0.0.1",
    "IPv6": "[::1]",
    "IPv4-mapped": "[::ffff:7f00:1]",
    "zone": "[fe80::1%25eth0]",
    "6to4": "[2002:7f00:1::]",
    "NAT64": "[64:ff9b::a9fe:a9fe]",
    "Teredo": "[2001:0:7f00:1::]",
    "metadata": "169.254.169.254",
    "private": "192.168.1.1",
    "carrier-grade NAT": "100.64.0.1",
    "multicast": "224.0.0.1",
    "any": "0",
    "name": "localhost",
    "name below": "news.localhost.",
    "old name": "localhost.localdomain",
}


@pytest.mark.parametrize("port", ["", ":8080"])
@pytest.mark.parametrize("host", PRIVATE.values(), ids=PRIVATE.keys())
def test_private_address_is_refused_in_every_spelling(host: str, port: str) -> None:
    url = f"http://{host}{port}/"
    assert reason(ANY, url) == "refused-address"
    assert reason(SITE, url) == "refused-address"
    assert reason(guard_for([url]), url) == "refused-address"


def test_without_a_site_any_public_authority_may_be_asked() -> None:
    assert reason(ANY, "https://news.example:8443/") is None
    assert reason(ANY, "http://8.8.8.8/") is None


def test_origin_opens_nothing_but_the_site() -> None:
    assert reason(MIRROR, HOME) is None
    assert reason(MIRROR, "http://127.0.0.1:8001/") == "refused-address"
    assert reason(MIRROR, "https://evil.example/") == "refused-authority"
    assert reason(Guard(origin="http://127.0.0.1:8001"), HOME) == "refused-authority"


def test_site_at_home_on_this_machine_may_be_asked_through_its_origin_only() -> None:
    home = "http://127.0.0.1:8001/"
    assert reason(guard_for([home]), home) == "refused-address"
    assert reason(guard_for([home], "http://127.0.0.1:8001"), home) is None


def test_downgrade_is_refused() -> None:
    assert reason(SITE, "http://news.example/", before=HOME) == "refused-downgrade"
    assert reason(SITE, HOME, before="http://news.example/") is None
    assert reason(SITE, "https://news.example/x", before=HOME) is None
    assert reason(SITE, "http://news.example/x", before="http://news.example/") is None


def test_redirect_of_robots_may_leave_the_site_but_not_the_origin() -> None:
    elsewhere = "https://www.news.example/robots.txt"
    assert reason(SITE, elsewhere, any_authority=True) is None
    assert reason(SITE, "http://10.0.0.1/robots.txt", any_authority=True) == "refused-address"
    assert reason(MIRROR, elsewhere, any_authority=True) == "refused-authority"


def test_international_name_is_one_authority_however_written() -> None:
    guard = guard_for(["https://новини.укр/"])
    assert reason(guard, "https://xn--b1amarcd.xn--j1amh/") is None
    assert reason(guard, "https://НОВИНИ.укр/") is None


@pytest.mark.parametrize("address", ["news.example", "file:///x", "https://u@news.example/", ""])
def test_address_that_cannot_be_crawled_is_the_users_mistake(address: str) -> None:
    with pytest.raises(BadAddress, match="cannot be crawled"):
        guard_for([address])


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (HOME, "news.example"),
        ("http://news.example:80/", "news.example"),
        ("https://news.example:80/", "news.example:80"),
        ("https://NEWS.example.:8443/x", "news.example:8443"),
        ("http://[2606:4700:0::1]:8080/", "2606:4700:0::1:8080"),
    ],
)
def test_an_authority_is_shown_with_a_port_of_its_own(url: str, shown: str) -> None:
    assert str(Authority.of(url)) == shown


@pytest.mark.parametrize("url", ["https:///path", "news.example", "", "https://x:y/"])
def test_what_has_no_authority(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Authority.of(url)


PEERS = {
    "public": (ANY, "8.8.8.8", 80, True),
    "public IPv6": (ANY, "2606:4700::1", 443, True),
    "private": (ANY, "10.0.0.1", 80, False),
    "link-local with zone": (ANY, "fe80::1%eth0", 80, False),
    "mapped": (ANY, "::ffff:127.0.0.1", 80, False),
    "a name, to be looked up again": (ANY, "news.example", 80, False),
    "nonsense": (ANY, "1.2.3.4.5", 80, False),
    "the origin": (MIRROR, "127.0.0.1", 8001, True),
    "another port of the origin": (MIRROR, "127.0.0.1", 22, False),
    "another address at its port": (MIRROR, "127.0.0.2", 8001, False),
    "a public address under an origin": (MIRROR, "8.8.8.8", 8001, False),
    "a named origin, wherever it is": (Guard(origin="http://mirror.lan"), "10.0.0.7", 80, True),
    "another port of a named origin": (Guard(origin="http://mirror.lan"), "10.0.0.7", 22, False),
    "an origin by https": (Guard(origin="https://127.0.0.1"), "127.0.0.1", 443, True),
}


@pytest.mark.parametrize(("guard", "host", "port", "may"), PEERS.values(), ids=PEERS.keys())
def test_peer(guard: Guard, host: str, port: int, may: bool) -> None:
    refusal = guard.find_peer_refusal(host, port)
    assert (refusal is None) == may
    assert may or refusal.reason == "refused-address"  # type: ignore[union-attr]


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://[", "//"]))
def test_any_text_is_judged_without_an_error(text: str, prefix: str) -> None:
    ANY.find_refusal(prefix + text)
    SITE.find_refusal(prefix + text)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_what_passes_has_one_authority(text: str) -> None:
    url = f"http://{text}"
    if find_malformation(url) is None:
        assert Authority.of(url).host
        assert "@" not in url.split("/")[2].split("?")[0].split("#")[0]
