"""Articles → a folder of Parquet files, one folder a day of publication, whole or not at all.

The layout is Hive's (``published_date=2026-01-31/part-0.parquet``), which DuckDB, Spark, polars and
pandas read as one table. All of it is made beside the folder and then takes its place.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from crawler.errors import FeedError, UsageError
from crawler.exporters.parquet import ParquetExporter
from crawler.feeds.publish import Part, Published, export_into
from crawler.feeds.whole_file import WholeFile, explain
from crawler.ledger.articles.stored_article import StoredArticle

_DAY = re.compile(r"published_date=[0-9]{4}-[0-9]{2}-[0-9]{2}")


def publish_by_day(folder: Path, articles: Iterable[StoredArticle]) -> Published:
    """Write the articles into the folder, in place of what an earlier run wrote there.

    A day that comes again after another one gets a further file. Raises UsageError, before
    anything is written, for a folder that holds something else; FeedError if the articles could
    not be written: then the folder is as it was.
    """
    folder = Path(os.path.realpath(folder))
    _require_own(folder)
    made = folder.with_name(f".{folder.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        made.mkdir(parents=True)
        count, parts = _write_days(made, articles)
        _replace(folder, made)
    except OSError as error:
        raise explain(folder, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return Published(folder, count, sum(one.bytes for one in parts), parts=parts, is_folder=True)


def _write_days(made: Path, articles: Iterable[StoredArticle]) -> tuple[int, tuple[Part, ...]]:
    count = 0
    parts = []
    numbers: Counter[dt.date] = Counter()
    for day, of_day in _by_day(articles):
        name = f"published_date={day.isoformat()}/part-{numbers[day]}.parquet"
        numbers[day] += 1
        with WholeFile(made / name) as file:
            exporter = ParquetExporter(cast("IO[bytes]", file))
            count += export_into(exporter, of_day, str(made.parent))
            file.publish()
            parts.append(Part(name, file.bytes_written, file.sha256))
    return count, tuple(parts)


def _by_day(
    articles: Iterable[StoredArticle],
) -> Iterator[tuple[dt.date, Iterator[StoredArticle]]]:
    """The articles in runs of one day; each run is drawn before the next is asked for."""
    waiting = iter(articles)
    first = next(waiting, None)

    def run(day: dt.date) -> Iterator[StoredArticle]:
        nonlocal first
        while first is not None and first.day() == day:
            yield first
            first = next(waiting, None)

    while first is not None:
        day = first.day()
        yield day, run(day)


def _require_own(folder: Path) -> None:
    """Raises UsageError if the folder holds what no earlier run wrote."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder for the days")
    other = next((one.name for one in folder.iterdir() if not _DAY.fullmatch(one.name)), None)
    if other is not None:
        raise UsageError(f"{folder} holds {other!r}, which is no day; name a folder of its own")


def _replace(folder: Path, made: Path) -> None:
    """Put the new folder in the place of the old one."""
    if not folder.exists():
        made.rename(folder)
        return
    old = made.with_suffix(".old")
    folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    with contextlib.suppress(FeedError):
        shutil.rmtree(old, ignore_errors=True)
