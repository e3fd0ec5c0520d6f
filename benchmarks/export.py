"""How fast and in how much memory a ledger of N articles is written as each format.

    python -m benchmarks.export --rows 100000

Each figure is of a process of its own, bare loops over the same rows among them: sqlite3 and
orjson, pyarrow from Python's values in memory (what reads them is not counted), DuckDB from JSON
lines to Parquet, in one thread as the others, and `sqlite3 -json`, where they are installed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from benchmarks.export_ledger import make_ledger, touch
from benchmarks.measure import MIB, Used, measured, print_table, run_fresh, tell
from crawler.exporters import FORMATS
from crawler.feeds.delta import Delta, take_delta
from crawler.feeds.publish import publish
from crawler.feeds.selection import Selection
from crawler.ledger.articles.library import read_stored
from crawler.ledger.connect import at_one_moment, opened, reading

ROWS_AT_ONCE = 5000
TOUCHED = 1000
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
DUCKDB, SHELL = "DuckDB from lines", "sqlite3 -json"
AIMS = {"jsonl": "orjson and sqlite3", "parquet": "pyarrow from memory"}


def write_format(ledger: Path, out: Path, name: str) -> Used:
    """The whole ledger in one format, as `export` writes it."""
    with (
        measured() as used,
        opened(f"sqlite:///{ledger}") as engine,
        reading(at_one_moment(engine)) as connection,
    ):
        used.items = publish(out, name, read_stored(connection, Selection())).count
    return used


def write_delta(ledger: Path, out: Path, _name: str) -> Used:
    """What came since the cursor stood at the end but for the last thousand."""
    with measured() as used, opened(f"sqlite:///{ledger}") as engine:
        delta = Delta(name="bench", folder=str(out), format="jsonl", selection=Selection())
        used.items = take_delta(engine, delta, NOW).counts.total()
    return used


def bare_lines(ledger: Path, out: Path, _name: str) -> Used:
    """sqlite3 and orjson in a loop."""
    with measured() as used, out.open("wb") as file:
        for (document,) in _documents(ledger):
            file.write(orjson.dumps(orjson.loads(document)) + b"\n")
            used.items += 1
    return used


def bare_parquet(ledger: Path, out: Path, _name: str) -> Used:
    """pyarrow, given Python's values: seconds are those of pyarrow alone."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    from crawler.article import Article
    from crawler.exporters.arrow_lines import schema_of

    schema = schema_of(Article)
    names = [one.name for one in schema if pa.types.is_temporal(one.type)]
    documents = _documents(ledger)
    seconds = cpu = 0.0
    with measured() as used, parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while rows := [_values(one, names) for (one,) in islice(documents, ROWS_AT_ONCE)]:
            started, cpu_started = time.perf_counter(), time.process_time()
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            seconds += time.perf_counter() - started
            cpu += time.process_time() - cpu_started
            used.items += len(rows)
    used.seconds, used.cpu = seconds, cpu
    return used


def bare_duckdb(ledger: Path, out: Path, _name: str) -> Used:
    """DuckDB, given the lines as a file: seconds are those of reading and writing alone."""
    import duckdb

    lines = out.with_suffix(".lines")
    bare_lines(ledger, lines, "")
    read = f"read_json('{lines}', format = 'newline_delimited', maximum_object_size = 67108864)"
    with measured() as used, duckdb.connect(config={"threads": 1}) as database:
        database.execute(f"COPY (FROM {read}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)")
        (used.items,) = database.execute(
            f"SELECT count(*) FROM read_parquet('{out}')"
        ).fetchone() or (0,)
    lines.unlink()
    return used


def bare_shell(ledger: Path, out: Path, _name: str) -> Used:
    """`sqlite3 -json`, whose memory and CPU are not measured."""
    with measured() as used, out.open("wb") as file:
        query = "SELECT * FROM articles ORDER BY date, published, page"
        subprocess.run(["sqlite3", "-json", str(ledger), query], stdout=file, check=True)
        used.items = next(_rows(ledger, "SELECT count(*) FROM articles"))[0]
    return used


