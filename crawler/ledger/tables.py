"""The ledger's tables, the same on SQLite and PostgreSQL. Times are UTC.

A page's id is 63 bits of a hash over site and key, so that no write waits for a look-up and
ledgers can be copied and joined. (Two of ten million addresses meet with odds of 1 to 180,000.)
"""

from __future__ import annotations

import hashlib

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from crawler.ledger.columns import Serial, Time
from crawler.ledger.columns import metadata as metadata


def page_id(site: str, key: str) -> int:
    """The id of the page of that key: 63 bits, the same on every machine."""
    digest = hashlib.blake2b(f"{site}\0{key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


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

# Work that a process of its own does: when, by whom, how far, and what came of it (crawler.jobs).
jobs = Table(
    "jobs",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),  # job.Kind
    Column("site", String(100)),  # whose work it is; of crawls and backfills one runs at a time
    Column("arguments", Text, nullable=False),  # JSON
    Column("state", String(12), nullable=False),  # job.State
    Column("reason", Text),
    Column("progress", Text),  # JSON: done, total, message
    Column("result", Text),  # JSON
    Column("log", Text),  # its file in the data folder
    Column("created", Time, nullable=False),
    Column("started", Time),  # the attempt that is or was last under way
    Column("ended", Time),
    Column("attempt", Integer, nullable=False),  # counts the claims: who has an older one lost it
    Column("losses", Integer, nullable=False),  # attempts whose worker was gone
    Column("worker", String(120)),
    Column("pid", Integer),  # of the process that does it; set once an attempt
    Column("until", Time),  # the worker's lease
    Column("stop_asked", Time),
    Column("holds", String(100)),  # the site, while no other job may run at it
    Column("schedule", String(64)),
    Column("due", Time),  # as the schedule says it, before jitter and quiet hours
    UniqueConstraint("schedule", "due"),
    Index(None, "state", "id"),
    Index(None, "site", "id"),
    Index("ux_jobs_holds", "holds", unique=True),
)

# What is remembered of a schedule; ``definition`` is null where crawler.toml holds it.
schedules = Table(
    "schedules",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("definition", Text),  # JSON
    Column("mark", String(64), nullable=False),  # digest of when it runs: another one begins anew
    Column("since", Time, nullable=False),  # nothing before this is caught up
    Column("last_due", Time),
    Column("paused", Time),
)

# What each crawl read, in numbers (health.sample): the newest of each site are kept.
health_samples = Table(
    "health_samples",
    metadata,
    Column("crawl", ForeignKey("crawls.id"), primary_key=True, autoincrement=False),
    Column("site", String(100), nullable=False),
    Column("at", Time, nullable=False),
    Column("numbers", Text, nullable=False),  # JSON
    Index(None, "site", "crawl"),
)

# What is or was wrong with a site (health.alarm).
alarms = Table(
    "alarms",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("site", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("raised", Time, nullable=False),
    Column("last_seen", Time, nullable=False),
    Column("closed", Time),
    Column("accepted", Boolean, nullable=False, default=False),  # closed as how the site is now
    Column("message", Text, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON
    Index(None, "site", "raised"),
)
Index(  # one open alarm of a name
    "ix_alarms_open",
    alarms.c.site,
    alarms.c.kind,
    alarms.c.subject,
    unique=True,
    sqlite_where=alarms.c.closed.is_(None),
    postgresql_where=alarms.c.closed.is_(None),
)

# Which of it was told, and where: a row each, until it is delivered or given up.
alarm_news = Table(
    "alarm_news",
    metadata,
    Column("alarm", ForeignKey("alarms.id"), primary_key=True, autoincrement=False),
    Column("event", String(10), primary_key=True),  # raised closed
    Column("channel", String(10), primary_key=True),  # log webhook mail
    Column("state", String(10), nullable=False),  # waiting delivered failed
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Time, nullable=False),
    Column("delivered", Time),
    Column("error", Text),
    Index(None, "state", "next_try"),
)

# Who may use the service from elsewhere (crawler.access); of a token only its digest is kept.
tokens = Table(
    "tokens",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("key", String(16), nullable=False),  # the public half, by which the row is found
    Column("digest", String(64), nullable=False),  # SHA-256 of the secret half
    Column("scope", String(10), nullable=False),  # access.Scope
    Column("created", Time, nullable=False),
    Column("last_used", Time),
    UniqueConstraint("key"),
)

# A browser that showed a token; the cookie's digest.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("token", ForeignKey("tokens.name", ondelete="CASCADE"), nullable=False),
    Column("created", Time, nullable=False),
    Column("until", Time, nullable=False),
)

# What was done over the web or to tokens, refused attempts too; append-only.
audit = Table(
    "audit",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("at", Time, nullable=False),
    Column("who", String(64), nullable=False),  # a token's name, "loopback", "command line"
    Column("origin", String(64)),  # the address it came from
    Column("operation", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("outcome", Text, nullable=False),
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
