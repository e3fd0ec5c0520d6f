"""Rows of any frozen dataclass → JSON Lines, CSV or Parquet: one exporter a format, typed columns.

A row's columns are the fields of its class in their order, their types the annotations: text,
numbers, aware times, tuples of them, and None. A further format is one more line here: a class
made with a file and the rows' class, which writes rows as an item exporter does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import IO, Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, from_json
from scrapy.utils.misc import load_object

from crawler.errors import UsageError
from crawler.exporters import require_plain
from crawler.exporters.characters import repair
from crawler.exporters.csv import BYTE_ORDER_MARK, write_record
from crawler.exporters.needed import needing
from crawler.feeds.place import Place
from crawler.feeds.publish import Exporter, Published, publish_with


@dataclass(frozen=True, slots=True)
class RowFormat:
    """``writer`` is a dotted path, imported by the run that needs it."""

    writer: str
    ending: str


ROW_FORMATS: Mapping[str, RowFormat] = {
    "jsonl": RowFormat("crawler.feeds.row_formats.JsonlRows", "jsonl"),
    "csv": RowFormat("crawler.feeds.row_formats.CsvRows", "csv"),
    "parquet": RowFormat("crawler.feeds.row_formats.ParquetRows", "parquet"),
}


def find_row_format(name: str) -> RowFormat:
    """The format of that name. Raises UsageError for one that has no columns."""
    require_plain(name, ROW_FORMATS)
    if name not in ROW_FORMATS:
        known = ", ".join(ROW_FORMATS)
        raise UsageError(f"{name} has no columns for this; take one of {known}")
    return ROW_FORMATS[name]


def publish_rows(path: str | Place, format: str, kind: type, rows: Iterable[Any]) -> Published:  # noqa: A002
    """`publish.publish` for rows of a dataclass. Raises UsageError and FeedError as it does."""
    writer = load_object(find_row_format(format).writer)

    def make(file: IO[bytes]) -> Exporter:
        exporter: Exporter = writer(file, kind)
        return exporter

    return publish_with(path, make, rows)


@cache
def adapter_of(kind: type) -> TypeAdapter[Any]:
    """The converter between rows of a class and JSON; built once."""
    return TypeAdapter(kind)


class JsonlRows:
    """One row a line, every field in every line; lone surrogates become U+FFFD."""

    def __init__(self, file: IO[bytes], kind: type) -> None:
        self.file = file
        self._adapter = adapter_of(kind)

    def start_exporting(self) -> None:
        """Nothing stands before the first line."""

    def export_item(self, item: Any) -> None:
        """Write one line."""
        self.file.write(_line_of(self._adapter, item) + b"\n")

    def finish_exporting(self) -> None:
        """Nothing stands behind the last line."""


class CsvRows:
    """As `exporters.csv`: a byte order mark, a header, lists as JSON, nothing that is a formula."""

    def __init__(self, file: IO[bytes], kind: type) -> None:
        self.file = file
        self._adapter = adapter_of(kind)
        self._names = [one.name for one in fields(kind)]

    def start_exporting(self) -> None:
        """Write the header."""
        self.file.write(BYTE_ORDER_MARK + write_record(self._names))

    def export_item(self, item: Any) -> None:
        """Write one record."""
        values = from_json(_line_of(self._adapter, item))
        self.file.write(write_record(values[name] for name in self._names))

    def finish_exporting(self) -> None:
        """Nothing stands behind the last record."""


class ParquetRows:
    """As `exporters.parquet`: typed columns, instants in UTC. Raises UsageError without pyarrow."""

    def __init__(self, file: IO[bytes], kind: type) -> None:
        with needing("pyarrow", "parquet"):
            from crawler.exporters.arrow_lines import ParquetLines
        self.file = file
        self._adapter = adapter_of(kind)
        self._rows = ParquetLines(file, kind)

    def start_exporting(self) -> None:
        """The file is begun."""

    def export_item(self, item: Any) -> None:
        """Write one row."""
        self._rows.add(_line_of(self._adapter, item))

    def finish_exporting(self) -> None:
        """End the file."""
        self._rows.close()


def _line_of(adapter: TypeAdapter[Any], item: Any) -> bytes:
    """A row as JSON; lone surrogates become U+FFFD."""
    try:
        return adapter.dump_json(item)
    except (PydanticSerializationError, UnicodeEncodeError):
        return adapter.dump_json(repair(item))
