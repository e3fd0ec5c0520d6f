"""A command's progress and result → whoever started it as a job, as lines of JSON on a pipe.

A command that nobody started as a job tells nobody. Progress that nobody has time to hear is not
told, a result is waited for a little; no command fails for either.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from crawler.jobs.job import Progress

PIPE = "CRAWLER_JOB_PIPE"
"""The variable that names the pipe's number."""
LONGEST_MESSAGE = 200
PATIENCE = 5.0  # seconds
LONGEST_LINE = 4096  # bytes that a pipe takes whole or not at all


@dataclass(frozen=True, slots=True)
class Told:
    """What a line told, if anything: how far the command is, what came of it, or that it ends
    before it is through, and why (empty: its log's last line says that)."""

    progress: Progress | None = None
    result: Mapping[str, Any] | None = None
    setback: str | None = None


def tell_progress(done: int, total: int | None, message: str) -> None:
    """Say how far the command is."""
    _tell({"progress": asdict(Progress(done, total, message[:LONGEST_MESSAGE]))}, 0)


def tell_result(**values: Any) -> None:
    """Say what came of the command."""
    _tell({"result": values}, PATIENCE)


def tell_setback(why: str = "") -> None:
    """Say that the command ends before it is through, and that another process may go on: the
    ledger does not answer, somebody else crawls the site just now, a limit is met. Without ``why``
    the log's last line says it."""
    _tell({"setback": why[:LONGEST_MESSAGE]}, PATIENCE)


def read_told(line: bytes) -> Told:
    """What a line tells; nothing where it is no such line."""
    try:
        told = json.loads(line)
        if "setback" in told:
            return Told(setback=str(told["setback"]))
        if "result" in told:
            return Told(result=dict(told["result"]))
        return Told(progress=Progress(**told["progress"]))
    except (ValueError, TypeError, KeyError):
        return Told()


def _tell(values: Mapping[str, Any], patience: float) -> None:
    pipe = os.environ.get(PIPE)
    if pipe is None:
        return
    line = json.dumps(values, default=str).encode() + b"\n"
    with contextlib.suppress(OSError, ValueError):
        _, has_room, _ = select.select([], [int(pipe)], [], patience)
        if has_room and len(line) <= LONGEST_LINE:
            os.write(int(pipe), line)
