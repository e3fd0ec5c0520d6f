"""Articles → CSV by RFC 4180, for spreadsheets and pandas.

UTF-8 with a byte order mark (without it Excel takes UTF-8 for the machine's old code page; pandas
and DuckDB skip it; Python's csv wants ``encoding="utf-8-sig"``), a header in field order, CR LF.
None is the empty cell. A list or mapping is JSON in its cell, also when empty (``[]``): one rule
for all of them, and ``json.loads`` splits it without loss. A cell that a spreadsheet would run as
a formula is made harmless (`crawler.exporters.formula_guard`, which also undoes it); characters
that no CSV reader wants, such as NUL, become U+FFFD.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO, Any

from pydantic_core import to_json

from crawler.article import Article, to_dict
from crawler.exporters.article_exporter import ArticleExporter
from crawler.exporters.characters import replace_illegal
from crawler.exporters.formula_guard import guard_cell
from crawler.ledger.articles.stored_article import StoredArticle

BYTE_ORDER_MARK = "\ufeff".encode()


class CsvExporter(ArticleExporter):
    """``bom=False`` leaves the byte order mark out."""

    has_fields = True

    def __init__(self, file: IO[bytes], *, bom: bool = True, **options: Any) -> None:
        super().__init__(file, **options)
        self._bom = bom

    def start_exporting(self) -> None:
        """Write the header: an empty feed has one, too."""
        header = write_record(self.columns.values())
        self.file.write(BYTE_ORDER_MARK + header if self._bom else header)

    def write(self, article: Article) -> None:
        """Write one record."""
        self._write(to_dict(article))

    def write_stored(self, stored: StoredArticle) -> None:
        """Write one record."""
        self._write(stored.values())

    def _write(self, values: dict[str, Any]) -> None:
        self.file.write(write_record(values[name] for name in self.columns))


def write_record(values: Iterable[Any]) -> bytes:
    """The bytes of one record of JSON-native values."""
    line: str = _WRITER.writerow(map(_cell, values))
    return line.encode()


class _Echo:
    """A file whose ``write`` gives back what it got: writerow returns what its file returned."""

    def write(self, text: str) -> str:
        return text


_WRITER: Any = csv.writer(_Echo())


def _cell(value: Any) -> object:
    """A value of the schema as csv.writer takes it."""
    if isinstance(value, (list, dict)):
        return guard_cell(to_json(value).decode())
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard_cell(replace_illegal(value)) if isinstance(value, str) else value
