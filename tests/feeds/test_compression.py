"""Files and standard output that are compressed by their ending."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.article import Article, to_json
from crawler.exporters import format_of
from crawler.feeds.publish import publish
from crawler.feeds.storage import WholeFileStorage

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ARTICLES = [Article(date=dt.date(2026, 1, 21), title=f"=title {n}" * 20) for n in range(50)]
LINES = b"".join(to_json(one) + b"\n" for one in ARTICLES)
UNPACK: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.decompress, "zst": zstd.decompress}
endings = pytest.mark.parametrize("ending", UNPACK)


@endings
def test_a_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.jsonl.{ending.upper()}"
    assert format_of(str(path)) == "jsonl"
    published = publish(path, "jsonl", ARTICLES)
    written = path.read_bytes()
    assert UNPACK[ending](written) == LINES
    assert (published.count, published.bytes) == (50, len(written))
    assert published.sha256 == hashlib.sha256(written).hexdigest()
    publish(path, "jsonl", ARTICLES)
    assert path.read_bytes() == written


@endings
def test_standard_output(capfdbinary: pytest.CaptureFixture[bytes], ending: str) -> None:
    published = publish(f"-.{ending}", "jsonl", ARTICLES)
    written = capfdbinary.readouterr().out
    assert UNPACK[ending](written) == LINES
    assert published.bytes == len(written)


@endings
def test_a_feed_of_a_crawl_is_compressed_and_continued(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.jsonl.{ending}"
    for _ in range(2):
        storage = WholeFileStorage(str(path), feed_options={"format": "jsonl"})
        file = storage.open(None)  # type: ignore[arg-type]
        file.write(LINES)
        storage.store(file)
    assert UNPACK[ending](path.read_bytes()) == LINES * 2
