"""Crawls, the pages they know, what was asked, and the walks over listings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from crawler.ledger.tables.columns import Serial, Time, metadata

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

# What the last survey of a site found that no file describes.
surveys = Table(
    "surveys",
    metadata,
    Column("site", String(100), primary_key=True),
    Column("home", Text, nullable=False),  # the address that was surveyed
    Column("at", Time, nullable=False),
    Column("found", Text, nullable=False),  # JSON, discovery.site_text
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
