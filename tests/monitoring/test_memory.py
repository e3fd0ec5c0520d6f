"""crawler.monitoring.memory: what a process held itself, not what its parent did."""

from __future__ import annotations

import subprocess
import sys

from crawler.monitoring.memory import peak_memory

MIB = 1 << 20
CHILD = "from crawler.monitoring.memory import peak_memory; print(peak_memory())"
LARGE = f"""
import subprocess, sys
held = bytearray({400 * MIB})
held[::4096] = b"x" * len(held[::4096])
subprocess.run([sys.executable, "-c", {CHILD!r}], check=True, close_fds=False)
"""


def test_what_a_parent_held_is_not_counted() -> None:
    told = subprocess.run([sys.executable, "-c", LARGE], check=True, capture_output=True, text=True)
    assert 10 * MIB < int(told.stdout) < 250 * MIB


def test_what_was_given_back_is_counted() -> None:
    before = peak_memory()
    held = b"x" * (before + 50 * MIB)
    size = len(held)
    del held
    assert peak_memory() > size
