"""Jobs that were over long ago → gone, with their logs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy import Connection, delete

from crawler.jobs.job import OPEN
from crawler.jobs.listing import LOGS
from crawler.ledger.tables import jobs


def forget_old(connection: Connection, before: dt.datetime) -> list[str]:
    """Remove the rows of jobs that were over before then; the logs that they leave."""
    gone = delete(jobs).where(jobs.c.state.not_in(OPEN), jobs.c.ended < before)
    return [log for (log,) in connection.execute(gone.returning(jobs.c.log)) if log]


def remove_logs(logs: list[str], data: Path) -> None:
    """Remove logs from the data folder."""
    for log in logs:
        (data / LOGS / Path(log).name).unlink(missing_ok=True)
