"""The download handler: the guarded reactor, the origin, certificates."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import ssl
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from twisted.internet.interfaces import IReactorPluggableNameResolver
from zope.interface import implementer

from crawler.errors import Refused
from crawler.fetch.guard import Guard
from crawler.middlewares.handler import GuardedReactor

HOME = "https://news.example"


@implementer(IReactorPluggableNameResolver)
class RecordingReactor:
    """Connects to nothing and remembers to what."""

    def __init__(self) -> None:
        self.connected: list[tuple[Any, ...]] = []
        self.nameResolver = "the resolver"

    def connectTCP(self, host: str, port: int, factory: object, timeout: float) -> str:  # noqa: N802
        self.connected.append((host, port, factory, timeout))
        return "the connector"


def test_guarded_reactor_connects_to_public_peers_as_told() -> None:
    reactor = RecordingReactor()
    guarded = GuardedReactor(reactor, Guard())
    assert guarded.connectTCP("8.8.8.8", 443, "factory", timeout=5) == "the connector"
    assert reactor.connected == [("8.8.8.8", 443, "factory", 5)]


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "::1", "fe80::1%eth0", "news.example"])
def test_guarded_reactor_connects_to_nothing_else(host: str) -> None:
    reactor = RecordingReactor()
    with pytest.raises(Refused, match="refused-address"):
        GuardedReactor(reactor, Guard()).connectTCP(host, 80, "factory", timeout=5)
    assert reactor.connected == []


def test_guarded_reactor_is_otherwise_the_reactor() -> None:
    guarded = GuardedReactor(RecordingReactor(), Guard())
    assert guarded.nameResolver == "the resolver"
    assert IReactorPluggableNameResolver.providedBy(guarded)


@pytest.fixture(scope="module")
def site(serve: Any, answer: Any) -> Any:
    server = serve({})
    server.answers["/moved"] = answer(b"", f"Location: {server.url}/page?x=1#y", status=301)
    links = f'<a href="{server.url}/a">a</a><a href="/b">b</a><a href="https://c.example/">c</a>'
    server.answers["/page?x=1"] = answer(f"<html>{links}</html>".encode())
    server.answers["/feed"] = answer(
        f"<loc>{server.url}/a</loc>".encode(), "Content-Type: text/xml"
    )
    windows = "<meta charset=windows-1251><p>Новини</p></html>".encode("cp1251")
    server.answers["/cyrillic"] = answer(windows, "Content-Type: text/html")
    packed = gzip.compress(windows)
    server.answers["/packed"] = answer(packed, "Content-Type: text/html", "Content-Encoding: gzip")
    return server


@pytest.fixture(scope="module")
def ends(site: Any, crawl: Any) -> dict[str, Any]:
    other = "http://feeds.example:8080/feed"
    pages = [f"{HOME}/moved", f"{HOME}/page?x=1#top", f"{HOME}/cyrillic", f"{HOME}/packed", other]
    settings = {
        "ORIGIN": site.url,
        "SITE_HOME": HOME,
        "ALLOWED_ADDRESSES": [other],
        "DEFAULT_REQUEST_HEADERS": {"Host": "news.example"},
    }
    proxies = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    ends: dict[str, Any] = crawl(pages, env=proxies, **settings)
    return ends


def test_everything_above_sees_real_addresses(ends: dict[str, Any]) -> None:
    moved = ends[f"{HOME}/moved"]
    assert moved["url"] == f"{HOME}/page?x=1"
    assert moved["redirects"] == [f"{HOME}/moved"]
    assert moved["body"].count(f'"{HOME}/a"') == 1
    assert '"/b"' in moved["body"]
    assert "127.0.0.1" not in moved["body"]


def test_fragment_is_not_part_of_the_page(ends: dict[str, Any]) -> None:
    assert ends[f"{HOME}/page?x=1#top"]["url"] == f"{HOME}/page?x=1"


def test_other_addresses_of_the_site_are_asked_at_the_origin_too(ends: dict[str, Any]) -> None:
    assert ends["http://feeds.example:8080/feed"]["body"] == f"<loc>{HOME}/a</loc>"


@pytest.mark.parametrize("path", ["/cyrillic", "/packed"])
def test_encoding_is_read_from_the_page(ends: dict[str, Any], path: str) -> None:
    assert ends[HOME + path]["type"] == "HtmlResponse"
    assert ends[HOME + path]["encoding"] == "cp1251"
    assert "Новини".encode("cp1251") in ends[HOME + path]["body"].encode("latin-1")


def test_origin_is_asked_as_itself_without_a_proxy(site: Any, ends: dict[str, Any]) -> None:
    assert {f"http://{asked.headers['host']}" for asked in site.asked} == {site.url}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody but itself has signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.mark.parametrize(("trusted", "reason"), [(False, "tls"), (True, "ok")])
def test_certificate_is_verified(
    trusted: bool, reason: str, certificate: Path, serve: Any, answer: Any, crawl: Any
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server = serve({"/": answer(b"<html>page</html>")}, context)
    env = {"SSL_CERT_FILE": str(certificate)} if trusted else {}
    url = f"{HOME}/"
    ends = crawl([url], env=env, ORIGIN=server.url, SITE_HOME=HOME, ROBOTSTXT_OBEY=False)
    assert ends[url]["reason"] == reason, ends[url]["error"]
    assert bool(server.asked) == trusted
