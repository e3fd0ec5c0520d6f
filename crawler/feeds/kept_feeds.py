"""Declared feeds and what the ledger holds → those that must be written, written.

A feed is written when an article that it holds, held or should hold has changed since it was
written last, when it is declared otherwise than then, or when its file is gone: in the order of
file, manifest, cursor, so that a feed is never taken for written that is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Engine

from crawler.article import SCHEMA_ID
from crawler.errors import CrawlerError, StorageFailed
from crawler.exporters import find_format
from crawler.feeds.declared import DeclaredFeed
from crawler.feeds.definition import describe
from crawler.feeds.delta import take_delta
from crawler.feeds.extent import read_extent
from crawler.feeds.manifest import Content, write_manifest
from crawler.feeds.place import find_place, is_here
from crawler.feeds.publish import publish
from crawler.ledger.articles import changes, cursors
from crawler.ledger.articles.cursors import Cursor, CursorKind
from crawler.ledger.connect import at_one_moment, reading, writing


class Standing(StrEnum):
    """How a feed stands."""

    NEVER = "never written"
    OTHER = "declared otherwise"
    MISSING = "its file is gone"
    CHANGED = "there is news"
    FRESH = "up to date"


@dataclass(frozen=True, slots=True)
class Look:
    """A feed, its cursor (None: never written), how it stands, after which change."""

    feed: DeclaredFeed
    cursor: Cursor | None
    standing: Standing
    until: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a feed: how many articles were written (None: nothing was), or what failed."""

    feed: DeclaredFeed
    count: int | None = None
    failure: CrawlerError | None = None


def look_at(connection: Connection, feeds: Iterable[DeclaredFeed]) -> Iterator[Look]:
    """How each feed stands. Raises FeedError if the place of one cannot be asked."""
    kinds = {kind: cursors.read_cursors(connection, kind) for kind in CursorKind}
    until = changes.last_number(connection)
    for feed in feeds:
        cursor = kinds[_kind(feed)].get(feed.name)
        yield Look(feed, cursor, _standing(connection, feed, cursor, until), until)


def write_feeds(
    engine: Engine,
    feeds: Iterable[DeclaredFeed],
    now: dt.datetime,
    always: bool = False,
    patient: bool = True,
) -> list[Outcome]:
    """Write what must be written; a feed that fails costs no other.

    ``always`` writes all of them; ``patient`` False those, too, whose time (``every``) has not
    come. Raises StorageFailed if the ledger itself fails.
    """
    return [_write_if_due(engine, feed, now, always, patient) for feed in feeds]


def _write_if_due(
    engine: Engine, feed: DeclaredFeed, now: dt.datetime, always: bool, patient: bool
) -> Outcome:
    try:
        with reading(at_one_moment(engine)) as connection:
            (look,) = look_at(connection, [feed])
        if not always and not _is_due(look, now, patient):
            _skip(engine, look)
            return Outcome(feed)
        return Outcome(feed, _write(engine, look, now))
    except StorageFailed:
        raise
    except CrawlerError as error:
        return Outcome(feed, failure=error)


def _kind(feed: DeclaredFeed) -> CursorKind:
    return CursorKind.DELTA if feed.is_delta else CursorKind.FEED


def _standing(
    connection: Connection, feed: DeclaredFeed, cursor: Cursor | None, until: int
) -> Standing:
    if cursor is None or cursor.moved is None:
        return Standing.NEVER
    if not feed.is_delta:
        if cursor.definition != feed.definition:
            return Standing.OTHER
        if is_here(feed.target) and not find_place(feed.target).exists():
            return Standing.MISSING
    found = changes.read_changes(connection, feed.selection, cursor.number, until)
    return Standing.FRESH if next(found, None) is None else Standing.CHANGED


def _is_due(look: Look, now: dt.datetime, patient: bool) -> bool:
    if look.standing is not Standing.CHANGED:
        return look.standing is not Standing.FRESH
    every, cursor = look.feed.every, look.cursor
    if not patient or every is None or cursor is None or cursor.moved is None:
        return True
    return now - cursor.moved >= every


def _skip(engine: Engine, look: Look) -> None:
    """What was found to be none of the feed's is not looked at again."""
    cursor = look.cursor
    if look.standing is Standing.FRESH and cursor is not None and cursor.number < look.until:
        with writing(engine) as connection:
            cursors.skip(connection, cursor, look.until)


def _write(engine: Engine, look: Look, now: dt.datetime) -> int | None:
    """Write a feed; how many articles are in it."""
    feed = look.feed
    if feed.is_delta:
        taken = take_delta(engine, feed.as_delta(), now)
        return taken.counts.total() if taken.place is not None else None
    cursor = look.cursor
    if cursor is None or cursor.definition != feed.definition:
        with writing(engine) as connection:
            cursor = cursors.put_at_start(connection, CursorKind.FEED, feed.name, feed.definition)
    with reading(at_one_moment(engine)) as connection:
        until = changes.last_number(connection)
        is_channel = find_format(feed.format).is_channel
        articles = read_extent(connection, feed.selection, feed.extent, is_channel)
        published = publish(feed.target, feed.format, articles, **feed.options)
    chosen = {**describe(feed.selection), **feed.extent.describe()}
    counts: Mapping[str, int] = {"articles": published.count}
    content = Content(feed.format, SCHEMA_ID, chosen, counts, until)
    write_manifest(find_place(feed.target), published, content, now)
    with writing(engine) as connection:  # if another run has moved it, it has written the same
        cursors.move(connection, cursor, until, published.count, now)
    return published.count
