"""What RSS, Atom and JSON Feed share: a channel with a head that is made of its items.

The head stands before the items, so items wait in a spool, in memory up to a mebibyte and then on
disk, until the feed ends. Nothing is asked of the clock: equal articles give equal bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
import shutil
import weakref
from abc import abstractmethod
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from crawler.article import Article
from crawler.errors import UsageError
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.characters import replace_illegal, replace_surrogates
from crawler.exporters.content import Content

_SPOOL_BYTES = 1 << 20
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,9}")
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=-._~%"
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


class ChannelExporter(ArticleExporter):
    """``title``, ``link`` and ``description`` are the channel's; where they are not given, the
    articles' common source and the first address' site stand in. ``self_url`` is the address that
    the feed itself will have; without it none is told. ``content`` is ``full`` or ``lead``.

    Raises UsageError for another content.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        title: str | None = None,
        link: str | None = None,
        description: str | None = None,
        self_url: str | None = None,
        content: str = Content.FULL,
        **options: Any,
    ) -> None:
        super().__init__(file, **options)
        if content not in tuple(Content):
            raise UsageError(f"content {content!r} is not understood; write full or lead")
        self.is_full = content == Content.FULL
        self.self_url = self_url
        self._title = title
        self._link = link
        self._description = description
        self._spool = SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115
        weakref.finalize(self, self._spool.close)
        self._sources: set[str | None] = set()
        self._languages: set[str | None] = set()
        self.newest: dt.datetime | None = None
        self.count = 0

    def write(self, article: Article) -> None:
        """Write one item to the spool."""
        self._spool.write(self.item(article).encode())
        self.count += 1
        self._sources.add(article.source)
        self._languages.add(language_of(article))
        self._link = self._link or _home(article.url)
        times = (self.newest, article.published, article.modified)
        self.newest = max((time for time in times if time is not None), default=None)

    def finish(self) -> None:
        """Write head, items and end."""
        self.file.write(self.head().encode())
        self._spool.seek(0)
        shutil.copyfileobj(self._spool, self.file)
        self._spool.close()
        self.file.write(self.end().encode())

    @abstractmethod
    def item(self, article: Article) -> str:
        """An article's item."""

    @abstractmethod
    def head(self) -> str:
        """What stands before the items, when all of them are known."""

    @abstractmethod
    def end(self) -> str:
        """What stands behind the items."""

    @property
    def title(self) -> str:
        """The channel's title."""
        return replace_surrogates(self._title or _only(self._sources) or "News")

    @property
    def link(self) -> str | None:
        """The address of what the channel is about."""
        return self._link

    @property
    def description(self) -> str:
        """What the channel holds, in words."""
        return replace_surrogates(self._description or f"Articles of {self.title}")

    @property
    def language(self) -> str | None:
        """The language, if all articles have the same."""
        return _only(self._languages)


def identity(article: Article) -> str:
    """An article's address; without one, a hash of what makes the article this one."""
    if link := address_of(article.url):
        return link
    key = f"{article.site}\n{article.date}\n{article.title}\n{article.url or ''}"
    return f"urn:sha256:{hashlib.sha256(key.encode(errors='replace')).hexdigest()}"


def address_of(url: str | None) -> str | None:
    """The URL, with what no URL can hold escaped, if a reader may follow it."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    escaped = _escape(url or "")
    # Brackets are for a host alone, and a fragment begins once.
    end = len(_escape(f"{parts.scheme}://{parts.netloc}"))
    before, mark, fragment = escaped[end:].partition("#")
    rest = f"{before}{mark}{fragment.replace('#', '%23')}"
    return escaped[:end] + rest.replace("[", "%5B").replace("]", "%5D")


def _escape(text: str) -> str:
    """The text in characters that an address may hold somewhere."""
    return _BARE_PERCENT.sub("%25", quote(text, safe=_IN_ADDRESSES, errors="replace"))


def language_of(article: Article) -> str | None:
    """The language tag, if it is one."""
    is_tag = article.language is not None and _LANGUAGE.fullmatch(article.language)
    return article.language if is_tag else None


def summary_of(article: Article) -> str | None:
    """The lead, else the first paragraph."""
    return article.lead or next(iter(article.body), None)


def html_of(article: Article) -> str:
    """The paragraphs as HTML; no text of theirs is taken for markup."""
    return "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in article.body)


def element(name: str, text: str, attributes: str = "") -> str:
    """One element with text; a carriage return would not survive an XML reader as it is."""
    content = escape(replace_illegal(text), {"\r": "&#13;"})
    return f"<{name}{attributes}>{content}</{name}>\n"


def attribute(text: str) -> str:
    """An attribute's value with its quotes."""
    return quoteattr(replace_illegal(text))


def in_minutes(time: dt.datetime) -> dt.datetime:
    """The time with an offset of whole minutes: feeds' times have none finer."""
    offset = (time.utcoffset() or dt.timedelta()) // dt.timedelta(minutes=1)
    return time.replace(tzinfo=dt.timezone(dt.timedelta(minutes=offset)))


def _home(url: str | None) -> str | None:
    """The front page of an article's site."""
    link = address_of(url)
    if link is None:
        return None
    parts = urlsplit(link)
    return f"{parts.scheme}://{parts.netloc}/"


def _only(values: set[str | None]) -> str | None:
    """The one value that all articles share, or None."""
    return next(iter(values)) if len(values) == 1 else None
