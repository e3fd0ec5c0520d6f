"""The origin: another host that answers for a site. Real addresses ↔ where they are asked.

Everything above the download handler sees real addresses only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from crawler.errors import BadAddress
from crawler.fetch.address import read_address
from crawler.fetch.guard import Authority, find_malformation

_BASE = re.compile(r"^https?://[^/?#]*", re.IGNORECASE)


@dataclass(frozen=True)
class Origin:
    """``base`` (where requests go) and ``home`` (whose addresses they bear) are scheme and
    authority, as in ``http://127.0.0.1:8001`` and ``https://en.interfax.com.ua``."""

    base: str
    home: str

    @classmethod
    def parse(cls, url: str, home: str) -> Origin:
        """The origin that the user wrote. Raises BadAddress, saying what to write."""
        problem = find_malformation(url)
        if problem is not None:
            raise BadAddress(f"no origin: {problem.detail}; write http://host:port")
        parts = urlsplit(url)
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise BadAddress(f"origin {url!r} has a path; write {parts.scheme}://{parts.netloc}")
        return cls(_base(url), _base(home))

    @property
    def is_loopback(self) -> bool:
        """True if the origin is this machine, by address or by name."""
        return is_loopback(self.base)

    def to_origin(self, url: str) -> str:
        """Where the real address ``url`` is asked."""
        return self.base + _tail(url)

    def to_real(self, url: str) -> str:
        """The real address of ``url`` if it is on the origin; any other as it is."""
        try:
            same = Authority.of(url) == Authority.of(self.base)
        except ValueError:
            return url
        return self.home + _tail(url) if same else url

    def rewrite(self, body: bytes) -> bytes:
        """``body`` with the origin's absolute addresses made real (also as JSON escapes them)."""
        if self._authority not in body:
            return body
        return self._in_text.sub(self._real, body)

    @cached_property
    def _authority(self) -> bytes:
        return urlsplit(self.base).netloc.encode()

    @cached_property
    def _in_text(self) -> re.Pattern[bytes]:
        # A literal with one optional character: linear. What follows must not be part of a host.
        return re.compile(rb"(?:https?:)?(\\?/\\?/)" + re.escape(self._authority) + rb"(?![\w.:-])")

    def _real(self, match: re.Match[bytes]) -> bytes:
        scheme, authority = self.home.split("://")
        return scheme.encode() + b":" + match[1] + authority.encode()


def is_loopback(url: str) -> bool:
    """True if ``url`` is on this machine, by address or by name."""
    host = Authority.of(url).host
    address = read_address(host)
    return host == "localhost" if address is None else address.is_loopback


def _base(url: str) -> str:
    return url[: len(url) - len(_tail(url))]


def _tail(url: str) -> str:
    """Path, query and fragment, to the letter: urlunsplit would drop an empty query."""
    return _BASE.sub("", url, count=1)
