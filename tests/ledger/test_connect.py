from __future__ import annotations

import contextlib
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from crawler.errors import LedgerAway, LedgerUnusable
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.migration_files import newest_version, read_version
from crawler.ledger.tables import metadata


def test_a_new_ledger_has_the_tables_the_code_knows(address: str) -> None:
    engine = open_ledger(address)
    found = inspect(engine)
    tables = set(found.get_table_names()) - {"alembic_version"}
    assert tables == set(metadata.tables)
    for name, table in metadata.tables.items():
        assert {c["name"] for c in found.get_columns(name)} == set(table.columns.keys())
    engine.dispose()


def test_several_that_begin_at_once_make_one_ledger(address: str) -> None:
    """As two services that are started together on an empty database."""
    gate = threading.Barrier(3)

    def work() -> str | None:
        gate.wait()
        engine = open_ledger(address)
        with reading(engine) as connection:
            version = read_version(connection)
        engine.dispose()
        return version

    with ThreadPoolExecutor(3) as threads:
        found = [thread.result() for thread in [threads.submit(work) for _ in range(3)]]
    assert found == [newest_version()] * 3


def test_opening_again_changes_nothing(address: str) -> None:
    open_ledger(address).dispose()
    engine = open_ledger(address, create=False)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM pages")).scalar() == 0
    engine.dispose()


def test_a_ledger_of_a_newer_version_is_left_alone(address: str) -> None:
    engine = open_ledger(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(LedgerUnusable, match="newer version"):
        open_ledger(address)


def _file(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return f"sqlite:///{path}"


def _foreign(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    return f"sqlite:///{path}"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: _file(folder / "l", b"This is no database. " * 100), "not a database"),
        (lambda folder: _foreign(folder / "l"), "no ledger"),
        (lambda folder: f"sqlite:///{folder}", "is a folder"),
        (lambda folder: "sqlite://", "needs a file"),
        (lambda folder: "nonsense", "not understood"),
        (lambda folder: "oracle+nonsense://x", "not understood"),
        (lambda folder: "mysql://x/y", "not understood"),
        (lambda folder: "postgresql+psycopg://nobody@127.0.0.1:1/none", "check that the server"),
        (lambda folder: _file(folder / "l", b"x") + "/deeper/l", "cannot be made"),
    ],
    ids=[
        "text",
        "foreign",
        "folder",
        "memory",
        "nonsense",
        "driver",
        "another database",
        "no server",
        "file as folder",
    ],
)
def test_what_is_no_ledger_is_refused_in_one_line(tmp_path: Path, make: Any, said: str) -> None:
    with pytest.raises(LedgerUnusable, match=said) as caught:
        open_ledger(make(tmp_path))
    assert "\n" not in str(caught.value)


def test_what_does_not_answer_now_is_told_apart(tmp_path: Path) -> None:
    """From what never will: who starts a service may try again."""
    with pytest.raises(LedgerAway):
        open_ledger("postgresql+psycopg://nobody@127.0.0.1:1/none")
    path = tmp_path / "ledger.sqlite"
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerAway, match="locked"):
            open_ledger(f"sqlite:///{path}?timeout=0")
    open_ledger(f"sqlite:///{path}").dispose()


def test_a_password_is_never_shown() -> None:
    with pytest.raises(LedgerUnusable) as caught:
        open_ledger("postgresql+psycopg://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_a_ledger_that_is_not_there_is_not_made_when_only_read(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="there is no ledger"):
        open_ledger(f"sqlite:///{tmp_path / 'l'}", create=False)
    assert not (tmp_path / "l").exists()


def test_a_missing_driver_is_one_line_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = "PostgreSQL needs psycopg, which is not installed; pip install -r requirements-extras"
    with pytest.raises(LedgerUnusable, match=said):
        open_ledger("postgresql+psycopg://me@127.0.0.1:1/none")
