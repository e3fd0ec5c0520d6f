"""One claimed job → its process, from start to end: renewed, watched, stopped in time, recorded."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import signal
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from crawler.errors import CrawlerError, StorageFailed
from crawler.jobs.ending import Cause, Ending, end_of, last_line
from crawler.jobs.job import Job, Progress, State
from crawler.jobs.lease import Hold, Standing
from crawler.jobs.lifeline import MARGIN
from crawler.jobs.listing import read_log
from crawler.jobs.process import JobProcess, Surroundings, start_process
from crawler.jobs.queue import Queue
from crawler.jobs.telling import read_told
from crawler.jobs.work import read_work, write_words

Clock = Callable[[], dt.datetime]

BEATS_A_LEASE = 6
LONGEST_BEAT = 2.0  # seconds; also how soon a cancelled job hears of it
TRIES_TO_RECORD = 10
LOG_END = 2000  # bytes in which a last line is looked for

logger = logging.getLogger(__name__)


class RunningJob:
    """A job in this worker's hands. ``stopping`` ends it and gives it back, ``hurry`` at once;
    ``threads`` ask the queue."""

    def __init__(
        self,
        queue: Queue,
        job: Job,
        around: Surroundings,
        clock: Clock,
        stopping: asyncio.Event,
        hurry: asyncio.Event,
        threads: Executor,
    ) -> None:
        self.job = job
        self.progress = Progress()
        self._queue = queue
        self._around = around
        self._clock = clock
        self._stopping = stopping
        self._hurry = hurry
        self._threads = threads
        self._hold = Hold(job.id, job.attempt)
        self._lease = queue.lease.total_seconds()
        self._result: Mapping[str, Any] = {}
        self._setback: str | None = None
        self._cause: Cause | None = None
        self._kill_at: float | None = None

    async def run(self) -> None:
        """Do it, and record how it ended. Never raises for what the job or the ledger does."""
        try:
            work = read_work(self.job.kind, self.job.arguments, private=True)
            words = write_words(work, self._around.data)
            now = self._clock()
            process = await start_process(self.job, words, self._around, self._left(now), now)
        except (CrawlerError, OSError) as error:
            await self._record(Ending(State.FAILED, f"it could not be started: {error}"))
            return
        logger.info("job %d, attempt %d: %s", self.job.id, self.job.attempt, " ".join(words))
        listening = asyncio.create_task(self._listen(process))
        try:
            code = await self._watch(process)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(listening, 1)
        finally:
            listening.cancel()
            process.close()
        log = read_log(self.job, self._around.data, -LOG_END).text
        await self._record(end_of(code, self._cause, last_line(log), self._setback))

    async def _listen(self, process: JobProcess) -> None:
        """Keep what the process tells."""
        with contextlib.suppress(ValueError):  # a line longer than any of ours: nothing to keep
            while line := await process.told.readline():
                told = read_told(line)
                self.progress = told.progress or self.progress
                self._result = told.result if told.result is not None else self._result
                self._setback = told.setback if told.setback is not None else self._setback

    def _left(self, now: dt.datetime) -> float:
        """The seconds that a process may live which starts now."""
        until = self.job.until or now
        return max(0.001, (until - now).total_seconds() - self._lease * (1 - MARGIN))

    async def _watch(self, process: JobProcess) -> int:
        """The exit code, or minus the signal that ended it."""
        began = time.monotonic()
        beat = min(LONGEST_BEAT, self._lease / BEATS_A_LEASE)
        ended = asyncio.create_task(process.process.wait())
        while not ended.done():
            await self._renew(process)
            if time.monotonic() - began > self._around.seconds:
                self._end(process, Cause.TOO_LONG)
            await self._wait(ended, process, beat)
        return ended.result()

    async def _wait(self, ended: asyncio.Task[int], process: JobProcess, beat: float) -> None:
        """Until the next beat, the process's end, or the service's."""
        waiting: list[asyncio.Task[Any]] = [ended]
        waiting += [
            asyncio.create_task(event.wait())
            for event in (self._stopping, self._hurry)
            if not event.is_set()
        ]
        await asyncio.wait(waiting, timeout=beat, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting[1:]:
            task.cancel()
        if self._stopping.is_set():
            self._end(process, Cause.STOPPED)
        late = self._kill_at is not None and time.monotonic() > self._kill_at
        if late or self._hurry.is_set():
            process.send(signal.SIGKILL)

    async def _renew(self, process: JobProcess) -> None:
        began = time.monotonic()
        try:
            standing = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._queue.renew, self._hold, self._clock(), self.progress
            )
        except StorageFailed as error:  # the process lives as long as it was told, no longer
            logger.warning("job %d: %s", self.job.id, error)
            return
        if standing is Standing.LOST:
            self._end(process, Cause.LOST)
            process.send(signal.SIGKILL)
            return
        process.tell_time(max(0.001, self._lease * MARGIN - (time.monotonic() - began)))
        if standing is Standing.STOP:
            self._end(process, Cause.CANCELLED)

    def _end(self, process: JobProcess, cause: Cause) -> None:
        """Ask the process to end, once; it is killed after its grace."""
        if self._cause is None:
            self._cause = cause
            self._kill_at = time.monotonic() + self._around.grace
            process.send(signal.SIGTERM)

    async def _record(self, ending: Ending) -> None:
        """Write the end down, trying for as long as the lease may last; else it is found again."""
        logger.info("job %d: %s %s", self.job.id, ending.state or "lost", ending.reason or "")
        if ending.state is None:
            return
        for _ in range(TRIES_TO_RECORD):
            try:
                await asyncio.get_running_loop().run_in_executor(
                    self._threads, self._write, ending, ending.state
                )
            except StorageFailed as error:
                logger.warning("job %d: %s", self.job.id, error)
                await asyncio.sleep(self._lease / TRIES_TO_RECORD)
            else:
                return

    def _write(self, ending: Ending, state: State) -> None:
        now = self._clock()
        self._queue.renew(self._hold, now, self.progress)
        if ending.is_loss:
            self._queue.set_back(self._hold, ending.reason or "", now)
        elif state is State.QUEUED:
            self._queue.give_back(self._hold, ending.reason or "", now)
        else:
            self._queue.finish(self._hold, state, ending.reason, self._result, now)