# What is compared runs one after the other: a machine that others use changes with the minutes.
WORK: dict[str, Callable[[Path, Path, str], Used]] = {
    "jsonl": write_format,
    "orjson and sqlite3": bare_lines,
    SHELL: bare_shell,
    "parquet": write_format,
    "pyarrow from memory": bare_parquet,
    DUCKDB: bare_duckdb,
    **{name: write_format for name in FORMATS if name not in AIMS},
    "delta": write_delta,
}


def _documents(ledger: Path) -> Iterator[tuple[str]]:
    yield from _rows(ledger, "SELECT document FROM articles ORDER BY date, published, page")


def _rows(ledger: Path, query: str) -> Iterator[Any]:
    connection = sqlite3.connect(ledger)
    yield from connection.execute(query)
    connection.close()


def _values(document: str, times: list[str]) -> dict[str, Any]:
    """A document with its own times, and those of related stories, as values of Python."""
    values: dict[str, Any] = orjson.loads(document)
    for name in times:
        if values[name] is not None:
            kind = dt.date if name == "date" else dt.datetime
            values[name] = kind.fromisoformat(values[name])
    for story in values["related"]:
        story["published"] = dt.datetime.fromisoformat(story["published"])
    values["provenance"] = list(values["provenance"].items())
    return values


def run(rows: int, folder: Path, only: list[str]) -> None:
    """Make the ledgers, measure, print."""
    ledger, small = folder / "ledger.sqlite", folder / "small.sqlite"
    started = time.perf_counter()
    make_ledger(ledger, rows)
    make_ledger(small, TOUCHED)
    size = ledger.stat().st_size
    print(f"{rows} articles, {size // MIB} MiB, made in {time.perf_counter() - started:.0f} s")
    is_there = {SHELL: shutil.which("sqlite3"), DUCKDB: find_spec("duckdb")}
    names = [name for name in only or WORK if name != "delta" and is_there.get(name, True)]
    found = {name: _measure(name, ledger, folder) for name in names}
    print_table(("format", "rows/s", "µs/row", "CPU µs", "MiB peak", "MiB file"), [
        (name, *_shown(used), f"{used.writes / MIB:.0f}") for name, used in found.items()
    ])  # fmt: skip
    for name, bare in AIMS.items():
        if not {name, bare} <= found.keys():
            continue
        ratio = found[name].seconds / found[bare].seconds
        cpu = found[name].cpu / found[bare].cpu
        print(f"{name}: {ratio:.2f} times {bare}, {cpu:.2f} times its CPU (aim: at most 1.5)")
    large, few = (_delta(path, folder) for path in (ledger, small))
    print(
        f"a delta of {TOUCHED} rows: {large.seconds:.2f} s of {rows}, "
        f"{few.seconds:.2f} s of {TOUCHED}"
    )


def _delta(ledger: Path, folder: Path) -> Used:
    """The second delta, of as many rows as changed."""
    touch(ledger, TOUCHED)
    return _measure("delta", ledger, folder)


def _measure(name: str, ledger: Path, folder: Path) -> Used:
    """What one kind of work used; ``writes`` is the size of its file."""
    out = folder / f"out.{name.replace(' ', '-')}"
    used = run_fresh("benchmarks.export", "--one", name, str(ledger), str(out))
    if out.is_dir():
        shutil.rmtree(out)
    else:
        used.writes = out.stat().st_size
        out.unlink()
    return used


def _shown(used: Used) -> tuple[str, str, str, str]:
    each, cpu = (taken / max(1, used.items) for taken in (used.seconds, used.cpu))
    return f"{1 / each:.0f}", f"{each * 1e6:.1f}", f"{cpu * 1e6:.1f}", f"{used.peak / MIB:.0f}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=WORK, default=[])
    parser.add_argument("--one", nargs=3, metavar=("NAME", "LEDGER", "OUT"))
    given = parser.parse_args()
    if given.one:
        name, ledger, out = given.one
        tell(WORK[name](Path(ledger), Path(out), name))
        return
    with tempfile.TemporaryDirectory() as folder:
        run(given.rows, Path(folder), given.only)


if __name__ == "__main__":
    main()
