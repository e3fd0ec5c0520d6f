"""What articles said and say, and which story names which."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from crawler.ledger.tables.columns import Serial, Time, metadata

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
    # The orders in which they are read out: sorting would hold all documents in memory.
    Index(None, "site", "date", "published", "page"),
    Index(None, "date", "published", "page"),
    Index(None, "first_seen", "page"),
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
