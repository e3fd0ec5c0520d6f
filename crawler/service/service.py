"""The service's loop: what is due becomes jobs, lost jobs are found again, waiting ones begun.

It lives in one event loop; what asks the ledger runs in threads, so that whatever else the loop
serves does not wait for a database.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
import secrets
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Engine

from crawler.errors import StorageFailed
from crawler.jobs.job import Job
from crawler.jobs.queue import LedgerQueue, Queue
from crawler.jobs.running import RunningJob
from crawler.schedule.due import Planner
from crawler.schedule.file import ScheduleFile
from crawler.service.settings import ServiceSettings
from crawler.service.tidying import tidy

Clock = Callable[[], dt.datetime]
READY_WITHIN = dt.timedelta(seconds=30)

T = TypeVar("T")

logger = logging.getLogger(__name__)


class Service:
    """Scheduler and worker. ``stopping`` ends it gracefully: running jobs are asked to end and
    wait for the next service; ``hurry`` as well: they are killed.

    ``own`` is the ledger as the service asks it, ``engine`` the same for whatever is served beside
    it, whose queries so take no connection from leases; ``schedule_file`` gives the
    declared schedules, and what is wrong with crawler.toml; ``job_ended`` is set whenever one did,
    for whoever clears it; ``problem`` is what the ledger last failed with, None while all is well.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        own: Engine,
        engine: Engine,
        clock: Clock,
    ) -> None:
        self.settings = settings
        self.engine = engine
        self.clock = clock
        self.schedule_file = ScheduleFile(settings.config_file)
        self.stopping = asyncio.Event()
        self.hurry = asyncio.Event()
        self.job_ended = asyncio.Event()
        self.problem: str | None = None
        self.worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._own = own
        self._queue: Queue = LedgerQueue(own, settings.lease)
        self._planner = Planner(own, self.schedule_file)
        self._running: dict[asyncio.Task[None], RunningJob] = {}
        # Of its own: no query of whatever else the loop serves holds up a lease.
        self._threads = ThreadPoolExecutor(settings.workers + 1, "service")
        self._wake = asyncio.Event()
        self._tidied: dt.datetime | None = None
        self._ticked: dt.datetime | None = None

    @property
    def running(self) -> tuple[RunningJob, ...]:
        """The jobs in this service's hands, with their progress so far."""
        return tuple(self._running.values())

    def is_ready(self, now: dt.datetime) -> bool:
        """True while the ledger answers and the loop goes round."""
        return (
            self.problem is None
            and self._ticked is not None
            and now - self._ticked < READY_WITHIN
            and not self.stopping.is_set()
        )

    def stop(self) -> None:
        """Begin to end; a second time: at once."""
        if self.stopping.is_set():
            self.hurry.set()
        self.stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Plan and work until it is stopped and no job runs any more."""
        while not self.stopping.is_set():
            await self._tick()
            await self._rest()
        if self._running:
            logger.info("stopping: %d jobs are asked to end", len(self._running))
            await asyncio.wait(self._running)
        self._threads.shutdown()

    async def _tick(self) -> None:
        now = self.clock()
        try:
            await self._ask(self._look_around, now)
            await self._begin_waiting()
        except StorageFailed as error:
            if self.problem is None:
                logger.warning("%s; the service goes on when the ledger does", error)
            self.problem = str(error)
            return
        if self.problem is not None:
            logger.warning("the ledger answers again")
        self.problem = None
        self._ticked = now

    async def _ask(self, work: Callable[..., T], *arguments: object) -> T:
        """What work gives that asks the ledger, in one of the service's own threads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, *arguments)

    def _look_around(self, now: dt.datetime) -> None:
        held = [running.job.id for running in self.running]
        for job in self._queue.find_again(now, held):
            logger.warning("job %d is found again: %s", job.id, job.reason)
        self._planner.make_due(now)
        if self._tidied is None or now - self._tidied > self.settings.tidying:
            self._tidied = now
            tidy(self._own, self.settings.data, now)

    async def _begin_waiting(self) -> None:
        while len(self._running) < self.settings.workers and not self.stopping.is_set():
            job = await self._ask(self._queue.claim, self.worker, self.clock())
            if job is None:
                return
            self._begin(job)

    def _begin(self, job: Job) -> None:
        running = RunningJob(
            self._queue,
            job,
            self.settings.around,
            self.clock,
            self.stopping,
            self.hurry,
            self._threads,
        )
        task = asyncio.create_task(running.run(), name=f"job {job.id}")
        self._running[task] = running
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        running = self._running.pop(task)
        self._wake.set()
        self.job_ended.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            # Its lease runs out, and it is found again.
            logger.error("job %d was lost by its worker", running.job.id, exc_info=error)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self.settings.tick.total_seconds()):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
