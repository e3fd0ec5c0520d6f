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
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from crawler.discovery.addresses import MAX_RAW_LENGTH, on_site
from crawler.discovery.links import Announced, announced_time, article_links, is_own
from crawler.discovery.sitemap_xml import Entry, read_entries
from crawler.discovery.stray import plain_address
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
_BEGINS = re.compile(rb"<(?:\?xml|urlset|sitemapindex)\b")
LONGEST_FOREWORD = 5000
"""Bytes before a sitemap, such as a server's warnings, that are passed over."""
_END_OF_DAY = dt.time(23, 59, 59)


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
    found = read_entries(pieces, "utf-8" if wide else None) if is_xml else _lines(pieces)
    entries = list(islice(found, MAX_ADDRESSES))
    children = [entry for entry in entries if entry.is_sitemap]
    if children:
        return _sitemaps(children, page, site)
    announced = (_announced(entry, site) for entry in entries)
    return article_links(announced, page, site, Where.SITEMAP, limit=MAX_ADDRESSES)


def _announced(entry: Entry, site: Site) -> Announced:
    published = announced_time([entry.published], site)
    changed = None if published else _changed(entry.changed, site)
    title = None if LOST in entry.title else html.unescape(entry.title)
    return Announced(plain_address(entry.address), title, published, changed)


def _sitemaps(entries: list[Entry], page: Page, site: Site) -> tuple[Link, ...]:
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


def _lines(chunks: Iterable[bytes]) -> Iterator[Entry]:
    """The lines of a text sitemap."""
    rest = b""
    for chunk in chain(chunks, (b"\n",)):
        *lines, rest = (rest + chunk).split(b"\n")
        rest = rest[: MAX_RAW_LENGTH + 1]  # longer is no address
        for line in lines:
            yield Entry(False, line.decode("utf-8", "replace").strip("\ufeff \t\r"))
