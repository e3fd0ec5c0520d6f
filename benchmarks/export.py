"""How fast and in how much memory a ledger of N articles is written as each format.

    python -m benchmarks.export --rows 100000

Each figure is of a process of its own, bare loops over the same rows among them: sqlite3 and
orjson, pyarrow from Python's values in memory (what reads them is not counted), `sqlite3 -json`.
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
from crawler.ledger.connect import at_one_moment, opened, reading
from crawler.ledger.library import read_stored

ROWS_AT_ONCE = 5000
TOUCHED = 1000
NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
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
    seconds = 0.0
    with measured() as used, parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while rows := [_values(one, names) for (one,) in islice(documents, ROWS_AT_ONCE)]:
            started = time.perf_counter()
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            seconds += time.perf_counter() - started
            used.items += len(rows)
    used.seconds = seconds
    return used


def bare_shell(ledger: Path, out: Path, _name: str) -> Used:
    """`sqlite3 -json`, whose memory is not measured."""
    with measured() as used, out.open("wb") as file:
        query = "SELECT * FROM articles ORDER BY date, published, page"
        subprocess.run(["sqlite3", "-json", str(ledger), query], stdout=file, check=True)
        used.items = next(_rows(ledger, "SELECT count(*) FROM articles"))[0]
    return used


WORK: dict[str, Callable[[Path, Path, str], Used]] = {
    **dict.fromkeys(FORMATS, write_format),
    "orjson and sqlite3": bare_lines,
    "pyarrow from memory": bare_parquet,
    "sqlite3 -json": bare_shell,
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


def run(rows: int, folder: Path) -> None:
    """Make the ledgers, measure, print."""
    ledger, small = folder / "ledger.sqlite", folder / "small.sqlite"
    started = time.perf_counter()
    make_ledger(ledger, rows)
    make_ledger(small, TOUCHED)
    size = ledger.stat().st_size
    print(f"{rows} articles, {size // MIB} MiB, made in {time.perf_counter() - started:.0f} s")
    names = [name for name in WORK if name not in ("delta", "sqlite3 -json")]
    if shutil.which("sqlite3"):
        names.append("sqlite3 -json")
    found = {name: _measure(name, ledger, folder) for name in names}
    print_table(("format", "rows/s", "µs/row", "MiB peak", "MiB file"), [
        (name, *_shown(used), f"{used.writes / MIB:.0f}") for name, used in found.items()
    ])  # fmt: skip
    for name, bare in AIMS.items():
        ratio = found[name].seconds / found[bare].seconds
        print(f"{name}: {ratio:.2f} times {bare} (aim: at most 1.5)")
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


def _shown(used: Used) -> tuple[str, str, str]:
    each = used.seconds / max(1, used.items)
    return f"{1 / each:.0f}", f"{each * 1e6:.1f}", f"{used.peak / MIB:.0f}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--one", nargs=3, metavar=("NAME", "LEDGER", "OUT"))
    given = parser.parse_args()
    if given.one:
        name, ledger, out = given.one
        tell(WORK[name](Path(ledger), Path(out), name))
        return
    with tempfile.TemporaryDirectory() as folder:
        run(given.rows, Path(folder))


if __name__ == "__main__":
    main()
