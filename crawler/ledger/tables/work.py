"""Jobs and schedules: what processes of their own do, and when."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint

from crawler.ledger.tables.columns import Serial, Time, metadata

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
    Column("losses", Integer, nullable=False),  # in a row: workers gone, nothing gained
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
