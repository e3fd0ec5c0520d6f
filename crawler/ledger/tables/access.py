"""Who may use the service from elsewhere, and what was done."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint

from crawler.ledger.tables.columns import Serial, Time, metadata

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

# What was ordered, over the web or by command, refused attempts too; append-only.
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
