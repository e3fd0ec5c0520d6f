"""Exchanges handed in by callers that await → written in groups, or refused for good."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.archivist import Archivist
from crawler.archive.exchange import Exchange
from crawler.archive.writer import Writer
from crawler.errors import ArchiveFailed

from .conftest import SESSION, URL, exchange, read_all


class Broken:
    """A writer that fails in a way that nobody foresaw."""

    asked = 0

    def write(self, exchanges: Sequence[Exchange]) -> None:
        self.asked += 1
        raise LookupError("no such thing")

    def close(self) -> None:
        pass


def test_what_was_kept_is_on_the_disk_before_the_file_is_closed(tmp_path: Path) -> None:
    sent = [exchange(f"{URL}/{n}") for n in range(20)]

    async def work() -> None:
        archivist = Archivist(Writer(tmp_path, SESSION))
        await asyncio.gather(*map(archivist.keep, sent))
        assert read_all(tmp_path) == sent
        await archivist.close()

    asyncio.run(asyncio.wait_for(work(), 30))
    assert [path.suffix for path in tmp_path.glob("*warc*")] == [".gz"]


def test_a_failure_reaches_all_who_wait_and_all_who_come(tmp_path: Path) -> None:
    broken = Broken()

    async def work() -> list[Any]:
        archivist = Archivist(broken)  # type: ignore[arg-type]
        both = (archivist.keep(exchange()), archivist.keep(exchange()))
        ended = await asyncio.gather(*both, return_exceptions=True)
        with pytest.raises(ArchiveFailed, match="no such thing"):
            await archivist.keep(exchange())
        await archivist.close()
        return list(ended)

    ended = asyncio.run(asyncio.wait_for(work(), 30))
    assert [type(error) for error in ended] == [ArchiveFailed, ArchiveFailed]
    assert broken.asked == 1
