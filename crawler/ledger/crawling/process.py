"""A process → a mark that no later process shares, and from a mark whether its process is gone.

A number alone says little: the system gives it to another program later, and in a container or
after a restart of the machine it means another process from the start.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_STATE, _START = 0, 19  # fields of /proc/PID/stat behind the program's name: see proc(5)


@dataclass(frozen=True, slots=True)
class Process:
    """``realm`` names what ``pid`` is unique in: one start of one machine, one container.
    ``start`` is when it began, in the system's own count. Both are empty where no /proc is."""

    machine: str
    pid: int
    realm: str
    start: str


def this_process() -> Process:
    """The process that asks."""
    pid = os.getpid()
    return Process(socket.gethostname(), pid, _realm(), _read_start(pid) or "")


def is_gone(process: Process) -> bool:
    """True if the process has ended for certain; False if it lives or cannot be asked."""
    here = this_process()
    if (process.machine, process.realm) != (here.machine, here.realm):
        return False
    if not process.realm:
        return not _answers(process.pid)
    return _read_start(process.pid) != process.start


def _realm() -> str:
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {(PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _read_start(pid: int) -> str | None:
    """When a process began; None if there is none, or only its exit code is left of it."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # A program's name stands in brackets and may hold any character, brackets too.
    fields = stat.rpartition(")")[2].split()
    return None if fields[_STATE] in "ZX" else fields[_START]


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
