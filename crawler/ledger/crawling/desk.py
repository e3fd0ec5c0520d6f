"""The ledger's desk for one crawl: draws due pages and keeps visits, for callers that await.

One thread does all the ledger's work for a crawl, so the engine never waits for a disk and
writes never meet each other. Visits that arrive while a group is being written form the next
group; one group is one transaction. It is written only while the site is this crawl's, and a
storage that fails once has failed for the whole crawl: nothing is drawn or kept after it.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, and_, not_, true

from crawler.errors import StorageFailed
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls, frontier, hosts, rest
from crawler.ledger.crawling.backfill import Span, in_span
from crawler.ledger.decide import HELD, Policy, Priority
from crawler.ledger.keeping import keep
from crawler.ledger.keeping.rows import Kept
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import PageKind

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Waiting = tuple[Visit, asyncio.Future[Kept]]

GROUP_SIZE = 100
LINGER = 0.2  # seconds that visits wait for company
RENEW_EVERY = crawls.LEASE / 3
UNKEEPABLE = "unkeepable"  # the reason of a visit that the database does not take
NO_MEMORY = "there is not enough memory to keep what pages led to; they stay due, give a crawl more"


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
        only: ColumnElement[bool] | None = None,
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
        self._only = and_(
            in_span(span) if span is not None else true(), only if only is not None else true()
        )
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self._waiting: list[Waiting] = []
        self._out: set[int] = set()
        self._drawn_out = 0  # pages drawn and not yet kept, at the last draw
        self._is_dry = False  # that draw found fewer pages than it was asked for
        self._hurry = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._holder: asyncio.Task[None] | None = None

    async def draw(self, limit: int, in_flight: Collection[int]) -> list[DuePage]:
        """Due pages not in flight, none of a host that rests. Raises StorageFailed."""
        self._go_on()
        taken = frozenset(in_flight)

        def draw(connection: Connection) -> list[DuePage]:
            now = self._clock()
            failing = hosts.read_failing(connection)
            conditions = [not_(frontier.is_of_host(host)) for host in rest.resting(failing, now)]
            drawn = frontier.draw_due(
                connection,
                self.site,
                now,
                limit,
                taken,
                self._priorities,
                and_(self._only, *conditions),
                self.revisits,
            )
            return rest.probe(drawn, rest.rested(failing, now), alone=not taken)

        drawn = await self._run(draw)
        self._out |= {page.id for page in drawn}
        self._drawn_out, self._is_dry = len(taken) + len(drawn), len(drawn) < limit
        self.revisits = max(0, self.revisits - sum(page.state in HELD for page in drawn))
        return drawn

    async def next_due(self) -> dt.datetime | None:
        """When the next waiting page may be asked for; None if none waits."""
        self._go_on()
        waited_for = [one for one in self._priorities if one in frontier.WAITED_FOR]

        def find(connection: Connection) -> dt.datetime | None:
            resting = rest.resting(hosts.read_failing(connection), self._clock())
            return frontier.next_due(connection, self.site, waited_for, self._only, resting)

        return await self._run(find)

    async def count_due(self) -> int:
        """How many pages this crawl may still look at now, those in flight included."""
        return await self._run(
            lambda connection: frontier.count_due(
                connection, self.site, self._clock(), self.revisits
            )
        )

    async def keep(self, visit: Visit) -> Kept:
        """What became of the visit, once it is committed. Raises StorageFailed."""
        self._go_on()
        future: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting.append((visit, future))
        self._out.discard(visit.page.id)
        if self._is_urgent(visit):
            self._hurry.set()
        if self._writer is None:
            self._writer = asyncio.ensure_future(self._write_groups())
        return await future

    def _is_urgent(self, visit: Visit) -> bool:
        """True if half of what was drawn waits, so that more is drawn while the rest arrives, if
        no other visit can join, or if nothing is due but what follows on a listing."""
        enough = min(GROUP_SIZE, self._drawn_out // 2)
        leads_on = visit.page.kind is PageKind.LISTING or visit.following is not None
        is_awaited = self._is_dry and leads_on
        return is_awaited or not self._out or len(self._waiting) >= enough

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do one transaction of another kind in its turn. Raises StorageFailed."""
        return await self._run_writing(work)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Read something in its turn. Raises StorageFailed."""
        return await self._run(work)

    async def close(self) -> None:
        """Wait until all that was handed in is written or refused."""
        if self._holder is not None:
            self._holder.cancel()
        if self._writer is not None:
            await self._writer
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)

    def _go_on(self) -> None:
        """Raises StorageFailed if the storage has failed; else holds the site from now on."""
        if self.failure is not None:
            raise self.failure
        if self._holder is None:
            self._holder = asyncio.ensure_future(self._hold())

    async def _hold(self) -> None:
        """Renew the lease, also while no page is kept for long."""
        while self.failure is None:
            await asyncio.sleep(RENEW_EVERY.total_seconds())
            try:
                await self._run_writing(self._renew)
            except StorageFailed as error:
                self.failure = error

    def _renew(self, connection: Connection) -> None:
        if not crawls.renew(connection, self.site, self.crawl, self._clock()):
            raise self._lost()

    def _lost(self) -> StorageFailed:
        return StorageFailed(f"another crawl took over {self.site}; this one stops")

    async def _write_groups(self) -> None:
        while self._waiting:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), LINGER)
            self._hurry.clear()
            group, self._waiting = self._waiting[:GROUP_SIZE], self._waiting[GROUP_SIZE:]
            await self._write_group(group)
        self._writer = None

    async def _write_group(self, group: list[Waiting]) -> None:
        try:
            await self._try_group(group)
        except StorageFailed as error:
            self.failure = error
            for _, future in group:
                if not future.done():
                    future.set_exception(error)

    async def _try_group(self, group: list[Waiting]) -> None:
        if self.failure is not None:
            raise self.failure
        try:
            kept = await self._run_writing(lambda c: self._keep(c, [visit for visit, _ in group]))
        except StorageFailed:
            raise
        except MemoryError as error:  # no page's fault: all of them stay due
            raise StorageFailed(NO_MEMORY) from error
        except Exception as error:
            await self._write_apart(group, error)
            return
        for (_, future), one in zip(group, kept, strict=True):
            count_kept(self.counts, one)
            future.set_result(one)

    async def _write_apart(self, group: list[Waiting], error: Exception) -> None:
        """One visit that cannot be kept must not cost the others, nor be tried for ever."""
        if len(group) > 1:
            for one in group:
                await self._try_group([one])
            return
        visit, future = group[0]
        reason = f"{UNKEEPABLE}-{type(error).__name__}"
        if visit.answer.reason == reason:
            raise StorageFailed(f"what {visit.page.url} led to cannot be written: {error}")
        logger.error("What %s led to cannot be written", visit.page.url, exc_info=error)
        await self._try_group([(_without_content(visit, reason), future)])

    def _keep(self, connection: Connection, visits: list[Visit]) -> list[Kept]:
        if not crawls.holds(connection, self.site, self.crawl):
            raise self._lost()
        now = self._clock()
        hosts.note(connection, visits, now)
        return keep.keep(connection, self.site, self.crawl, self.policy, visits, now)

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


def count_kept(counts: Counter[str], kept: Kept) -> None:
    """Count a look as reports of crawls do."""
    visit, answer = kept.visit, kept.visit.answer
    counts["requests"] += 1
    counts["bytes"] += answer.bytes
    counts[f"answer/{answer.kind}"] += 1
    counts[f"page/{visit.page.kind}"] += 1
    if visit.layout:
        counts[f"layout/{visit.layout}"] += 1
    if kept.news:
        counts[f"article/{kept.news}"] += 1
    if kept.news is None and kept.standing.reason:
        counts[f"missed/{kept.standing.state}/{kept.standing.reason}"] += 1


def _without_content(visit: Visit, reason: str) -> Visit:
    """The visit as one that failed: nothing of what the page said is left in it."""
    page, answer = visit.page, visit.answer
    bare = Answer("retry", reason, answer.status, answer.bytes)
    return Visit(replace(page, etag=None, last_modified=None), visit.at, bare, page.url, page.key)
