"""One ledger → another, whole: every table in the order that foreign keys ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text, update

from crawler.errors import LedgerUnusable
from crawler.ledger.connect import at_one_moment, reading, writing
from crawler.ledger.tables import DERIVED, crawls, jobs, leases, metadata

ROWS_AT_ONCE = 1000
LEFT_OUT = (leases, *DERIVED)
Told = Callable[[str, int], None]
"""Called with a table's name and how many of its rows were copied just now."""


def copy_ledger(source: Engine, target: Engine, tell: Told | None = None) -> int:
    """Copy all rows into an empty ledger, in one transaction; how many there were.

    Who holds a site (leases) is not copied: a crawl that was running has ended in the copy. Nor
    is the index of words: the first search makes it.
    Raises LedgerUnusable if the target holds anything.
    """
    total = 0
    with reading(at_one_moment(source)) as ours, writing(target) as theirs:
        _check_empty(theirs)
        for table in metadata.sorted_tables:
            if table not in LEFT_OUT:
                total += _copy_table(ours, theirs, table, tell)
        theirs.execute(
            update(crawls)
            .where(crawls.c.outcome == "running")
            .values(outcome="killed", reason="it was running when the ledger was copied")
        )
        theirs.execute(
            update(jobs)
            .where(jobs.c.state == "running")
            .values(state="failed", reason="it was running when the ledger was copied", holds=None)
        )
        if target.dialect.name == "postgresql":
            _move_sequences(theirs)
    return total


def _check_empty(target: Connection) -> None:
    for table in metadata.sorted_tables:
        if table in DERIVED:
            target.execute(delete(table))
        elif target.execute(select(table).limit(1)).first() is not None:
            raise LedgerUnusable(
                f"the target ledger is not empty ({table.name} has rows); name an empty one"
            )


def _copy_table(source: Connection, target: Connection, table: Table, tell: Told | None) -> int:
    count = 0
    for rows in _batches(source, table):
        target.execute(insert(table), rows)
        count += len(rows)
        if tell is not None:
            tell(table.name, len(rows))
    return count


def _batches(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table)).mappings()
    for batch in rows.partitions():
        yield [dict(row) for row in batch]


def _move_sequences(target: Connection) -> None:
    """Rows came with their numbers, so PostgreSQL's sequences must be told to go on after them."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        highest = target.execute(select(func.max(column))).scalar()
        name = target.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": column.name},
        ).scalar()
        if highest is not None and name is not None:
            target.execute(select(func.setval(name, highest)))
