"""Articles → a feed file, whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol, cast

from scrapy.utils.misc import load_object

from crawler.article import Article
from crawler.errors import FeedError, ReaderGone
from crawler.exporters import find_format
from crawler.feeds.compression import Compressor, find_compressor
from crawler.feeds.place import Place, find_place
from crawler.feeds.whole_file import explain
from crawler.ledger.articles.stored_article import StoredArticle

STANDARD_OUTPUT = ("-", "-.gz", "-.zst")
"""In place of a path; the last two compressed."""


class Exporter(Protocol):
    """What writes items to ``file``; Scrapy's item exporters are such."""

    file: Any

    def start_exporting(self) -> None:
        """Write what stands before the first item."""

    def export_item(self, item: Any) -> None:
        """Write an item."""

    def finish_exporting(self) -> None:
        """Write what stands behind the last item."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a folder that was written; ``name`` is its path in there."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Published:
    """A feed that was written: where (None for standard output, and where it is no file of this
    machine), items and bytes in it, their SHA-256 (empty for standard output); of a folder its
    files."""

    path: Path | None
    count: int
    bytes: int
    sha256: str = field(default="", compare=False)
    parts: tuple[Part, ...] = ()
    is_folder: bool = False


def publish(
    path: str | Path,
    format: str,  # noqa: A002
    articles: Iterable[Article | StoredArticle],
    **options: Any,
) -> Published:
    """Write a feed of ``articles``, which are drawn one by one, in the format of that name.

    ``options`` are those of the exporter (``title``, ``self_url``, ``fields_to_export`` …). The
    file takes its place when it is complete; ``-`` is standard output (``-.gz`` and ``-.zst`` the
    same compressed, as files of these endings are), written as the articles come. Raises
    UsageError for an unknown format, FeedError, in one line, if the feed could not be written or
    ``articles`` could not be drawn: then what stood at the path still does.
    """
    exporter = load_object(find_format(format).exporter)
    return publish_with(path, lambda file: exporter(file, **options), articles)


def publish_with(
    path: str | Path | Place, make: Callable[[IO[bytes]], Exporter], items: Iterable[Any]
) -> Published:
    """`publish` for items of any kind, written by the exporter that ``make`` makes for a file."""
    if str(path) in STANDARD_OUTPUT:
        return _print(str(path), make, items)
    place = find_place(str(path)) if isinstance(path, (str, Path)) else path
    with place.open() as file:
        count = export_into(make(cast("IO[bytes]", file)), items, place.shown)
        file.publish()
        return Published(place.path, count, file.bytes_written, file.sha256)


def export_into(exporter: Exporter, items: Iterable[Any], path: str) -> int:
    """Write all items; gives their number. Raises FeedError, which names the path."""
    count = 0
    try:
        exporter.start_exporting()
        for item in items:
            exporter.export_item(item)
            count += 1
        exporter.finish_exporting()
        exporter.file.flush()
    except FeedError:
        raise
    except OSError as error:
        raise explain(path, error) from error
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise FeedError(f"the feed {path} was not written after {count} items: {reason}") from error
    return count


def _print(name: str, make: Callable[[IO[bytes]], Exporter], items: Iterable[Any]) -> Published:
    """Write to standard output."""
    output = _Output(sys.stdout.buffer, find_compressor(name))
    try:
        count = export_into(make(cast("IO[bytes]", output)), items, "standard output")
        output.finish()
    except FeedError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            # Or the interpreter tries to write the rest at its end, and complains.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise ReaderGone(str(error)) from error.__cause__
        raise
    return Published(None, count, output.bytes_written)


class _Output:
    """A stream that compresses what goes through it, and counts what comes out."""

    def __init__(self, stream: IO[bytes], compressor: Compressor) -> None:
        self.bytes_written = 0
        self._stream = stream
        self._compressor = compressor
        self.flush = stream.flush

    def write(self, data: bytes) -> int:
        """Write bytes."""
        self._write(self._compressor.compress(data))
        return len(data)

    def finish(self) -> None:
        """Write what the compressor holds. Raises FeedError."""
        try:
            self._write(self._compressor.flush())
            self.flush()
        except OSError as error:
            raise explain("standard output", error) from error

    def _write(self, data: bytes) -> None:
        self.bytes_written += len(data)
        self._stream.write(data)
