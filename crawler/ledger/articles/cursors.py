"""Cursors: how far each named delta, and each feed that keeps itself, has come in the changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, select, update

from crawler.ledger.tables import cursors
from crawler.ledger.tables.statements import dialect_insert


class CursorKind(StrEnum):
    """What a cursor is of; names of one kind do not meet those of another."""

    DELTA = "delta"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A cursor at ``number`` of ledger.changes. ``definition`` is what it was made for, as text;
    ``files`` counts those that were ever begun, ``items`` are those of the last one that was
    finished, ``moved`` is when (None: never)."""

    kind: CursorKind
    name: str
    definition: str
    number: int = 0
    files: int = 0
    items: int = 0
    moved: dt.datetime | None = None


def read_cursor(connection: Connection, kind: CursorKind, name: str) -> Cursor | None:
    """The cursor of that name; None if there is none."""
    row = connection.execute(select(cursors).where(_is(kind, name))).one_or_none()
    return None if row is None else _cursor(row)


def read_cursors(connection: Connection, kind: CursorKind) -> dict[str, Cursor]:
    """All cursors of a kind, by name."""
    rows = connection.execute(
        select(cursors).where(cursors.c.kind == kind).order_by(cursors.c.name)
    )
    return {row.name: _cursor(row) for row in rows}


def put_at_start(connection: Connection, kind: CursorKind, name: str, definition: str) -> Cursor:
    """A cursor before the first change, made or put back; the count of its files goes on."""
    statement = dialect_insert(connection.dialect.name, cursors).values(
        kind=kind, name=name, definition=definition, number=0, files=0, items=0
    )
    again = {"definition": definition, "number": 0, "items": 0, "moved": None}
    connection.execute(statement.on_conflict_do_update(index_elements=["kind", "name"], set_=again))
    found = read_cursor(connection, kind, name)
    assert found is not None
    return found


def begin_file(connection: Connection, cursor: Cursor) -> int:
    """The number of the cursor's next file, from 1: nobody else gets it, and it is used once."""
    number: int = connection.execute(
        update(cursors)
        .where(_is(cursor.kind, cursor.name))
        .values(files=cursors.c.files + 1)
        .returning(cursors.c.files)
    ).scalar_one()
    return number


def move(connection: Connection, cursor: Cursor, to: int, items: int, now: dt.datetime) -> bool:
    """Move a cursor on, after what it stands for is in place.

    False, with nothing changed, if it is no longer where and what ``cursor`` says.
    """
    moved = connection.execute(
        update(cursors)
        .where(
            _is(cursor.kind, cursor.name),
            cursors.c.number == cursor.number,
            cursors.c.definition == cursor.definition,
        )
        .values(number=to, items=items, moved=now)
    )
    return moved.rowcount == 1


def skip(connection: Connection, cursor: Cursor, to: int) -> None:
    """Move a cursor over changes that are none of its own, if it is still where it says."""
    connection.execute(
        update(cursors)
        .where(
            _is(cursor.kind, cursor.name),
            cursors.c.number == cursor.number,
            cursors.c.definition == cursor.definition,
        )
        .values(number=to)
    )


def _is(kind: CursorKind, name: str) -> ColumnElement[bool]:
    return and_(cursors.c.kind == kind, cursors.c.name == name)


def _cursor(row: Row[Any]) -> Cursor:
    return Cursor(
        CursorKind(row.kind),
        row.name,
        row.definition,
        row.number,
        row.files,
        row.items,
        row.moved,
    )
