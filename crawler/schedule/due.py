"""What is due → jobs: each due time once, whoever and however many look."""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy import Connection, Engine, select

from crawler.jobs.job import OPEN, Job
from crawler.jobs.orders import enqueue_due
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import jobs
from crawler.schedule.file import ScheduleFile
from crawler.schedule.memory import Standing, forget_future, move_on, read_standings, remember
from crawler.schedule.schedule import Schedule

logger = logging.getLogger(__name__)


class Planner:
    """Looks at the schedules of a file and of the ledger, as often as it is asked to."""

    def __init__(self, engine: Engine, file: ScheduleFile) -> None:
        self._engine = engine
        self._file = file
        self._remembered: tuple[Schedule, ...] | None = None
        self._asleep: dict[str, tuple[Standing, dt.datetime | None]] = {}
        """Of each schedule: how it stood when it was planned, and until when nothing is due."""

    def make_due(self, now: dt.datetime) -> list[Job]:
        """The jobs that fell due, made now. Raises StorageFailed."""
        declared = self._file.read()
        if declared is not self._remembered:
            with writing(self._engine) as connection:
                for schedule in declared:
                    remember(connection, schedule, now)
            self._remembered = declared
        with reading(self._engine) as connection:
            standings = read_standings(connection, declared, now)
        if any(standing.is_ahead(now) for standing in standings):
            logger.warning("the clock was set back: schedules count from now")
            with writing(self._engine) as connection:
                forget_future(connection, now)
                standings = read_standings(connection, declared, now)
        made = [self._look_at(standing, now) for standing in standings]
        return [job for job in made if job is not None]

    def _look_at(self, standing: Standing, now: dt.datetime) -> Job | None:
        before, until = self._asleep.get(standing.name, (None, None))
        if before is not None and _is_same(before, standing) and (until is None or now < until):
            return None
        plan = standing.plan(now)
        if plan.due is not None and standing.schedule is not None:
            return self._make(standing.schedule, plan.due, now)
        self._asleep[standing.name] = (standing, plan.next)
        return None

    def _make(self, schedule: Schedule, due: dt.datetime, now: dt.datetime) -> Job | None:
        with writing(self._engine) as connection:
            skipped = _find_open(connection, schedule.name)
            job = enqueue_due(connection, schedule.work, schedule.name, due, now, skipped)
            move_on(connection, schedule.name, due)
        if job is not None:
            logger.info(
                "schedule %s, due %s: job %d %s", schedule.name, due, job.id, skipped or "waits"
            )
        return job


def _find_open(connection: Connection, schedule: str) -> str | None:
    """Why the schedule's next run is left out: the one before is not over."""
    query = select(jobs.c.id, jobs.c.state).where(
        jobs.c.schedule == schedule, jobs.c.state.in_(OPEN)
    )
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else f"job {row.id} of the run before is still {row.state}"


def _is_same(before: Standing, after: Standing) -> bool:
    """True if nothing changed of what a plan is made of."""
    return before.schedule is after.schedule and (
        before.since,
        before.last_due,
        before.paused,
    ) == (after.since, after.last_due, after.paused)
