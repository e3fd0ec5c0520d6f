"""What a worker asks of a queue, and the one queue there is: the ledger.

A queue for many machines has to answer the same questions; nothing else of a worker would change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from crawler.jobs import lease
from crawler.jobs.job import Job, Progress, State
from crawler.jobs.lease import LEASE, Hold, Standing
from crawler.ledger.connect import reading, writing


class Queue(Protocol):
    """Jobs that wait, and those in workers' hands. Each call raises StorageFailed."""

    @property
    def lease(self) -> dt.timedelta:
        """How long a claim holds unless it is renewed."""

    def claim(self, worker: str, now: dt.datetime) -> Job | None:
        """The next job, now the worker's; None if none may run."""

    def renew(self, hold: Hold, now: dt.datetime, progress: Progress | None) -> Standing:
        """Hold a job longer, or hear that it is to end or lost."""

    def finish(
        self,
        hold: Hold,
        state: State,
        reason: str | None,
        result: Mapping[str, Any],
        now: dt.datetime,
    ) -> bool:
        """Record a job's end. False if it is another's by now."""

    def give_back(self, hold: Hold, reason: str, now: dt.datetime) -> bool:
        """Let a job that was stopped half-way wait again. False if it is another's by now."""

    def set_back(self, hold: Hold, reason: str, now: dt.datetime) -> bool:
        """The same for a job that ended for what may be otherwise soon: it fails once that came
        too often."""

    def find_again(self, now: dt.datetime, but: Collection[int] = ()) -> list[Job]:
        """Take back the jobs whose workers are gone, but those in the caller's own hands."""


@dataclass(frozen=True, slots=True)
class LedgerQueue:
    """Rows of the ledger, for the processes of one machine or a few."""

    engine: Engine
    lease: dt.timedelta = LEASE

    def claim(self, worker: str, now: dt.datetime) -> Job | None:
        """See Queue. None as well if another worker took the same site at this very moment."""
        with reading(self.engine) as connection:  # which takes no lock, and mostly finds nothing
            if not lease.is_any_waiting(connection):
                return None
        try:
            with writing(self.engine) as connection:
                return lease.claim(connection, worker, now, self.lease)
        except IntegrityError:
            return None

    def renew(self, hold: Hold, now: dt.datetime, progress: Progress | None) -> Standing:
        """See Queue."""
        with writing(self.engine) as connection:
            return lease.renew(connection, hold, now, progress, self.lease)

    def finish(
        self,
        hold: Hold,
        state: State,
        reason: str | None,
        result: Mapping[str, Any],
        now: dt.datetime,
    ) -> bool:
        """See Queue."""
        with writing(self.engine) as connection:
            return lease.finish(connection, hold, state, reason, result, now)

    def give_back(self, hold: Hold, reason: str, now: dt.datetime) -> bool:
        """See Queue."""
        with writing(self.engine) as connection:
            return lease.give_back(connection, hold, reason, now)

    def set_back(self, hold: Hold, reason: str, now: dt.datetime) -> bool:
        """See Queue."""
        with writing(self.engine) as connection:
            return lease.set_back(connection, hold, reason, now)

    def find_again(self, now: dt.datetime, but: Collection[int] = ()) -> list[Job]:
        """See Queue."""
        with reading(self.engine) as connection:
            if not lease.is_any_lost(connection, now, but):
                return []
        with writing(self.engine) as connection:
            return lease.find_again(connection, now, but)
