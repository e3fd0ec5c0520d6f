"""A ledger's address → an engine on a ledger of this version, or a clear refusal.

SQLite in WAL mode: readers never wait for the writer; a commit survives the death of the
process. PostgreSQL through psycopg 3: a connection found dead before a transaction is made anew
once; one that dies within a transaction fails it.

How long a write waits for another's is part of the address: ``sqlite:///ledger.sqlite?timeout=30``
(seconds).
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from crawler.errors import LedgerAway, LedgerMissing, LedgerUnusable, StorageFailed
from crawler.ledger.migration_files import newest_version, read_version, upgrade

DATABASES = ("sqlite", "postgresql")
_MIGRATING = 0x6E_65_77_73_6D_69_67  # any number that no other program on the server takes
BUSY_SECONDS = 10
# Each connection fills a cache of its own; what it lacks, the system's cache of files mostly has.
CACHE_KIB = 4000
# Nothing waits for ever for a server that is silent, or for a lock that is never given up.
POSTGRESQL_PATIENCE = {
    "connect_timeout": 10,
    "tcp_user_timeout": 30_000,  # ms
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "options": f"-c lock_timeout={BUSY_SECONDS}s",
}


def open_ledger(address: str, create: bool = True) -> Engine:
    """An engine on the ledger at a SQLAlchemy address, migrated to this version.

    Raises LedgerUnusable, with nothing changed, if it is no ledger, a newer one, or (LedgerAway)
    out of reach now.
    ``create`` False: it is only to be read, and one that is not there is refused, not made.
    """
    url = _parse(address)
    shown = url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        _prepare_folder(url, create)
    engine = _create_engine(url)
    try:
        _migrate(engine, shown)
    except (DBAPIError, sqlite3.DatabaseError) as error:
        engine.dispose()
        kind = LedgerAway if _is_away(url, error) else LedgerUnusable
        raise kind(f"{shown}: {_said(error)}; {_advice(url)}") from error
    except LedgerUnusable:
        engine.dispose()
        raise
    return engine


@contextlib.contextmanager
def opened(address: str, create: bool = False) -> Iterator[Engine]:
    """`open_ledger` for as long as a block lasts."""
    engine = open_ledger(address, create)
    try:
        yield engine
    finally:
        engine.dispose()


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction: committed whole at the end, or rolled back and raised as StorageFailed.

    What the storage is not to blame for (a value no database takes) is rolled back and raised as
    it is.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except (DataError, IntegrityError):
        raise
    except (DBAPIError, PoolTimeout, sqlite3.Error, OSError) as error:
        raise StorageFailed(f"the ledger could not be written: {_said(error)}") from error


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
        if url.get_backend_name() not in DATABASES:
            raise NoSuchModuleError(url.drivername)
        url.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise LedgerUnusable(
            "the ledger's address is not understood; "
            "write sqlite:///path/ledger.sqlite or postgresql+psycopg://user@host/name"
        ) from error
    except ImportError as error:  # psycopg without its C library raises ImportError itself
        raise LedgerUnusable(
            f"a ledger in PostgreSQL needs {error.name or 'psycopg'}, which is not installed; "
            "pip install -r requirements-extras.txt"
        ) from error
    return url


def _prepare_folder(url: URL, create: bool) -> None:
    if not url.database or url.database == ":memory:":
        raise LedgerUnusable("a ledger needs a file; write sqlite:///path/ledger.sqlite")
    path = Path(url.database)
    if path.is_dir():
        raise LedgerUnusable(f"{path} is a folder; name a file in it")
    if not create and not path.exists():
        raise LedgerMissing(f"there is no ledger at {path}; crawl first, or name another")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LedgerUnusable(
            f"{path.parent} cannot be made: {error.strerror}; name another place for the ledger"
        ) from error
    if create:
        _require_writable(path)


def _require_writable(path: Path) -> None:
    """The folder too: SQLite writes its journal beside the file."""
    for place in (path, path.parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise LedgerUnusable(
                f"{place} may not be written to; change its rights, or name another ledger"
            )


def _create_engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        # It also warns of what is raised as an error and then told in one line.
        logging.getLogger("psycopg").setLevel(logging.ERROR)
        patience = {k: v for k, v in POSTGRESQL_PATIENCE.items() if k not in url.query}
        return create_engine(url, pool_pre_ping=True, connect_args=patience)
    if "timeout" not in url.query:
        url = url.update_query_dict({"timeout": str(BUSY_SECONDS)})
    engine = create_engine(url, connect_args={"isolation_level": None})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    with contextlib.suppress(sqlite3.OperationalError):  # a read-only file stays as it is
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and writes later can meet "database is locked" at once, with
    # no waiting; taking the write lock at the start waits BUSY_SECONDS for its turn.
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads, on one consistent state (`at_one_moment` says for how long).

    Raises StorageFailed.
    """
    try:
        with engine.execution_options(sqlite_begin="DEFERRED").begin() as connection:
            yield connection
    except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
        raise StorageFailed(f"the ledger could not be read: {_said(error)}") from error


def at_one_moment(engine: Engine) -> Engine:
    """The engine, for reading with several statements what one of them would see.

    PostgreSQL shows every statement what was committed before it, unless asked not to.
    """
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _migrate(engine: Engine, shown: str) -> None:
    seen = at_one_moment(engine).execution_options(sqlite_begin="DEFERRED")
    with seen.begin() as connection:  # which somebody else may make a ledger just now
        here = read_version(connection)
        foreign = here is None and bool(inspect(connection).get_table_names())
    newest = newest_version()
    if here == newest:
        return
    if foreign:
        raise LedgerUnusable(f"{shown} is a database, but no ledger; name another")
    if here is not None and here > newest:
        raise LedgerUnusable(
            f"{shown} was written by a newer version of this program ({here}); update the program"
        )
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # on SQLite one writes at a time anyhow
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10min'")
            connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
        upgrade(connection)


def _said(error: BaseException) -> str:
    original = getattr(error, "orig", None) or error
    return str(original).strip().splitlines()[0] if str(original).strip() else type(error).__name__


def _is_away(url: URL, error: Exception) -> bool:
    """True for a server that does not answer, and for a file that another program has locked."""
    if not isinstance(error, OperationalError):
        return False
    return url.get_backend_name() != "sqlite" or "locked" in _said(error)


def _advice(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return "check the file and its rights, or name another with --ledger"
    return "check that the server runs and the address is right"
