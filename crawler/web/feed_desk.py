"""Feeds at stable addresses, rendered when the ledger has news for them and kept for polls.

A poll costs a look into memory. A feed is looked after at most once in CHECKED; news of a crawl in
full run come into it every RESTED. Its ETag is the digest of its bytes, so that services beside
each other, and the same one after a restart, give the same.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import hashlib
import io
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from scrapy.utils.misc import load_object
from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool

from crawler import registry
from crawler.errors import StorageFailed, UsageError
from crawler.exporters import FORMATS, find_format
from crawler.feeds.declared import NEWEST_IN_CHANNEL, DeclaredFeed, read_declared
from crawler.feeds.selection import Selection
from crawler.ledger.articles.changes import last_number
from crawler.ledger.articles.library import read_articles
from crawler.ledger.connect import at_one_moment, reading
from crawler.ledger.tables import changes, crawls
from crawler.web.settings import WebSettings

logger = logging.getLogger(__name__)
CHECKED = 1.0
RESTED = 5.0
PATIENT = 3.0
"""A poll waits for the ledger if nobody has looked for so long."""
MOST_FEEDS = 500
EVERYTHING = "all"
MEDIA_TYPES: Mapping[str, tuple[str, str]] = {
    "rss": ("rss", "application/rss+xml; charset=utf-8"),
    "atom": ("atom", "application/atom+xml; charset=utf-8"),
    "json": ("jsonfeed", "application/feed+json; charset=utf-8"),
    "jsonl": ("jsonl", "application/x-ndjson; charset=utf-8"),
}
"""By ending: the format's name, and what it is sent as."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a feed's name stands for."""

    selection: Selection
    newest: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A feed's bytes, plain and packed, and what they were made of; ``number`` is the ledger's last
    change it was checked against, ``checked`` and ``made`` are seconds of a steady clock."""

    plain: bytes
    packed: bytes
    digest: str
    modified: dt.datetime | None
    media_type: str
    wanted: Wanted
    number: int
    checked: float
    made: float


class FeedDesk:
    """Gives feeds by name and ending; lives in one event loop."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._made: dict[tuple[str, str], Rendered] = {}
        self._making: dict[tuple[str, str], asyncio.Task[Rendered | None]] = {}
        self._declared: tuple[DeclaredFeed, ...] = ()
        self._problem: str | None = None
        # One at a time: feeds drawn in several threads would keep the loop from answering polls.
        self._drawing = asyncio.Semaphore(1)

    async def get(self, name: str, ending: str) -> Rendered | None:
        """The feed, None if there is none of that name. Raises StorageFailed."""
        made = self._made.get((name, ending))
        age = time.monotonic() - made.checked if made is not None else PATIENT
        if made is not None and age < CHECKED:
            return made
        making = self._making.get((name, ending))
        if making is None:
            making = asyncio.create_task(self._make(name, ending))
            self._making[name, ending] = making
        if made is not None and age < PATIENT:
            return made
        return await asyncio.shield(making)

    async def _make(self, name: str, ending: str) -> Rendered | None:
        try:
            async with self._drawing:
                found = await run_in_threadpool(self._render, name, ending)
            self._made.pop((name, ending), None)
            if found is not None:
                self._made[name, ending] = found
                while len(self._made) > MOST_FEEDS:
                    del self._made[next(iter(self._made))]
            return found
        finally:
            del self._making[name, ending]

    def _render(self, name: str, ending: str) -> Rendered | None:
        made, now = self._made.get((name, ending)), time.monotonic()
        with reading(at_one_moment(self._settings.engine)) as connection:
            wanted = self._find(connection, name)
            if wanted is None:
                return None
            number = last_number(connection)
            if made is not None and made.wanted != wanted:
                made = None
            if made is not None and now - made.made < RESTED:
                return replace(made, checked=now)
            site = wanted.selection.site
            if made is not None and not _has_news(connection, site, made.number):
                return replace(made, checked=now, number=number)
            modified = _last_change(connection, site)
            plain = write_feed(connection, wanted.selection, wanted.newest, MEDIA_TYPES[ending][0])
        return Rendered(
            plain=plain,
            packed=gzip.compress(plain, 5, mtime=0),
            digest=hashlib.sha256(plain).hexdigest()[:32],
            modified=modified,
            media_type=MEDIA_TYPES[ending][1],
            wanted=wanted,
            number=number,
            checked=now,
            made=now,
        )

    def _find(self, connection: Connection, name: str) -> Wanted | None:
        if name == EVERYTHING:
            return Wanted(Selection(), NEWEST_IN_CHANNEL)
        for feed in self._read_declared():
            if feed.name == name:
                return Wanted(feed.selection, feed.extent.newest or NEWEST_IN_CHANNEL)
        if name in registry.sites() or _is_crawled(connection, name):
            return Wanted(Selection(site=name), NEWEST_IN_CHANNEL)
        if self._problem is not None:
            raise StorageFailed(f"no feed is named so, as far as can be read: {self._problem}")
        return None

    def _read_declared(self) -> tuple[DeclaredFeed, ...]:
        """What feeds.toml says, or said when it was last whole: feeds go on meanwhile."""
        file = self._settings.feeds_file or self._settings.data / "feeds.toml"
        try:
            self._declared = read_declared(file, self._settings.data)
        except UsageError as error:
            if str(error) != self._problem:  # once, not at every poll
                logger.warning("%s; what it said before still holds", error)
            self._problem = str(error)
        else:
            self._problem = None
        return self._declared


def write_feed(
    connection: Connection,
    selection: Selection,
    newest: int,
    format: str,  # noqa: A002
) -> bytes:
    """The newest articles of a selection that are still on their sites, newest first."""
    file = io.BytesIO()
    exporter = load_object(find_format(format).exporter)(file)
    exporter.start_exporting()
    found = read_articles(connection, selection, newest_first=True, without_gone=True)
    for article in islice(found, newest):
        exporter.export_item(article)
    exporter.finish_exporting()
    return file.getvalue()


def endings() -> tuple[str, ...]:
    """The endings whose formats can be written."""
    return tuple(ending for ending, (name, _) in MEDIA_TYPES.items() if name in FORMATS)


def _has_news(connection: Connection, site: str | None, after: int) -> bool:
    query = select(changes.c.number).where(changes.c.number > after).limit(1)
    if site is not None:
        query = query.where(changes.c.site == site)
    return connection.execute(query).first() is not None


def _last_change(connection: Connection, site: str | None) -> dt.datetime | None:
    query = select(changes.c.at).order_by(changes.c.number.desc()).limit(1)
    if site is not None:
        query = query.where(changes.c.site == site)
    found: dt.datetime | None = connection.execute(query).scalar()
    return found


def _is_crawled(connection: Connection, site: str) -> bool:
    query = select(crawls.c.id).where(crawls.c.site == site).limit(1)
    return connection.execute(query).first() is not None
