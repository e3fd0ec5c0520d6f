"""What was over long ago → gone: jobs, their logs, audit lines, news that were told, sessions.

What the ledger holds of news is none of this: it is kept for good. Alarms that closed and the
numbers of crawls are bounded where they are written (health.store).
"""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from sqlalchemy import Engine

from crawler.access.audit import forget_deeds
from crawler.access.sessions import forget_over
from crawler.health.store import forget_told
from crawler.jobs.tidying import find_known, find_old_logs, forget_old
from crawler.ledger.connect import reading, writing

JOBS_KEPT = dt.timedelta(days=30)
"""After they were over; their logs as well."""
NEWS_KEPT = dt.timedelta(days=30)
"""Of alarms, after they were told."""
FAILED_NEWS_KEPT = dt.timedelta(days=7)
"""After the last try; as long an alert of Prometheus stands for them."""
AUDIT_KEPT = dt.timedelta(days=365)

logger = logging.getLogger(__name__)


def tidy(engine: Engine, data: Path, now: dt.datetime) -> None:
    """Remove what is too old. Raises StorageFailed; a log that cannot be removed is told."""
    with writing(engine) as connection:
        counts = {
            "jobs": forget_old(connection, now - JOBS_KEPT),
            "audit lines": forget_deeds(connection, now - AUDIT_KEPT),
            "news of alarms": forget_told(connection, now - NEWS_KEPT, now - FAILED_NEWS_KEPT),
            "sessions": forget_over(connection, now),
        }
    counts["logs"] = _remove_logs(engine, data, now - JOBS_KEPT)
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    if told:
        logger.info("what was too old was removed: %s", told)


def _remove_logs(engine: Engine, data: Path, before: dt.datetime) -> int:
    """By the files that there are, not by the rows that went: so a kill between the two, or a
    service on another machine that removed the rows, leaves no log behind."""
    try:
        logs = find_old_logs(data, before)
    except OSError as error:
        logger.warning("old logs of jobs cannot be found: %s", error)
        return 0
    with reading(engine) as connection:
        needless = logs.keys() - find_known(connection, logs)
    failures = [why for number in needless if (why := _remove(logs[number])) is not None]
    if failures:
        logger.warning(
            "%d of the old logs of jobs cannot be removed: %s", len(failures), failures[0]
        )
    return len(needless) - len(failures)


def _remove(log: Path) -> OSError | None:
    """Remove a file; what was in the way, if anything."""
    try:
        log.unlink(missing_ok=True)
    except OSError as error:
        return error
    return None
