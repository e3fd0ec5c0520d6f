"""JSON lines of a dataclass → Arrow tables of its types, and Parquet files of them.

The lines are parsed by Arrow itself, many at once, and no value of them becomes an object of
Python; only mappings do, which Arrow's reader has no type for. Times are read as texts first and
then made instants in UTC, to the microsecond.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import types
import typing
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any

import pyarrow as pa
import pyarrow.json
import pyarrow.parquet
from pydantic import AwareDatetime
from pydantic_core import from_json

_SCALARS = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
    dt.datetime: pa.timestamp("us", tz="UTC"),
    AwareDatetime: pa.timestamp("us", tz="UTC"),
}
_MAP = pa.map_(pa.string(), pa.string())
# A JSON object of texts, as pydantic writes it. Each character is read once: what may follow a
# backslash is one character, and none but the quote ends a text.
_OBJECT = re.compile(rb'\{(?:"(?:[^"\\]|\\.)*"[:,]?)*\}')
PIECE_BYTES = 4 << 20
"""So much is parsed at once."""
GROUP_BYTES = 32 << 20
"""So much of lines is a row group."""


def schema_of(kind: type) -> pa.Schema:
    """The columns of a dataclass: a tuple is a list, a dataclass a struct, a mapping of texts a
    map, a time an instant in UTC."""
    hints = typing.get_type_hints(kind)
    return pa.schema([(one.name, _type_of(hints[one.name])) for one in dataclasses.fields(kind)])


def read_lines(lines: Iterable[bytes], schema: pa.Schema) -> pa.Table:
    """The table of JSON lines, each of which has all fields of the schema, mappings not first."""
    maps = [one.name for one in schema if pa.types.is_map(one.type)]
    found: dict[str, list[Any]] = {name: [] for name in maps}
    rest = []
    for line in lines:
        for name in maps:
            line, value = _cut(line, name)  # noqa: PLW2901
            found[name].append(list(value.items()))
        rest.append(line)
    read = _parse(b"\n".join(rest), schema) if rest else None
    columns = []
    for one in schema:
        if one.name in found:
            columns.append(pa.chunked_array([pa.array(found[one.name], one.type)]))
        elif read is None:
            columns.append(pa.chunked_array([], one.type))
        else:
            columns.append(read[one.name].cast(one.type))
    return pa.Table.from_arrays(columns, schema=schema)


class ParquetLines:
    """Writes lines of a dataclass to a binary stream, a row group for every 32 MiB of them.

    ``columns`` are those to write, field → name; all of them where it is None. A thread parses,
    compresses and writes one piece while the next is gathered; what it raises is raised by the
    call after. All calls come from one thread.
    """

    def __init__(
        self, file: IO[bytes], kind: type, columns: Mapping[str, str] | None = None
    ) -> None:
        self._schema = schema_of(kind)
        self._columns = dict(columns or {name: name for name in self._schema.names})
        written = [self._schema.field(name).with_name(to) for name, to in self._columns.items()]
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="parquet")
        self._working: Future[None] | None = None
        self._sink = _Sink(file)
        self._writer = pa.parquet.ParquetWriter(
            self._sink, pa.schema(written), compression="zstd", use_dictionary=True
        )
        self._lines: list[bytes] = []
        self._tables: list[pa.Table] = []
        self._lines_bytes = self._tables_bytes = 0

    def add(self, line: bytes) -> None:
        """Write a line, at the latest when the file is closed."""
        self._lines.append(line)
        self._lines_bytes += len(line)
        if self._lines_bytes >= PIECE_BYTES:
            self._hand_over()

    def close(self) -> None:
        """Write what waits, and the end of the file; the stream stays open."""
        self._hand_over()
        self._wait()
        if self._tables:
            self._write()
        self._writer.close()
        self._sink.drop()
        self._worker.shutdown()

    def __del__(self) -> None:
        # What is dropped before its end must not get one: Arrow's writer would write it.
        self._sink.drop()
        self._worker.shutdown(wait=False)

    def _hand_over(self) -> None:
        """Give what was gathered to the thread, when it is done with the piece before: no more
        than two are in memory."""
        self._wait()
        if self._lines:
            self._working = self._worker.submit(self._take, self._lines, self._lines_bytes)
            self._lines, self._lines_bytes = [], 0

    def _wait(self) -> None:
        working, self._working = self._working, None
        if working is not None:
            working.result()

    def _take(self, lines: list[bytes], size: int) -> None:
        table = read_lines(lines, self._schema).select(list(self._columns))
        self._tables.append(table.rename_columns(list(self._columns.values())))
        self._tables_bytes += size
        if self._tables_bytes >= GROUP_BYTES:
            self._write()

    def _write(self) -> None:
        tables, self._tables, self._tables_bytes = self._tables, [], 0
        table = pa.concat_tables(tables)
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))


class _Sink(io.RawIOBase):
    """A stream that says what Arrow asks for and does not close the one below."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file: IO[bytes] | None = file

    def drop(self) -> None:
        """What is written from now on goes nowhere."""
        self._file = None

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes."""
        if self._file is not None:
            try:
                self._file.write(bytes(data))
            except Exception:
                self.drop()
                raise
        return len(data)


def _type_of(hint: Any) -> pa.DataType:
    """The Arrow type of an annotation."""
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        return _type_of(typing.get_args(hint)[0])
    if origin in (typing.Union, types.UnionType):
        return _type_of(next(one for one in typing.get_args(hint) if one is not type(None)))
    if origin is tuple:
        return pa.list_(_type_of(typing.get_args(hint)[0]))
    if origin is not None:
        return _MAP
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return pa.struct(list(schema_of(hint)))
    return next(_SCALARS[one] for one in hint.__mro__ if one in _SCALARS)


def _as_read(kind: pa.DataType) -> pa.DataType:
    """The type that Arrow's reader gives: it takes days and offsets for no times."""
    if pa.types.is_temporal(kind):
        return pa.string()
    if pa.types.is_list(kind):
        return pa.list_(_as_read(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(one.name, _as_read(one.type)) for one in kind])
    return kind


def _parse(lines: bytes, schema: pa.Schema) -> pa.Table:
    plain = [(one.name, _as_read(one.type)) for one in schema if not pa.types.is_map(one.type)]
    return pa.json.read_json(
        pa.BufferReader(lines),
        # One block: a line that is longer than a block would be refused.
        read_options=pa.json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=pa.json.ParseOptions(
            explicit_schema=pa.schema(plain), unexpected_field_behavior="error"
        ),
    )


def _cut(line: bytes, name: str) -> tuple[bytes, dict[str, str]]:
    """The line without its field of that name, and the mapping that stands there."""
    # Neither can stand in a text, where quotes are escaped, nor in a mapping of texts.
    start = line.rfind(f',"{name}":{{'.encode())
    value = _OBJECT.match(line, start + len(name) + 4)
    if start < 0 or value is None:
        raise ValueError(f"a line has no {name}: {line[:80]!r}")
    return line[:start] + line[value.end() :], from_json(value[0])
