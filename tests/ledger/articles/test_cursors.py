"""Cursors on both databases: made, moved, put back."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from crawler.ledger.articles import cursors
from crawler.ledger.articles.cursors import Cursor, CursorKind
from crawler.ledger.connect import reading, writing

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
DELTA = CursorKind.DELTA


def made(engine: Engine, name: str = "a", definition: str = "{}") -> Cursor:
    with writing(engine) as connection:
        return cursors.put_at_start(connection, DELTA, name, definition)


def found(engine: Engine, name: str = "a") -> Cursor | None:
    with reading(engine) as connection:
        return cursors.read_cursor(connection, DELTA, name)


def moved(engine: Engine, cursor: Cursor, to: int, items: int = 1) -> bool:
    with writing(engine) as connection:
        return cursors.move(connection, cursor, to, items, NOW)


def begun(engine: Engine, cursor: Cursor) -> int:
    with writing(engine) as connection:
        return cursors.begin_file(connection, cursor)


def test_a_cursor_starts_before_the_first_change(engine: Engine) -> None:
    assert found(engine) is None
    assert made(engine) == found(engine) == Cursor(DELTA, "a", "{}")


def test_it_moves_from_where_it_stands_alone(engine: Engine) -> None:
    start = made(engine)
    assert moved(engine, start, 7, items=3)
    assert not moved(engine, start, 9)
    assert found(engine) == Cursor(DELTA, "a", "{}", 7, items=3, moved=NOW)


def test_one_that_was_made_anew_is_another(engine: Engine) -> None:
    start = made(engine)
    made(engine, definition="other")
    assert not moved(engine, start, 9)


def test_a_file_number_is_given_once_even_after_a_reset(engine: Engine) -> None:
    start = made(engine)
    assert [begun(engine, start), begun(engine, start)] == [1, 2]
    made(engine)
    assert begun(engine, start) == 3


def test_kinds_and_names_do_not_meet(engine: Engine) -> None:
    made(engine, "b")
    made(engine, "a")
    with writing(engine) as connection:
        cursors.put_at_start(connection, CursorKind.FEED, "a", "feed")
        assert list(cursors.read_cursors(connection, DELTA)) == ["a", "b"]
        assert list(cursors.read_cursors(connection, CursorKind.FEED)) == ["a"]
