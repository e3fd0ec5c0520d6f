"""What became of articles, one number after another, and how far each reader of it has come."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from crawler.ledger.tables.columns import Serial, Time, metadata

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
