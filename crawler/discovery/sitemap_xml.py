"""The bytes of an XML sitemap, piece by piece → its entries as they stand there.

No tree is built; entities, DTDs and the network stay off. An end tag that nothing was begun with
closes the document for the parser: then another one goes on with the next entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from lxml import etree

from crawler.discovery.addresses import MAX_RAW_LENGTH
from crawler.discovery.stray import LONGEST, escape_stray

LONGEST_HEAD = 4096
"""Bytes before the first entry that a parser which goes on is given again."""
MOST_BREAKS = 50_000
"""Times that a document may be closed before its end and read on: a template's slip is in each of
the entries, of which a sitemap has so many. They cost some 30 µs each."""

_NEWS = re.compile(r"\{https?://www\.google\.com/schemas/sitemap-news\b")
"""The namespace of news, whatever its version; one that is not declared is none."""
_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?(?:url|sitemap)(?=[\s>])")
LONGEST_START = len(b"<:sitemap>") + 21
"""Bytes of an entry's start tag that a piece must hold for it to be seen."""


@dataclass(slots=True)
class Entry:
    """One ``url`` or ``sitemap`` element as it stands in the file."""

    is_sitemap: bool
    address: str = ""
    changed: str = ""
    title: str = ""
    published: str = ""


def read_entries(chunks: Iterable[bytes], encoding: str | None) -> Iterator[Entry]:
    """The entries of an XML sitemap, as they are read; ``encoding`` overrules what it declares."""
    reader = _Reader(encoding)
    try:
        for chunk in _between_signs(chunks):
            for piece in _cut_at_entries(chunk):
                reader.feed(piece)
            yield from reader.take()
    except etree.XMLSyntaxError:  # beyond recovery; what was read stands
        pass
    yield from reader.take()


def _between_signs(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, cut within no reference and within no entry's start tag."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        ampersand, less = data.rfind(b"&", -LONGEST), data.rfind(b"<", -LONGEST_START)
        cut = min(n if n >= 0 else len(data) for n in (ampersand, less))
        yield data[:cut]
        rest = data[cut:]
    yield rest


def _cut_at_entries(chunk: bytes) -> Iterator[bytes]:
    """The bytes, cut before each entry."""
    start = 0
    for found in _ENTRY.finditer(chunk):
        if found.start() > start:
            yield chunk[start : found.start()]
        start = found.start()
    yield chunk[start:]


class _Reader:
    """A parser, and another one where the document was closed before its last entry."""

    def __init__(self, encoding: str | None) -> None:
        self._encoding = encoding
        self._head: bytes | None = b""
        """What stood before the first entry; None if that is too long to be given again."""
        self._has_entries = False
        self._breaks = 0
        self._target = _Target()
        self._parser = self._open()

    def take(self) -> list[Entry]:
        """The entries finished since the last call."""
        return self._target.take()

    def feed(self, piece: bytes) -> None:
        """Read a piece that begins with an entry, or goes on where the last one ended."""
        begins = _ENTRY.match(piece) is not None
        self._note_head(piece, begins)
        if self._target.is_over and begins and self._head and self._breaks < MOST_BREAKS:
            self._breaks += 1
            self._target.is_over = False
            self._parser = self._open()
            self._parser.feed(escape_stray(self._head))
        if not self._target.is_over:
            self._parser.feed(escape_stray(piece))

    def _note_head(self, piece: bytes, begins: bool) -> None:
        self._has_entries = self._has_entries or begins
        if self._head is not None and not self._has_entries:
            head = self._head + piece
            self._head = head if len(head) <= LONGEST_HEAD else None

    def _open(self) -> etree.XMLParser:
        return etree.XMLParser(
            target=self._target,
            recover=True,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            encoding=self._encoding,
        )


class _Target:
    """What the parser tells, kept as entries; no tree is built."""

    _FIELDS: ClassVar = {"loc": "address", "lastmod": "changed"}
    _NEWS_FIELDS: ClassVar = {"title": "title", "publication_date": "published"}

    def __init__(self) -> None:
        self._done: list[Entry] = []
        self._entry: Entry | None = None
        self._outer = ""
        self._in_news = False
        self._field: str | None = None
        self._depth = 0
        self.is_over = False
        """Whether the document's outermost element was closed."""

    def take(self) -> list[Entry]:
        """The entries finished since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """An element begins. Pictures and videos have a ``loc`` and a ``title`` of their own."""
        self._depth += 1
        namespace, _, name = tag.rpartition("}")
        if name in ("url", "sitemap"):
            self._finish()  # one that nothing ended
            self._entry, self._outer = Entry(name == "sitemap"), namespace
        elif name == "news":
            self._in_news = True
        elif self._in_news and (not namespace or _NEWS.match(namespace)):
            self._field = self._NEWS_FIELDS.get(name)
        elif namespace == self._outer:
            self._field = self._FIELDS.get(name)

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._entry is None or self._field is None:
            return
        held = getattr(self._entry, self._field)
        if len(held) < MAX_RAW_LENGTH:
            setattr(self._entry, self._field, held + text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        self.is_over = self._depth == 0
        self._field = None
        name = tag.rpartition("}")[2]
        if name in ("url", "sitemap", "news"):
            self._in_news = False
        if name in ("url", "sitemap"):
            self._finish()

    def _finish(self) -> None:
        if self._entry is not None:
            self._done.append(self._entry)
            self._entry = None

    def close(self) -> None:
        """The document ends."""
