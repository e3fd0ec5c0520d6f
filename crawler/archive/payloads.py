"""Address → what it gave last: digest, record and time, so that the same bytes are stored once.

A file beside the WARC files, one a site. It is no part of the archive: without it, what did not
change is stored whole once more.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]+")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS payloads (
    url BLOB PRIMARY KEY, digest TEXT NOT NULL, record TEXT NOT NULL, date TEXT NOT NULL,
    file TEXT NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Payload:
    """The last answer with a body: ``date`` as its record has it, ``file`` where it is."""

    digest: str
    record: str
    date: str
    file: str


class Payloads:
    """Raises OSError where the file cannot be written."""

    def __init__(self, folder: Path, site: str) -> None:
        self._folder = folder
        self._path = folder / f".{_NO_NAME.sub('-', site)}.payloads"
        self._database: sqlite3.Connection | None = None

    def find(self, url: str) -> Payload | None:
        """What an address gave last, if it is still in the archive."""
        row = self._run(
            "SELECT digest, record, date, file FROM payloads WHERE url = ?", (_key(url),)
        ).fetchone()
        if row is None:
            return None
        found = Payload(*row)
        there = (self._folder / name for name in (found.file, found.file + ".open"))
        return found if any(path.exists() for path in there) else None

    def note(self, url: str, payload: Payload) -> None:
        """Remember an answer; for good with `commit`, once its record is on the disk."""
        self._run(
            "INSERT OR REPLACE INTO payloads VALUES (?, ?, ?, ?, ?)",
            (_key(url), payload.digest, payload.record, payload.date, payload.file),
        )

    def commit(self) -> None:
        """Keep what was noted."""
        if self._database is not None:
            with _as_os_error():
                self._database.commit()

    def close(self) -> None:
        """Let go of the file; what was not committed is forgotten."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _run(self, statement: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        with _as_os_error():
            return self._opened().execute(statement, values)

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = _open(self._path)
        return self._database


def _open(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        database.execute("PRAGMA journal_mode=WAL")  # whole after a crash, and no wait for a disk
        database.execute("PRAGMA synchronous=NORMAL")
        database.execute(_SCHEMA)
    except sqlite3.DatabaseError as error:
        database.close()
        if isinstance(error, sqlite3.OperationalError):
            raise
        path.unlink()  # damaged: it says nothing that is worth a stop
        return _open(path)
    return database


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _key(url: str) -> bytes:
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).digest()
