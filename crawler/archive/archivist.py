"""The archive for callers that await: an answer is on the disk when `keep` returns.

One thread writes, so the engine never waits for a disk. Answers that arrive while a group is being
written form the next one, and a group waits for the disk once. An archive that fails once has
failed for the whole crawl.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from crawler.archive.exchange import Exchange
from crawler.archive.writer import Writer
from crawler.errors import ArchiveFailed

Waiting = tuple[Exchange, asyncio.Future[None]]


class Archivist:
    """Made for one run; its writer is used by its own thread alone."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._failure: ArchiveFailed | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._waiting: list[Waiting] = []
        self._task: asyncio.Task[None] | None = None

    async def keep(self, exchange: Exchange) -> None:
        """Return once the exchange is on the disk. Raises ArchiveFailed."""
        if self._failure is not None:
            raise self._failure
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((exchange, future))
        if self._task is None:
            self._task = asyncio.ensure_future(self._write_groups())
        await future

    async def close(self) -> None:
        """Write what waits, and end the file under its own name. Raises ArchiveFailed."""
        if self._task is not None:
            await self._task
        try:
            await self._run(self._writer.close)
        finally:
            self._thread.shutdown(wait=False)

    async def _write_groups(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await self._run(lambda: self._writer.write([one for one, _ in group]))  # noqa: B023
            except ArchiveFailed as error:
                self._failure = error
            except Exception as error:  # nobody may wait for ever: whatever it is ends the crawl
                self._failure = ArchiveFailed(
                    f"the archive failed: {type(error).__name__}: {error}"
                )
            for _, future in group:
                _answer(future, self._failure)
        self._task = None

    async def _run(self, work: Callable[[], None]) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _answer(future: asyncio.Future[None], failure: ArchiveFailed | None) -> None:
    if future.done():  # whoever waited was cancelled
        return
    if failure is None:
        future.set_result(None)
    else:
        future.set_exception(failure)
