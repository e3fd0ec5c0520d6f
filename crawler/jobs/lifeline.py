"""A pipe from a worker to a job's process, on which it says how long the job is still its own.

The process ends when the pipe does (its worker is gone, however it went), and when the time that
it was told is up (its worker hangs, sleeps, or cannot renew the lease): that is kept by the
kernel's timer, so that no code of ours has to run for it. The time told ends before the lease
does. Thus a job whose lease is over is done by nobody, and may be given to another.

Not PR_SET_PDEATHSIG: it knows nothing of a worker that hangs, follows the thread that started the
process, and is Linux's alone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading

MARGIN = 0.8
"""The share of a lease that a process may use."""


def tell_time(pipe: int, seconds: float) -> None:
    """Say how long the job is still the worker's. Nothing where nobody reads any more."""
    with contextlib.suppress(BrokenPipeError, BlockingIOError):
        os.write(pipe, f"{seconds:.3f}\n".encode("ascii"))


def hold_on(pipe: int, seconds: float) -> None:
    """Live for so many seconds, and on as long as the pipe says so; then end without a word."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    threading.Thread(target=_listen, args=(pipe,), name="lifeline", daemon=True).start()


def _listen(pipe: int) -> None:
    with os.fdopen(pipe, "rb") as lines:
        for line in lines:
            signal.setitimer(signal.ITIMER_REAL, float(line))
    os.killpg(0, signal.SIGKILL)
