"""python -m crawler.jobs.child JOB ATTEMPT PIPE SECONDS MEMORY WORD…: the process of a job.

PIPE is the lifeline's number, SECONDS how long it holds at first, MEMORY the most that the process
may take (MiB), the words are a command's. It refuses, with exit code 75, a job that is not its own.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import runpy
import sys

from crawler.errors import LedgerError
from crawler.jobs.lifeline import hold_on

NOT_MINE = 75
MIB = 1024 * 1024


def main(words: list[str]) -> None:
    """Do the job."""
    job, attempt, pipe, seconds, memory, *command = words
    hold_on(int(pipe), float(seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory) * MIB, int(memory) * MIB))
    try:
        is_mine = _begin(int(job), int(attempt))
    except LedgerError as error:
        from crawler.jobs.telling import tell_setback

        tell_setback()
        sys.exit(f"crawler: {error}")
    if not is_mine:
        print(f"crawler: job {job} is not this process's to do", file=sys.stderr)
        sys.exit(NOT_MINE)
    sys.argv = ["crawler", *command]
    runpy.run_module("crawler", run_name="__main__", alter_sys=True)


def _begin(job: int, attempt: int) -> bool:
    # Imported only now: half a second in which the lifeline is not held would be too much.
    from crawler.jobs.lease import Hold, begin
    from crawler.ledger.connect import opened, writing

    with opened(os.environ["CRAWLER_LEDGER"]) as engine, writing(engine) as connection:
        return begin(connection, Hold(job, attempt), os.getpid(), dt.datetime.now(dt.UTC))


if __name__ == "__main__":
    main(sys.argv[1:])
