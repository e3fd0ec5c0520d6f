"""The ledger's tables, the same on SQLite and PostgreSQL. Times are UTC.

A page's id is 63 bits of a hash over site and key, so that no write waits for a look-up and
ledgers can be copied and joined. (Two of ten million addresses meet with odds of 1 to 180,000.)
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _to_utc(value: dt.datetime) -> dt.datetime:
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone reached the ledger: {value}")
    return value.astimezone(dt.UTC)


def _to_text(value: dt.datetime | None) -> str | None:
    """As in ``2026-01-21 16:45:00.000000``, in UTC."""
    if value is None:
        return None
    return _to_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


class Time(TypeDecorator[dt.datetime]):
    """An aware datetime, kept as UTC; SQLite has no zones, so there it is stored without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """On SQLite the text at once, as SQLAlchemy would write it: a page has some fifty."""
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """To UTC; naive times are a programming error."""
        return None if value is None else _to_utc(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """From UTC, aware."""
        if value is None:
            return None
        moment: dt.datetime = value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def page_id(site: str, key: str) -> int:
    """The id of the page of that key: 63 bits, the same on every machine."""
    digest = hashlib.blake2b(f"{site}\0{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


# BigInteger alone is no rowid alias on SQLite; Integer there is 64 bits anyway.
Serial = BigInteger().with_variant(Integer(), "sqlite")

crawls = Table(
    "crawls",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("site", String(100), nullable=False),
    Column("command", String(20), nullable=False),
    Column("arguments", Text, nullable=False),  # JSON
    Column("started", Time, nullable=False),
    Column("ended", Time),
    Column("outcome", String(20), nullable=False),  # running finished stopped failed killed
    Column("reason", Text),
    Column("counts", Text),  # JSON
    Index(None, "site", "started"),
)

# One living crawl a site: politeness and the frontier both hang on it.
leases = Table(
    "leases",
    metadata,
    Column("site", String(100), primary_key=True),
    Column("crawl", ForeignKey("crawls.id"), nullable=False),
    Column("machine", String(255), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("realm", String(100), nullable=False),  # process.Process
    Column("start", String(30), nullable=False),
    Column("until", Time, nullable=False),
)

pages = Table(
    "pages",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("site", String(100), nullable=False),
    Column("key", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("kind", String(10), nullable=False),  # link.PageKind
    Column("place", String(10), nullable=False),  # link.Where it was found first
    Column("depth", Integer, nullable=False),  # related links away from a listing
    Column("title", Text),  # as announced
    Column("published", Time),  # as announced
    Column("first_seen", Time, nullable=False),
    Column("first_crawl", ForeignKey("crawls.id"), nullable=False),
    Column("state", String(12), nullable=False),  # decide.State
    Column("reason", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("priority", Integer, nullable=False),  # decide.Priority; lower is sooner
    Column("next_look", Time),  # null: nothing to do
    Column("last_look", Time),
    Column("walk", BigInteger),  # the walk a listing page belongs to
    Column("etag", Text),
    Column("last_modified", Text),
    Column("fingerprint", String(64)),  # of the body, where a server sends no validator
    Index(None, "site", "priority", "next_look"),
    Index(None, "site", "state", "published"),
)

looks = Table(
    "looks",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("page", BigInteger, nullable=False),
    Column("crawl", ForeignKey("crawls.id"), nullable=False),
    Column("at", Time, nullable=False),
    Column("status", Integer),  # null: no answer
    Column("bytes", Integer, nullable=False),
    Column("outcome", String(12), nullable=False),  # fetch outcome's kind
    Column("reason", Text),
    Column("changed", Boolean, nullable=False),
    Index(None, "page"),
    Index(None, "crawl"),
)

articles = Table(
    "articles",
    metadata,
    Column("page", BigInteger, primary_key=True, autoincrement=False),
    Column("site", String(100), nullable=False),
    Column("url", Text, nullable=False),
    Column("published", Time),
    Column("date", String(10), nullable=False),  # ISO day in the site's zone
    Column("section", Text),
    Column("title", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("first_seen", Time, nullable=False),
    Column("last_seen", Time, nullable=False),
    Column("unpublished", Time),
    Column("related_hash", String(64), nullable=False),
    Column("document", Text, nullable=False),  # the current Article as JSON
    Index(None, "site", "date"),
)

# Append-only: what an article said, version by version.
revisions = Table(
    "revisions",
    metadata,
    Column("page", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("crawl", ForeignKey("crawls.id"), nullable=False),
    Column("seen", Time, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("document", Text, nullable=False),  # the Article as JSON
    Column("changes", Text),  # JSON: typed diff to the number before; null for the first
)

# HOT NEWS, LATEST (page null) and MORE ABOUT (of one page): what stood there, from when to when.
snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("site", String(100), nullable=False),
    Column("page", BigInteger, nullable=False),  # or WHOLE_SITE
    Column("block", String(10), nullable=False),  # related hot_news latest
    Column("content_hash", String(64), nullable=False),
    Column("items", Text, nullable=False),  # JSON
    Column("first_seen", Time, nullable=False),
    Column("last_seen", Time, nullable=False),
    UniqueConstraint("site", "page", "block", "content_hash"),
)

WHOLE_SITE = 0  # in place of a page's id, where something stands on every page of a site

# From a listing's first page, feed, sitemap or article to what it names; HOT NEWS and LATEST
# are named by the whole site.
links = Table(
    "links",
    metadata,
    Column("source", BigInteger, primary_key=True, autoincrement=False),
    Column("target", BigInteger, primary_key=True, autoincrement=False),
    Column("place", String(10), primary_key=True),  # link.Where
    Column("rank", Integer, nullable=False),
    Column("title", Text),
    Column("published", Time),
    Column("first_seen", Time, nullable=False),
    Column("last_seen", Time, nullable=False),
    Column("last_walk", BigInteger),  # the walk that saw it last
    Column("walk", BigInteger),  # the walk that saw it first
    Index(None, "target"),
)

# One passage over a listing, newest first, until it meets what an earlier walk saw.
walks = Table(
    "walks",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("site", String(100), nullable=False),
    Column("listing", BigInteger, nullable=False),  # page id of its first page
    Column("url", Text, nullable=False),  # its first page, for people
    Column("crawl", ForeignKey("crawls.id"), nullable=False),
    Column("started", Time, nullable=False),
    Column("ended", Time),
    Column("state", String(10), nullable=False),  # decide.WalkState
    Column("reason", Text),
    Column("floor", Time),  # walk no further back than this
    Column("thorough", Boolean, nullable=False, default=False),  # past the known, to the floor
    Column("ceiling", Time),  # of a thorough walk: later stories are not asked for
    Column("newest", Time),
    Column("oldest", Time),  # where the page ends that was read last, since it was taken up
    Column("pages", Integer, nullable=False, default=0),
    Column("position", BigInteger, nullable=False),  # the listing page to go on from
    Index(None, "site", "state"),
    Index(None, "listing"),
)

# Stretches of a listing that were not walked.
gaps = Table(
    "gaps",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("site", String(100), nullable=False),
    Column("walk", ForeignKey("walks.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("opened", Time, nullable=False),
    Column("newer", Time),  # the oldest story the walk saw: the gap lies below it
    Column("older", Time),  # the newest story known before: the gap lies above it
    Column("reason", Text, nullable=False),
    Column("closed", Time),
    Column("closed_by", ForeignKey("crawls.id")),
    Index(None, "site", "closed"),
)

# How far a host has made us rest.
hosts = Table(
    "hosts",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("failures", Integer, nullable=False),  # in a row
    Column("resting_until", Time),
    Column("reason", Text),
)

# What became of each article, in the order of the commits (ledger.changes says how).
changes = Table(
    "changes",
    metadata,
    Column("number", Serial, primary_key=True, autoincrement=False),
    Column("page", BigInteger, nullable=False),
    Column("site", String(100), nullable=False),
    Column("kind", String(12), nullable=False),  # changes.Event
    Column("revision", Integer, nullable=False),  # the article's, from then on
    Column("at", Time, nullable=False),
    Column("moved_to", Text),  # the address, where it is no longer kept under this one
    Column("document", Text),  # what was kept under it then
    Index(None, "page", "number"),
)

# How far each named delta, or feed that keeps itself, has come in `changes`.
cursors = Table(
    "cursors",
    metadata,
    Column("kind", String(10), primary_key=True),  # delta feed
    Column("name", String(100), primary_key=True),
    Column("definition", Text, nullable=False),  # JSON: selection, format and the like
    Column("number", BigInteger, nullable=False),
    Column("files", Integer, nullable=False),  # how many were ever begun
    Column("items", Integer, nullable=False),  # in the last one
    Column("moved", Time),
)

# The index of words (crawler.search.index): up to which change it was read, and how many entries
# it ever had. No row: it is to be made anew.
search_index = Table(
    "search_index",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1
    Column("number", BigInteger, nullable=False),
    Column("entries", BigInteger, nullable=False),
)

# The entry of the index that stands for an article.
searchable = Table(
    "searchable",
    metadata,
    Column("page", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", BigInteger, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
)

DERIVED = (search_index, searchable)
"""What is made anew from the rest."""
