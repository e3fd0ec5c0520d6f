"""The ledger's desk for one crawl: draws due pages and keeps visits, for callers that await.

One thread does all the ledger's work for a crawl, so the engine never waits for a disk and
writes never meet each other. Visits that arrive while a group is being written form the next
group; one group is one transaction.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine

from crawler.errors import StorageFailed
from crawler.ledger import crawls, frontier, keep
from crawler.ledger.backfill import Span, in_span
from crawler.ledger.connect import reading, writing
from crawler.ledger.decide import Policy, Priority, State
from crawler.ledger.rows import Kept
from crawler.ledger.visit import DuePage, Visit
from crawler.link import PageKind

Result = TypeVar("Result")

GROUP_SIZE = 100
LINGER = 0.2  # seconds that visits wait for company


class Desk:
    """Made for one crawl of one site; ``clock`` gives the aware time now."""

    def __init__(
        self,
        engine: Engine,
        site: str,
        crawl: int,
        policy: Policy,
        clock: Callable[[], dt.datetime],
        priorities: Collection[Priority] = tuple(Priority),
        span: Span | None = None,
        revisits: int = 200,
    ) -> None:
        self.site = site
        self.crawl = crawl
        self.policy = policy
        self.revisits = revisits  # how many more kept articles may be looked at again
        self.failure: StorageFailed | None = None
        self.counts: Counter[str] = Counter()
        self._engine = engine
        self._clock = clock
        self._priorities = tuple(priorities)
        self._only = in_span(span) if span is not None else None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._waiting: list[tuple[Visit, asyncio.Future[Kept]]] = []
        self._out: set[int] = set()
        self._hurry = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._renewed = clock()

    async def draw(self, limit: int, in_flight: Collection[int]) -> list[DuePage]:
        """Due pages not in flight. Raises StorageFailed if the ledger cannot be read."""
        taken = frozenset(in_flight)
        drawn = await self._run(
            lambda connection: frontier.draw_due(
                connection,
                self.site,
                self._clock(),
                limit,
                taken,
                self._priorities,
                self._only,
                self.revisits,
            )
        )
        self._out |= {page.id for page in drawn}
        self.revisits = max(0, self.revisits - sum(page.state == State.KEPT for page in drawn))
        return drawn

    async def next_due(self) -> dt.datetime | None:
        """When the next waiting page is due; None if none waits."""
        waited_for = [one for one in self._priorities if one in frontier.WAITED_FOR]
        return await self._run(
            lambda connection: frontier.next_due(connection, self.site, waited_for)
        )

    async def count_due(self) -> int:
        """How many pages are due now, those in flight included."""
        return await self._run(
            lambda connection: frontier.count_due(connection, self.site, self._clock())
        )

    async def keep(self, visit: Visit) -> Kept:
        """What became of the visit, once it is committed. Raises StorageFailed."""
        if self.failure is not None:
            raise self.failure
        future: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((visit, future))
        self._out.discard(visit.page.id)
        if self._is_urgent(visit):
            self._hurry.set()
        if self._writer is None:
            self._writer = asyncio.ensure_future(self._write_groups())
        return await future

    def _is_urgent(self, visit: Visit) -> bool:
        """True if the group is full, if no other visit can join it, or if the visit is one of a
        listing: its next page waits for it."""
        full = len(self._waiting) >= GROUP_SIZE
        return full or not self._out or visit.page.kind is PageKind.LISTING

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do one transaction of another kind in its turn. Raises StorageFailed."""
        return await self._run_writing(work)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Read something in its turn. Raises StorageFailed."""
        return await self._run(work)

    async def close(self) -> None:
        """Wait until all that was handed in is written or refused."""
        if self._writer is not None:
            await self._writer
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    async def _write_groups(self) -> None:
        while self._waiting:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), LINGER)
            self._hurry.clear()
            group, self._waiting = self._waiting[:GROUP_SIZE], self._waiting[GROUP_SIZE:]
            await self._write_group(group)
        self._writer = None

    async def _write_group(self, group: list[tuple[Visit, asyncio.Future[Kept]]]) -> None:
        visits = [visit for visit, _ in group]
        try:
            if self.failure is not None:
                raise self.failure
            kept = await self._run_writing(lambda connection: self._keep(connection, visits))
        except Exception as error:  # whatever it is, who waits must hear of it
            self._refuse(group, _as_storage_failed(error))
            return
        for (_, future), one in zip(group, kept, strict=True):
            self._count(one)
            future.set_result(one)

    def _refuse(
        self, group: list[tuple[Visit, asyncio.Future[Kept]]], failure: StorageFailed
    ) -> None:
        self.failure = failure
        for _, future in group:
            future.set_exception(failure)

    def _keep(self, connection: Connection, visits: list[Visit]) -> list[Kept]:
        now = self._clock()
        if now - self._renewed > crawls.LEASE / 3:
            if not crawls.renew(connection, self.site, self.crawl, now):
                raise StorageFailed(f"another crawl took over {self.site}; this one stops")
            self._renewed = now
        return keep.keep(connection, self.site, self.crawl, self.policy, visits, now)

    def _count(self, kept: Kept) -> None:
        visit, answer = kept.visit, kept.visit.answer
        self.counts["requests"] += 1
        self.counts["bytes"] += answer.bytes
        self.counts[f"answer/{answer.kind}"] += 1
        self.counts[f"page/{visit.page.kind}"] += 1
        if kept.news:
            self.counts[f"article/{kept.news}"] += 1
        if kept.news is None and kept.standing.reason:
            self.counts[f"missed/{kept.standing.state}/{kept.standing.reason}"] += 1

    async def _run(self, work: Callable[[Connection], Result]) -> Result:
        def run() -> Result:
            with reading(self._engine) as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def _run_writing(self, work: Callable[[Connection], Result]) -> Result:
        def run() -> Result:
            with writing(self._engine) as connection:
                return work(connection)

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)


def _as_storage_failed(error: Exception) -> StorageFailed:
    """The failure that ends the crawl; the transaction was rolled back in any case."""
    if isinstance(error, StorageFailed):
        return error
    failure = StorageFailed(f"the ledger could not be written: {type(error).__name__}: {error}")
    failure.__cause__ = error
    return failure
