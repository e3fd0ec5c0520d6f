"""Limits of time that hold on a slow machine and on a busy one.

A clock on the wall counts what other programs do, and seconds mean something else on each machine.
So what is counted is the CPU time of this thread, and a limit that is passed is measured again in
what a fixed piece of work takes here and now.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

USUAL = 0.01  # seconds that the fixed piece of work takes on the machine for which limits are given
NOISE = 4  # how many times longer anything may take while other programs use the same caches


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails if what is done in it takes longer, in seconds of CPU time of a usual machine."""
    began = time.thread_time()
    yield
    took = time.thread_time() - began
    if took > seconds:
        allowed = seconds * max(1, NOISE * fixed_work() / USUAL)
        assert took <= allowed, f"{took:.2f} s of CPU time, where {allowed:.2f} s are enough"


def fixed_work() -> float:
    """The seconds of CPU time that it takes: the most of a few times."""
    return max(_work() for _ in range(5))


def _work() -> float:
    began = time.thread_time()
    words = {f"{number:x}": number for number in range(70_000)}
    assert len("".join(sorted(words)).replace("a", "b")) > len(words)
    return time.thread_time() - began
