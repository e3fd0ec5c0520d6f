"""The words of a command → a process of its own: its group, its limits, its log, its pipes."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import shlex
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import crawler
from crawler.health.channels import IN_SERVICE
from crawler.jobs.job import Job
from crawler.jobs.lifeline import tell_time
from crawler.jobs.listing import LOGS
from crawler.jobs.telling import LONGEST_LINE, PIPE


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where jobs work: the data folder, the ledger's address; the most memory that one may take
    (MiB), the longest time (seconds), and how long a process may take to end."""

    data: Path
    ledger: str
    memory: int = 4096
    seconds: float = 8 * 3600
    grace: float = 30


@dataclass(slots=True)
class JobProcess:
    """A job's process; ``told`` gives the lines that it tells."""

    process: asyncio.subprocess.Process
    told: asyncio.StreamReader
    _lifeline: int
    _transport: asyncio.ReadTransport

    def tell_time(self, seconds: float) -> None:
        """Let it live for so many seconds from now."""
        tell_time(self._lifeline, seconds)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it and all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def close(self) -> None:
        """Leave nothing of it behind."""
        self.send(signal.SIGKILL)  # what it may have started lives on in its group
        os.close(self._lifeline)
        self._transport.close()


async def start_process(
    job: Job, words: tuple[str, ...], around: Surroundings, lease: float, now: dt.datetime
) -> JobProcess:
    """Start the process of a claimed job, which lives for ``lease`` seconds unless it is told
    more. No shell has a part in it. Raises OSError."""
    hear, lifeline = os.pipe()
    told, tell = os.pipe()
    try:
        log = _open_log(job, words, around.data, now)
    except OSError:
        _close(hear, lifeline, told, tell)
        raise
    os.set_blocking(tell, False)
    os.set_blocking(lifeline, False)
    numbers = (job.id, job.attempt, hear, f"{lease:.3f}", around.memory)
    command = (sys.executable, "-m", "crawler.jobs.child", *map(str, numbers), *words)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(around, tell),
            pass_fds=(hear, tell),
            start_new_session=True,
        )
    except OSError:
        _close(lifeline, told)
        raise
    finally:
        _close(hear, tell, log)
    reader = asyncio.StreamReader(limit=4 * LONGEST_LINE)
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(told, "rb", buffering=0)
    )
    return JobProcess(process, reader, lifeline, transport)


def _open_log(job: Job, words: tuple[str, ...], data: Path, now: dt.datetime) -> int:
    """The log, open for adding, with a line that says what begins."""
    folder = data / LOGS
    folder.mkdir(parents=True, exist_ok=True)
    log = os.open(
        folder / Path(str(job.log)).name, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
    )
    head = f"--- {now:%Y-%m-%d %H:%M:%S}Z attempt {job.attempt}: {shlex.join(words)}\n"
    os.write(log, head.encode("utf-8", "replace"))
    return log


def _environment(around: Surroundings, tell: int) -> dict[str, str]:
    root = str(Path(crawler.__file__).parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **os.environ,
        "CRAWLER_DATA": str(around.data),
        "CRAWLER_LEDGER": around.ledger,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        PIPE: str(tell),
        IN_SERVICE: "1",
    }


def _close(*numbers: int) -> None:
    for number in numbers:
        os.close(number)
