"""What each crawl read, in numbers, and the alarms over it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from crawler.ledger.tables.columns import Serial, Time, metadata

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
    Column("channel", String(10), primary_key=True),  # log service webhook mail
    Column("state", String(10), nullable=False),  # waiting delivered failed
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_try", Time, nullable=False),
    Column("delivered", Time),
    Column("error", Text),
    Index(None, "state", "next_try"),
)
