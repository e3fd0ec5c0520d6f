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


class CsvExporter(ArticleExporter):
    """``bom=False`` leaves the byte order mark out."""

    has_fields = True

    def __init__(self, file: IO[bytes], *, bom: bool = True, **options: Any) -> None:
        super().__init__(file, **options)
        self._bom = bom
        self._writer = csv.writer(_Echo())

    def start_exporting(self) -> None:
        """Write the header: an empty feed has one, too."""
        self.file.write(("\ufeff" if self._bom else "").encode() + self._row(self.columns.values()))

    def write(self, article: Article) -> None:
        """Write one record."""
        values = to_dict(article)
        self.file.write(self._row(_cell(values[name]) for name in self.columns))

    def _row(self, cells: Iterable[object]) -> bytes:
        """The bytes of one record."""
        line: str = self._writer.writerow(cells)
        return line.encode()


class _Echo:
    """A file whose ``write`` gives back what it got: writerow returns what its file returned."""

    def write(self, text: str) -> str:
        return text


def _cell(value: Any) -> object:
    """A value of the schema as csv.writer takes it."""
    if isinstance(value, (list, dict)):
        return guard_cell(to_json(value).decode())
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard_cell(replace_illegal(value)) if isinstance(value, str) else value
