"""Tables and keys → the statements that the ledger writes with, each built once a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Delete, Table, Update, bindparam, delete, func, update
from sqlalchemy.dialects import postgresql, sqlite

from crawler.ledger.tables import gaps, links


def dialect_insert(dialect: str, table: Table) -> Any:
    """Both databases know ON CONFLICT, each through an insert of its own."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@cache
def insert_missing(dialect: str, table: Table, key: str) -> Any:
    """Insert what is not there, and leave what is."""
    return dialect_insert(dialect, table).on_conflict_do_nothing(index_elements=[key])


@cache
def upsert(dialect: str, table: Table, key: tuple[str, ...], once: frozenset[str]) -> Any:
    """Insert, or overwrite all but the key and what only the first write may set."""
    statement = dialect_insert(dialect, table)
    kept = {*key, *once, "id"}
    values = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in kept
    }
    return statement.on_conflict_do_update(index_elements=list(key), set_=values)


@cache
def upsert_links(dialect: str) -> Any:
    """As `upsert`; ``walk`` is that of the first crawl, and stands once it is set."""
    statement = dialect_insert(dialect, links)
    fresh = statement.excluded
    names = ("rank", "title", "published", "last_seen", "last_walk")
    values = {name: fresh[name] for name in names}
    values["walk"] = func.coalesce(links.c.walk, fresh.walk)
    return statement.on_conflict_do_update(
        index_elements=["source", "target", "place"], set_=values
    )


@cache
def update_by(table: Table, key: str, names: tuple[str, ...]) -> Update:
    """An update of those columns; the parameter ``b_<key>`` says which row."""
    return (
        update(table)
        .where(table.c[key] == bindparam(f"b_{key}"))
        .values({name: bindparam(name) for name in names})
    )


@cache
def delete_by(table: Table, key: str) -> Delete:
    """A deletion of the row that ``b_<key>`` names."""
    return delete(table).where(table.c[key] == bindparam(f"b_{key}"))


@cache
def bound_gaps() -> Update:
    """Let what is open of the gaps that the walk ``b_walk`` left begin where it has come to."""
    return (
        update(gaps)
        .where(gaps.c.walk == bindparam("b_walk"), gaps.c.closed.is_(None))
        .values(newer=bindparam("newer"))
    )


@cache
def close_gaps() -> Update:
    """Close what is open of the gaps that the walk ``b_walk`` left."""
    return (
        update(gaps)
        .where(gaps.c.walk == bindparam("b_walk"), gaps.c.closed.is_(None))
        .values(closed=bindparam("closed"), closed_by=bindparam("closed_by"))
    )
