"""How a job's process ended, and who wanted it to → how the job stands. Pure."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass
from enum import Enum

from crawler.jobs.job import State

LONGEST_REASON = 300
_SPACE = re.compile(r"\s+")


class Cause(Enum):
    """Why a worker ended a job's process."""

    CANCELLED = "cancelled"
    STOPPED = "the service was stopped; it goes on with the next one"
    TOO_LONG = (
        "it took longer than a job may (serve --hours); what it kept stays; retry goes on there"
    )
    LOST = "it is another worker's"


@dataclass(frozen=True, slots=True)
class Ending:
    """``state`` is QUEUED for a job that is to be given back, None for one that is left to be
    found again. ``is_loss``: being given back so counts like a worker that was gone."""

    state: State | None
    reason: str | None = None
    is_loss: bool = False


def end_of(code: int, cause: Cause | None, words: str, setback: str | None = None) -> Ending:
    """``code`` is the exit code, or minus the signal; ``words`` are the log's last line;
    ``setback`` is why the command told that it ends before it is through, None if it did not."""
    if cause is Cause.LOST or code == -signal.SIGALRM:
        return Ending(None)
    if code == 0 and not setback:
        return Ending(State.DONE)
    if cause is Cause.CANCELLED:
        return Ending(State.CANCELLED, cause.value)
    if cause is Cause.STOPPED:
        return Ending(State.QUEUED, cause.value)
    if cause is Cause.TOO_LONG:
        return Ending(State.FAILED, cause.value)
    if setback:
        return Ending(State.QUEUED, setback, is_loss=True)
    how = f"exit code {code}" if code > 0 else f"ended by {_name_of(-code)}"
    if code == -signal.SIGKILL:
        how += " (by the kernel, if the machine's memory ran out)"
    said = _SPACE.sub(" ", words).strip().removeprefix("crawler: ")
    if said.startswith("MemoryError"):
        said = "it took more memory than a job may (serve --memory)"
    why = f"{how}: {said}"[:LONGEST_REASON] if said else how
    if setback is not None:
        return Ending(State.QUEUED, why, is_loss=True)
    return Ending(State.FAILED, why)


def last_line(text: str) -> str:
    """The last line that says something."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
