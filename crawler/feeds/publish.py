"""Articles → a feed file, whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from scrapy.utils.misc import load_object

from crawler.article import Article
from crawler.errors import FeedError
from crawler.exporters import find_format
from crawler.feeds.whole_file import WholeFile, explain

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Published:
    """A feed that was written: where (None for standard output), articles and bytes in it."""

    path: Path | None
    count: int
    bytes: int


def publish(
    path: str | Path,
    format: str,  # noqa: A002
    articles: Iterable[Article],
    **options: Any,
) -> Published:
    """Write a feed of ``articles``, which are drawn one by one, in the format of that name.

    ``options`` are those of the exporter (``title``, ``self_url``, ``fields_to_export`` …). The
    file takes its place when it is complete; ``-`` is standard output, written as the articles
    come. Raises UsageError for an unknown format, FeedError, in one line, if the feed could not be
    written or ``articles`` could not be drawn: then what stood at the path still does.
    """
    exporter = load_object(find_format(format).exporter)
    if str(path) == STANDARD_OUTPUT:
        return _print(exporter, articles, options)
    with WholeFile(path) as file:
        count = _export(path, exporter(file, **options), articles)
        file.publish()
        return Published(file.path, count, file.bytes_written)


def _export(path: str | Path, exporter: Any, articles: Iterable[Article]) -> int:
    """Write all articles; gives their number."""
    count = 0
    try:
        exporter.start_exporting()
        for article in articles:
            exporter.export_item(article)
            count += 1
        exporter.finish_exporting()
        exporter.file.flush()
    except FeedError:
        raise
    except OSError as error:
        raise explain(path, error) from error
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise FeedError(
            f"the feed {path} was not written after {count} articles: {reason}"
        ) from error
    return count


def _print(exporter: Any, articles: Iterable[Article], options: dict[str, Any]) -> Published:
    """Write to standard output."""
    output = _Counter(sys.stdout.buffer)
    try:
        count = _export("standard output", exporter(output, **options), articles)
    except FeedError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            # Or the interpreter tries to write the rest at its end, and complains.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
    return Published(None, count, output.bytes_written)


class _Counter:
    """A stream that counts the bytes that go through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.bytes_written = 0
        self._stream = stream
        self.flush = stream.flush

    def write(self, data: bytes) -> int:
        """Write bytes."""
        self.bytes_written += len(data)
        return self._stream.write(data)
