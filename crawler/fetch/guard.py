"""Which URL may be asked: URL in, a Refusal or None out; and which peer may be connected to.

One guard stands for a crawl. It knows the authorities (host and port) the crawl is about, and
the origin, if the user sends the crawl's requests to another host: that one authority may be
private, nothing else may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from crawler.errors import BadAddress
from crawler.fetch.address import is_public, read_address, read_host

MAX_URL_LENGTH = 1024
SCHEMES = {"http": 80, "https": 443}

# Parsers disagree about where the host ends when one of these is in a URL, so none may be.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")


class Authority(NamedTuple):
    """A host as it is looked up, and its port; None stands for the scheme's own port."""

    host: str
    port: int | None = None

    @classmethod
    def of(cls, url: str) -> Authority:
        """The authority of an absolute URL. Raises ValueError if it has none."""
        parts = urlsplit(url)
        host = read_host(_bracketed(parts))
        if not host:
            raise ValueError("there is no host")
        own = parts.port in (None, SCHEMES.get(parts.scheme))
        return cls(host, None if own else parts.port)

    def __str__(self) -> str:
        return self.host if self.port is None else f"{self.host}:{self.port}"


def _bracketed(parts: SplitResult) -> str:
    """The host part, an IPv6 address still in its brackets (urlsplit drops them)."""
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a URL or peer is refused: a stable word, and what was seen."""

    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Guard:
    """``allowed`` empty means any public authority (a shell, a single address to check).

    ``origin`` is where requests really go, None for where their URL says.
    """

    allowed: frozenset[Authority] = frozenset()
    origin: str | None = None
    max_length: int = MAX_URL_LENGTH

    def find_refusal(
        self, url: str, *, before: str | None = None, any_authority: bool = False
    ) -> Refusal | None:
        """Why ``url`` may not be asked, None if it may.

        ``before`` is the address that redirected here. ``any_authority`` is for robots.txt,
        whose redirects lead across authorities (RFC 9309, 2.3.1.2); never past the origin.
        """
        refusal = find_malformation(url, self.max_length)
        if refusal is not None:
            return refusal
        authority = Authority.of(url)
        # The origin is asked in place of an allowed host, which is never looked up.
        mapped = self.origin is not None and authority in self.allowed
        if not mapped and not is_public_host(authority.host):
            return _private(authority.host)
        elsewhere = any_authority and self.origin is None
        if not elsewhere and self._is_foreign(authority):
            return Refusal("refused-authority", f"{authority} is not of this crawl")
        if before is not None and before.startswith("https:") and url.startswith("http:"):
            return Refusal("refused-downgrade", f"{before} redirects to {url}")
        return None

    def _is_foreign(self, authority: Authority) -> bool:
        limited = bool(self.allowed) or self.origin is not None
        return limited and authority not in self.allowed

    def find_peer_refusal(self, host: str, port: int) -> Refusal | None:
        """Why no connection may be made to the IP address ``host``, None if it may."""
        if self.origin is not None:
            return None if self._is_origin(host, port) else _private(f"{host}:{port}")
        try:
            address = read_address(read_host(f"[{host}]" if ":" in host else host))
        except ValueError:
            address = None
        # A peer that is no address yet would be looked up once more, unseen.
        return None if address is not None and is_public(address) else _private(host)

    def _is_origin(self, host: str, port: int) -> bool:
        """True if the peer is the origin; a named origin may be at any address of its own."""
        assert self.origin is not None
        wanted = Authority.of(self.origin)
        if port != (wanted.port or SCHEMES[urlsplit(self.origin).scheme]):
            return False
        named = read_address(wanted.host)
        return named is None or named == read_address(read_host(host.partition("%")[0]))


def find_malformation(url: str, max_length: int = MAX_URL_LENGTH) -> Refusal | None:
    """What is wrong with ``url`` whatever the crawl is about: scheme, length, shape."""
    if len(url) > max_length:
        return Refusal("refused-length", f"{len(url)} characters: {url[:80]}…")
    scheme = url.partition(":")[0].lower()
    if scheme not in SCHEMES:
        return Refusal("refused-scheme", f"neither http:// nor https:// in {url[:80]!r}")
    if _AMBIGUOUS.search(url):
        return Refusal("refused-host", f"white space, control character or backslash: {url!r}")
    try:
        parts = urlsplit(url)
        host = Authority.of(url).host
        is_address = read_address(host) is not None
    except ValueError as error:
        return Refusal("refused-host", f"{error}: {url}")
    if "@" in parts.netloc:
        return Refusal("refused-userinfo", f"user name or password in {host}")
    if not is_address and not _HOST.fullmatch(host):
        return Refusal("refused-host", f"{host!r} is no host name")
    return None


def is_public_host(host: str) -> bool:
    """False for an address that is not public and for the names that are loopback by definition
    (RFC 6761); other names are judged by what they resolve to, when connecting."""
    address = read_address(host)
    if address is not None:
        return is_public(address)
    return host != "localhost" and not host.endswith((".localhost", ".localdomain"))


def guard_for(addresses: Iterable[str], origin: str | None = None) -> Guard:
    """The guard of a crawl that may ask the authorities of ``addresses`` (the site's home and
    whatever else its file names). Raises BadAddress."""
    allowed = set()
    for address in addresses:
        refusal = find_malformation(address)
        if refusal is not None:
            raise BadAddress(f"{address!r} cannot be crawled: {refusal.detail}")
        allowed.add(Authority.of(address))
    return Guard(frozenset(allowed), origin)


def _private(host: str) -> Refusal:
    return Refusal("refused-address", f"{host} is not a public address")
