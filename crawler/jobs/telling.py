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
from dataclasses import asdict
from typing import Any

from crawler.jobs.job import Progress

PIPE = "CRAWLER_JOB_PIPE"
"""The variable that names the pipe's number."""
LONGEST_MESSAGE = 200
PATIENCE = 5.0  # seconds
LONGEST_LINE = 4096  # bytes that a pipe takes whole or not at all


def tell_progress(done: int, total: int | None, message: str) -> None:
    """Say how far the command is."""
    _tell({"progress": asdict(Progress(done, total, message[:LONGEST_MESSAGE]))}, 0)


def tell_result(**values: Any) -> None:
    """Say what came of the command."""
    _tell({"result": values}, PATIENCE)


def read_told(line: bytes) -> tuple[Progress | None, Mapping[str, Any] | None]:
    """The progress or the result of a line; neither where it is no such line."""
    try:
        told = json.loads(line)
        if "result" in told:
            return None, dict(told["result"])
        return Progress(**told["progress"]), None
    except (ValueError, TypeError, KeyError):
        return None, None


def _tell(values: Mapping[str, Any], patience: float) -> None:
    pipe = os.environ.get(PIPE)
    if pipe is None:
        return
    line = json.dumps(values, default=str).encode() + b"\n"
    with contextlib.suppress(OSError, ValueError):
        _, has_room, _ = select.select([], [int(pipe)], [], patience)
        if has_room and len(line) <= LONGEST_LINE:
            os.write(int(pipe), line)
