"""An address → the place of a feed: a file of this machine, or one that a URL names elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from w3lib.url import file_uri_to_path

from crawler.errors import UsageError
from crawler.feeds.whole_file import WholeFile, check_writable

MANIFEST = ".manifest.json"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_CREDENTIALS = re.compile(r"://[^/?#]*@")


class Place(Protocol):
    """Where one file goes. ``shown`` is the address for people; ``path`` is None elsewhere."""

    @property
    def name(self) -> str:
        """The file's name, without folders."""

    @property
    def shown(self) -> str:
        """The address, which holds no secret."""

    @property
    def path(self) -> Path | None:
        """The file, where it is one of this machine."""

    def exists(self) -> bool:
        """True if something stands there. Raises FeedError if it cannot be told."""

    def check(self) -> None:
        """Raises FeedError if no file could be put there; leaves nothing behind."""

    def beside(self, name: str) -> Place:
        """The place of another file in the same folder."""

    def open(self) -> WholeFile:
        """A file that appears there whole, when it is published. Raises FeedError."""


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A path of this machine."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def shown(self) -> str:
        """The path."""
        return str(self.path)

    def exists(self) -> bool:
        """True if something stands there, and be it a link to nothing."""
        return self.path.is_symlink() or self.path.exists()

    def check(self) -> None:
        """By a file without a name, in the nearest folder that is there."""
        check_writable(self.path)

    def beside(self, name: str) -> LocalPlace:
        """Another file in the same folder."""
        return LocalPlace(self.path.with_name(name))

    def open(self) -> WholeFile:
        """The file itself."""
        return WholeFile(self.path, compress=True)


def find_place(address: str) -> Place:
    """The place of a path, of a ``file://`` URL, or of one of feeds.remote.SCHEMES.

    Raises UsageError for another scheme, for an address that bears a name or a password, for a
    folder, and for a NUL; FeedError for a server that does not answer.
    """
    scheme = _find_scheme(address)
    if scheme is not None and scheme != "file":
        from crawler.feeds.remote import find_remote

        return find_remote(scheme, address)
    return LocalPlace(find_local(address))


def find_local(address: str) -> Path:
    """What a path or a ``file:`` URL names. Raises UsageError for a folder, and for a NUL."""
    path = file_uri_to_path(address) if address[:5].lower() == "file:" else address
    if not path or path.endswith("/") or "\0" in path:
        raise UsageError(f"{address!r} names no file; write the name of one behind the folder's")
    return Path(path)


def check_address(address: str) -> None:
    """Raises UsageError where `find_place` would, without asking a server."""
    scheme = _find_scheme(address)
    if scheme is not None and scheme != "file":
        from crawler.feeds.remote import check_remote

        check_remote(scheme, address)


def is_here(address: str) -> bool:
    """True if it is a file of this machine."""
    return _find_scheme(address) in (None, "file")


def _find_scheme(address: str) -> str | None:
    """The scheme of a URL, None for a path. Raises UsageError if it bears a name or a password."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        return None
    if _CREDENTIALS.search(address):
        raise UsageError(
            f"{redact(address)} bears a name or a password; leave them out of the address, and "
            "set CRAWLER_TARGET_USER and CRAWLER_TARGET_PASSWORD"
        )
    return scheme[1].lower()


def place_in(folder: str, name: str) -> Place:
    """The place of a file in a folder, which is a path or a URL."""
    if _SCHEME.match(folder):
        return find_place(f"{folder.rstrip('/')}/{name}")
    return LocalPlace(Path(folder, name))


def manifest_of(place: Place) -> Place:
    """Where the manifest of a file goes: beside it."""
    return place.beside(place.name + MANIFEST)


def redact(text: str) -> str:
    """The text without what stands before the host in its URLs."""
    return _CREDENTIALS.sub("://…@", text)
