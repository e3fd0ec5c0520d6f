"""A sitemap's Page → the addresses in it: urlset, index, Google News block, text, gzip.

Read as a stream without building a tree: memory does not grow with the file. Entities, DTDs and
the network stay off.
"""

from __future__ import annotations

import codecs
import datetime as dt
import html
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import ClassVar

from lxml import etree

from crawler.discovery.addresses import MAX_RAW_LENGTH, on_site
from crawler.discovery.links import Announced, announced_time, article_links, is_own
from crawler.discovery.stray import LONGEST, escape_stray, plain_address
from crawler.document import LOST, find_utf16
from crawler.link import Link, PageKind, Where
from crawler.normalization.dates import read_time
from crawler.page import Page
from crawler.site import Site

MAX_ADDRESSES = 50_000
"""Addresses read from one sitemap; the protocol allows no more."""
MAX_BYTES = 50 * 1024 * 1024
"""Bytes read of a sitemap after decompression; the protocol allows no more."""

_CHUNK = 64 * 1024
_GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 16 + zlib.MAX_WBITS
_BLANK = b"\xef\xbb\xbf \t\r\n"
_NEWS = re.compile(r"\{https?://www\.google\.com/schemas/sitemap-news\b")
"""The namespace of news, whatever its version; one that is not declared is none."""
_BEGINS = re.compile(rb"<(?:\?xml|urlset|sitemapindex)\b")
LONGEST_FOREWORD = 5000
"""Bytes before a sitemap, such as a server's warnings, that are passed over."""
_END_OF_DAY = dt.time(23, 59, 59)


@dataclass(slots=True)
class _Entry:
    """One ``url`` or ``sitemap`` element as it stands in the file."""

    is_sitemap: bool
    address: str = ""
    changed: str = ""
    title: str = ""
    published: str = ""


def read_sitemap(page: Page, site: Site) -> tuple[Link, ...]:
    """The articles that a sitemap names, or the sitemaps that an index does.

    ``published`` is the news block's publication date, and without one ``changed`` is ``lastmod``;
    for a sitemap of an index ``published`` is its ``lastmod``. A day alone counts as its end. A
    file that breaks off gives what it held before.
    """
    chunks = _limited(_unpacked(page.body))
    first = next(chunks, b"")
    wide = find_utf16(first)
    if wide is not None:
        chunks = _as_utf8(chain((first,), chunks), wide)
        first = next(chunks, b"")
    begin = _BEGINS.search(first, 0, LONGEST_FOREWORD)
    first = first[begin.start() :] if begin else first
    pieces = chain((first,), chunks)
    is_xml = first.lstrip(_BLANK).startswith(b"<")
    found = _entries(pieces, "utf-8" if wide else None) if is_xml else _lines(pieces)
    entries = list(islice(found, MAX_ADDRESSES))
    children = [entry for entry in entries if entry.is_sitemap]
    if children:
        return _sitemaps(children, page, site)
    announced = (_announced(entry, site) for entry in entries)
    return article_links(announced, page, site, Where.SITEMAP, limit=MAX_ADDRESSES)


def _announced(entry: _Entry, site: Site) -> Announced:
    published = announced_time([entry.published], site)
    changed = None if published else _changed(entry.changed, site)
    title = None if LOST in entry.title else html.unescape(entry.title)
    return Announced(plain_address(entry.address), title, published, changed)


def _sitemaps(entries: list[_Entry], page: Page, site: Site) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for entry in entries:
        url = on_site(plain_address(entry.address), site, page.url)
        if url is not None and url not in found and is_own(url, site):
            changed = _changed(entry.changed, site)
            found[url] = Link(
                url, PageKind.SITEMAP, Where.SITEMAP, page.url, len(found), published=changed
            )
    return tuple(found.values())


def _changed(raw: str, site: Site) -> dt.datetime | None:
    read = read_time(raw, site.zone) if raw else None
    if read is None or read.when is not None:
        return read.when if read else None
    return dt.datetime.combine(read.day, _END_OF_DAY, site.zone)


def _unpacked(body: bytes) -> Iterator[bytes]:
    """The body in pieces, unpacked if it is gzip; what is damaged ends there."""
    unpack = zlib.decompressobj(_GZIP_FORMAT) if body.startswith(_GZIP) else None
    for start in range(0, len(body), _CHUNK):
        piece = body[start : start + _CHUNK]
        if unpack is None:
            yield piece
            continue
        while piece:
            if unpack.eof:  # gzip files may be put end to end
                unpack = zlib.decompressobj(_GZIP_FORMAT)
            try:
                yield unpack.decompress(piece, _CHUNK)
            except zlib.error:
                return
            piece = unpack.unconsumed_tail or unpack.unused_data


def _limited(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces up to MAX_BYTES in all."""
    left = MAX_BYTES
    for piece in pieces:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


def _as_utf8(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The same text in UTF-8, which parts of it can be searched in."""
    for text in codecs.iterdecode(pieces, encoding, "replace"):
        yield text.encode("utf-8", "replace")


def _lines(chunks: Iterable[bytes]) -> Iterator[_Entry]:
    """The lines of a text sitemap."""
    rest = b""
    for chunk in chain(chunks, (b"\n",)):
        *lines, rest = (rest + chunk).split(b"\n")
        rest = rest[: MAX_RAW_LENGTH + 1]  # longer is no address
        for line in lines:
            yield _Entry(False, line.decode("utf-8", "replace").strip("\ufeff \t\r"))


def _entries(chunks: Iterable[bytes], encoding: str | None) -> Iterator[_Entry]:
    """The entries of an XML sitemap, as they are read; ``encoding`` overrules what it declares."""
    target = _Target()
    parser = etree.XMLParser(
        target=target,
        recover=True,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding=encoding,
    )
    rest = b""
    try:
        for chunk in chunks:
            data = rest + chunk
            cut = data.rfind(b"&", -LONGEST)  # it may be a reference that goes on
            cut = len(data) - data.endswith(b"<") if cut < 0 else cut
            parser.feed(escape_stray(data[:cut]))
            rest = data[cut:]
            yield from target.take()
    except etree.XMLSyntaxError:  # beyond recovery; what was read stands
        pass
    yield from target.take()


class _Target:
    """What the parser tells, kept as entries; no tree is built."""

    _FIELDS: ClassVar = {"loc": "address", "lastmod": "changed"}
    _NEWS_FIELDS: ClassVar = {"title": "title", "publication_date": "published"}

    def __init__(self) -> None:
        self._done: list[_Entry] = []
        self._entry: _Entry | None = None
        self._outer = ""
        self._in_news = False
        self._field: str | None = None

    def take(self) -> list[_Entry]:
        """The entries finished since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        """An element begins. Pictures and videos have a ``loc`` and a ``title`` of their own."""
        namespace, _, name = tag.rpartition("}")
        if name in ("url", "sitemap"):
            self._entry, self._outer = _Entry(name == "sitemap"), namespace
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
        self._field = None
        name = tag.rpartition("}")[2]
        if name in ("url", "sitemap", "news"):
            self._in_news = False
        if self._entry is not None and name in ("url", "sitemap"):
            self._done.append(self._entry)
            self._entry = None

    def close(self) -> None:
        """The document ends."""
