"""Runs the program as a user does, in a process of its own, without the second that imports take.

`python -m crawler` imports for about a second; the tests do it hundreds of times. So one process
imports the libraries once and is forked for each command (program_server.py). What the processes
do from then on is the same: their own files, signals, reactor, settings, and exit code. Tests of
how the program starts, is killed or is stopped start Python themselves.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

ROOT = Path(__file__).parent.parent


def run_program(
    words: Sequence[str | Path],
    *,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    given: str = "",
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Runs what `python WORDS` would run, ``-m MODULE …`` or ``SCRIPT …``; what it printed.

    Raises subprocess.TimeoutExpired for one that takes too long, and kills it.
    """
    words = [str(word) for word in words]
    request = {
        "words": words,
        "folder": str(folder),
        "environment": dict(os.environ if environment is None else environment),
    }
    with TemporaryFile() as took, TemporaryFile() as out, TemporaryFile() as err:
        took.write(given.encode())
        took.seek(0)
        code = _ask(request, [took, out, err], timeout)
        return subprocess.CompletedProcess(words, code, _read(out), _read(err))


def _ask(request: Mapping[str, object], files: Sequence[IO[bytes]], timeout: float) -> int:
    server = _server()
    server.settimeout(timeout)
    numbers = [file.fileno() for file in files]
    socket.send_fds(server, [json.dumps(request).encode()], numbers)
    answers = server.makefile("r")
    process = int(answers.readline())
    try:
        return int(answers.readline())
    except TimeoutError:
        os.kill(process, signal.SIGKILL)
        _server.cache_clear()  # its answer is still to come: the next command asks another one
        words = request["words"]
        assert isinstance(words, list)
        raise subprocess.TimeoutExpired(words, timeout) from None


@cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("program_server.py")], cwd=ROOT, stdin=theirs
        )

    @atexit.register
    def end() -> None:
        ours.close()
        process.wait()

    return ours


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")
