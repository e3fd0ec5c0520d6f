"""Runs the program as a user does, in a process of its own, without the second that imports take.

`python -m crawler` imports for about a second; the tests do it hundreds of times. So one process
imports the libraries and the program's modules once and is forked for each command
(program_server.py). What the processes do from then on is the same: their own files, signals,
reactor, settings, and exit code. In another folder than the project's, the program's modules are
imported anew. Tests of how the program starts, is killed or is stopped start Python themselves.
"""

from __future__ import annotations

import atexit
import json
import os
import select
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
    timeout: float = 600,
    file_bytes: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs what `python WORDS` would run, ``-m MODULE …`` or ``SCRIPT …``; what it printed.

    It may make no file larger than ``file_bytes``, as on a disk that is full.
    Raises subprocess.TimeoutExpired for one that takes too long, and kills it.
    """
    words = [str(word) for word in words]
    request = {
        "words": words,
        "folder": str(folder),
        "file_bytes": file_bytes,
        "environment": dict(os.environ if environment is None else environment),
    }
    with TemporaryFile() as took, TemporaryFile() as out, TemporaryFile() as err:
        took.write(given.encode())
        took.seek(0)
        code = _ask(request, [took, out, err], timeout)
        return subprocess.CompletedProcess(words, code, _read(out), _read(err))


def _ask(request: Mapping[str, object], files: Sequence[IO[bytes]], timeout: float) -> int:
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="ascii") as answers:
        numbers = [*(file.fileno() for file in files), writing]
        socket.send_fds(_server(), [json.dumps(request).encode()], numbers)
        os.close(writing)
        process = int(answers.readline())
        if not select.select([answers], [], [], timeout)[0]:
            os.kill(process, signal.SIGKILL)
            raise subprocess.TimeoutExpired(str(request["words"]), timeout)
        return int(answers.readline())


@cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
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
