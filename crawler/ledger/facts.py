"""The ledger → facts about itself: version, size, rows by table, articles by site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, select, text

from crawler.ledger.reports.summary import Holding, read_holdings
from crawler.ledger.tables import metadata

_SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """``version`` is that of the schema; ``bytes`` what the database takes on its disk."""

    version: str
    bytes: int
    rows: Mapping[str, int]
    sites: Mapping[str, Holding]


def read_facts(connection: Connection) -> Facts:
    """What the ledger is and holds."""
    return Facts(
        version=MigrationContext.configure(connection).get_current_revision() or "none",
        bytes=connection.execute(text(_SIZE[connection.dialect.name])).scalar_one(),
        rows=count_rows(connection),
        sites=read_holdings(connection),
    )


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has, by name."""
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in sorted(metadata.tables.items())
    }
