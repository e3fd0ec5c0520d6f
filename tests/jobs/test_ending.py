"""How a job's process ended → how the job stands, and why in words."""

from __future__ import annotations

import signal

import pytest

from crawler.jobs.ending import Cause, Ending, end_of
from crawler.jobs.job import State


@pytest.mark.parametrize(
    ("code", "cause", "why", "state", "told"),
    [
        (1, None, "", State.QUEUED, "exit code 1: no answer"),
        (2, None, "", State.QUEUED, "exit code 2: no answer"),
        (0, None, "six hours are over", State.QUEUED, "six hours are over"),
        (0, None, "", State.DONE, None),
        (0, Cause.CANCELLED, "six hours are over", State.CANCELLED, "cancelled"),
        (0, Cause.STOPPED, "six hours are over", State.QUEUED, Cause.STOPPED.value),
        (1, Cause.CANCELLED, "", State.CANCELLED, "cancelled"),
        (1, Cause.STOPPED, "", State.QUEUED, Cause.STOPPED.value),
        (1, Cause.TOO_LONG, "", State.FAILED, Cause.TOO_LONG.value),
    ],
)
def test_a_setback_is_no_end(
    code: int, cause: Cause | None, why: str, state: State, told: str | None
) -> None:
    ending = end_of(code, cause, "crawler: no answer", why)
    is_loss = state is State.QUEUED and cause is None
    assert ending == Ending(state, told, is_loss)


@pytest.mark.parametrize(
    ("code", "cause", "words", "state", "why"),
    [
        (0, None, "", State.DONE, None),
        (0, Cause.CANCELLED, "", State.DONE, None),
        (1, None, "crawler: no  such\tfile", State.FAILED, "exit code 1: no such file"),
        (1, None, "", State.FAILED, "exit code 1"),
        (1, None, "MemoryError", State.FAILED, "it took more memory than a job may"),
        (-signal.SIGKILL, None, "kept 3", State.FAILED, "SIGKILL (by the kernel, if the machine's"),
        (-signal.SIGSEGV, None, "", State.FAILED, "ended by SIGSEGV"),
        (143, Cause.CANCELLED, "", State.CANCELLED, "cancelled"),
        (143, Cause.STOPPED, "", State.QUEUED, "goes on with the next one"),
        (-signal.SIGKILL, Cause.TOO_LONG, "", State.FAILED, "retry goes on there"),
        (-signal.SIGALRM, None, "", None, None),
        (0, Cause.LOST, "", None, None),
    ],
)
def test_an_end_is_told(
    code: int, cause: Cause | None, words: str, state: State | None, why: str | None
) -> None:
    ending = end_of(code, cause, words)
    assert ending.state == state
    assert (why is None and ending == Ending(state)) or (why or "") in (ending.reason or "")
