"""Exchanges and archives of them, small and of a fixed time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("warcio")
pytest.importorskip("fastwarc")

from crawler.archive.exchange import Exchange
from crawler.archive.reader import Archive
from crawler.archive.session import ArchiveSession
from crawler.archive.writer import Writer

NOON = dt.datetime(2026, 1, 21, 12, 0, 0, 123456, tzinfo=dt.UTC)
SESSION = ArchiveSession(
    "7d1f2c1e-0000-4000-8000-000000000000", "gazette", "https://gazette.example/", "crawl", NOON
)
URL = "https://gazette.example/news/1"


def exchange(url: str = URL, body: bytes = b"<p>Harbour open</p>", **changes: Any) -> Exchange:
    length = (b"Content-Length", str(len(body)).encode())
    values: dict[str, Any] = {"status": 200, "headers": (length,), "at": NOON, **changes}
    return Exchange(url=url, body=body, **values)


Fill = Callable[..., Path]


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Fills an archive; each call is a run of its own, ended well."""

    def fill(*exchanges: Exchange, session: ArchiveSession = SESSION, **options: Any) -> Path:
        folder = tmp_path / "archive"
        folder.mkdir(exist_ok=True)
        writer = Writer(folder, session, **options)
        writer.write(exchanges)
        writer.close()
        return folder

    return fill


def read_all(folder: Path) -> list[Exchange]:
    archive = Archive.open(folder)
    found = [one for _, files in archive.sessions for one in archive.read(files)]
    assert not archive.skipped, archive.skipped
    return found
