"""Articles → a SQLite database of its own: a table of articles, one for each list they have, and
an index of their words. Datasette, DuckDB and sqlite3 open it.

It is made in a temporary file, which the feed gets when it is whole.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import weakref
from pathlib import Path
from typing import IO, Any

from pydantic_core import from_json

from crawler.article import SCHEMA_VERSION, Article, to_json
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.characters import REPLACEMENT
from crawler.exporters.sqlite_tables import FINISH, INSERTS, TABLES, rows_of
from crawler.ledger.articles.stored_article import StoredArticle

_ROWS_AT_ONCE = 200
# Nothing is lost with the temporary file; a sorter for an index may use the disk.
_PRAGMAS = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;"


class SqliteExporter(ArticleExporter):
    """Rows are written some hundred articles at a time; memory stays flat."""

    def __init__(self, file: IO[bytes], **options: Any) -> None:
        super().__init__(file, **options)
        self._folder = Path(tempfile.mkdtemp(prefix="feed-"))
        self._database = sqlite3.connect(self._folder / "feed.sqlite", isolation_level=None)
        weakref.finalize(self, _drop, self._database, self._folder)
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in INSERTS}
        self._count = 0

    def start_exporting(self) -> None:
        """Make the tables."""
        self._database.executescript(f"{_PRAGMAS} PRAGMA user_version={SCHEMA_VERSION};{TABLES}")

    def write(self, article: Article) -> None:
        """Write one article's rows."""
        self._add(to_json(article))

    def write_stored(self, stored: StoredArticle) -> None:
        """Write one article's rows."""
        self._add(stored.line())

    def finish(self) -> None:
        """Make the indexes and give the file."""
        self._flush()
        self._database.executescript(FINISH)
        self._database.close()
        with (self._folder / "feed.sqlite").open("rb") as made:
            shutil.copyfileobj(made, self.file, 1 << 20)
        _drop(self._database, self._folder)

    def _add(self, line: bytes) -> None:
        values = from_json(line)
        if b"u0000" in line:
            values = _without_nul(values)
        self._count += 1
        for table, rows in rows_of(self._count, values):
            self._rows[table].extend(rows)
        if self._count % _ROWS_AT_ONCE == 0:
            self._flush()

    def _flush(self) -> None:
        self._database.execute("BEGIN")
        for table, rows in self._rows.items():
            self._database.executemany(INSERTS[table], rows)
            rows.clear()
        self._database.execute("COMMIT")


def _without_nul(value: Any) -> Any:
    """A JSON value without NUL, where SQLite's own functions take a text to end."""
    if isinstance(value, str):
        return value.replace("\0", REPLACEMENT)
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(one) for key, one in value.items()}
    return value


def _drop(database: sqlite3.Connection, folder: Path) -> None:
    with contextlib.suppress(sqlite3.Error):
        database.close()
    shutil.rmtree(folder, ignore_errors=True)
