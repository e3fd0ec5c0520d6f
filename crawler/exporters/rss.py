"""Articles → RSS 2.0, in constant memory.

The channel's head stands before the items and is made of them (newest time, source, address), so
items wait in a spool, in memory up to a mebibyte and then on disk, until the feed ends. Nothing is
asked of the clock: equal articles give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import shutil
import weakref
from collections.abc import Iterator
from email.utils import format_datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from crawler.article import Article
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.characters import replace_illegal

_SPOOL_BYTES = 1 << 20
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


class RssExporter(ArticleExporter):
    """``title``, ``link`` and ``description`` are the channel's; where they are not given, the
    articles' common source and the first address' site stand in. ``self_url`` is the address that
    the feed itself will have; without it there is no ``atom:link``."""

    def __init__(
        self,
        file: IO[bytes],
        *,
        title: str | None = None,
        link: str | None = None,
        description: str | None = None,
        self_url: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(file, **options)
        self._title = title
        self._link = link
        self._description = description
        self._self_url = self_url
        self._spool = SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115
        weakref.finalize(self, self._spool.close)
        self._sources: set[str | None] = set()
        self._languages: set[str | None] = set()
        self._newest: dt.datetime | None = None

    def write(self, article: Article) -> None:
        """Write one item to the spool."""
        self._spool.write(_item(article).encode())
        self._sources.add(article.source)
        self._languages.add(article.language)
        self._link = self._link or _home(article.url)
        times = (self._newest, article.published, article.modified)
        self._newest = max((time for time in times if time is not None), default=None)

    def finish_exporting(self) -> None:
        """Write head, items and end."""
        self.file.write(self._head().encode())
        self._spool.seek(0)
        shutil.copyfileobj(self._spool, self.file)
        self._spool.close()
        self.file.write(b"</channel>\n</rss>\n")

    def _head(self) -> str:
        """All that stands before the items."""
        names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in _NAMESPACES.items())
        lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{names}>\n<channel>\n']
        return "".join([*lines, *self._channel()])

    def _channel(self) -> Iterator[str]:
        """The channel's own elements."""
        title = self._title or _only(self._sources) or "News"
        yield _element("title", title)
        yield _element("link", self._link or "about:blank")
        yield _element(
            "description", html.escape(self._description or f"Articles of {title}", False)
        )
        language = _only(self._languages)
        if language:
            yield _element("language", language)
        if self._newest:
            yield _element("lastBuildDate", _rfc822(self._newest))
        if self._self_url:
            address = _attribute(self._self_url)
            yield f'<atom:link href={address} rel="self" type="application/rss+xml"/>\n'


def _item(article: Article) -> str:
    """The item element of an article."""
    return "<item>\n" + "".join(_item_elements(article)) + "</item>\n"


def _item_elements(article: Article) -> Iterator[str]:
    """Title as text, description and content as HTML, as readers take them."""
    yield _element("title", article.title)
    if article.url:
        yield _element("link", article.url)
    yield _guid(article)
    if article.published:
        yield _element("pubDate", _rfc822(article.published))
    yield from (_element("dc:creator", author) for author in article.authors)
    for category in (article.section, *article.tags):
        if category:
            yield _element("category", category)
    summary = article.lead or next(iter(article.body), None)
    if summary:
        yield _element("description", html.escape(summary, quote=False))
    if article.body:
        paragraphs = (f"<p>{html.escape(text, quote=False)}</p>" for text in article.body)
        yield _element("content:encoded", "".join(paragraphs))
    if article.image:
        yield f'<media:content url={_attribute(article.image)} medium="image"/>\n'


def _guid(article: Article) -> str:
    """The address; without one, a hash of what makes the article this one."""
    if article.url:
        return _element("guid", article.url, ' isPermaLink="true"')
    key = f"{article.site}\n{article.date}\n{article.title}".encode(errors="replace")
    name = f"urn:sha256:{hashlib.sha256(key).hexdigest()}"
    return _element("guid", name, ' isPermaLink="false"')


def _element(name: str, text: str, attributes: str = "") -> str:
    """One element with text; a carriage return would not survive an XML reader as it is."""
    content = escape(replace_illegal(text), {"\r": "&#13;"})
    return f"<{name}{attributes}>{content}</{name}>\n"


def _attribute(text: str) -> str:
    """An attribute's value with its quotes."""
    return quoteattr(replace_illegal(text))


def _rfc822(time: dt.datetime) -> str:
    """``Wed, 21 Jan 2026 18:45:00 +0200``; the format has no offset finer than a minute."""
    offset = (time.utcoffset() or dt.timedelta()) // dt.timedelta(minutes=1)
    return format_datetime(time.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset))))


def _home(url: str | None) -> str | None:
    """The front page of an article's site."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme and parts.netloc else None


def _only(values: set[str | None]) -> str | None:
    """The one value that all articles share, or None."""
    return next(iter(values)) if len(values) == 1 else None
