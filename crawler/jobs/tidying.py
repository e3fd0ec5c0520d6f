"""What was over long ago → gone: jobs and their logs."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, delete, select

from crawler.jobs.job import OPEN
from crawler.jobs.listing import LOGS
from crawler.ledger.tables import jobs

MOST_LOGS = 10_000
_LOG = re.compile(r"job-([0-9]{1,18})\.log")


def forget_old(connection: Connection, before: dt.datetime) -> int:
    """Remove the rows of jobs that were over before then; how many there were."""
    gone = delete(jobs).where(jobs.c.state.not_in(OPEN), jobs.c.ended < before)
    return connection.execute(gone).rowcount


def find_old_logs(data: Path, before: dt.datetime) -> dict[int, Path]:
    """Logs in a data folder that nobody wrote to since then, by their jobs' numbers: MOST_LOGS at
    most, there is another time."""
    found: dict[int, Path] = {}
    for path in (data / LOGS).glob("job-*.log"):
        if len(found) == MOST_LOGS:
            break
        name = _LOG.fullmatch(path.name)
        with contextlib.suppress(FileNotFoundError):  # another service removes them, too
            if name is not None and path.stat().st_mtime < before.timestamp():
                found[int(name[1])] = path
    return found


def find_known(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Those of the numbers that are jobs'."""
    wanted = sorted(numbers)
    return set(connection.execute(select(jobs.c.id).where(jobs.c.id.in_(wanted))).scalars())
