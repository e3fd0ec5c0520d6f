"""Shapes served on loopback, and the command line run as a user runs it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.program import run_program

from .shapes import Make, Shape

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]


class Served(ThreadingHTTPServer):
    """A shape on a port of its own; ``asked`` are the targets in the order they came."""

    daemon_threads = True

    def __init__(self, make: Make, now: dt.datetime) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.shape: Shape = make(self.origin, now)
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Served

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        kind, body = self.server.shape.answers.get(self.path, ("text/html", b"<h1>404</h1>"))
        self.send_response(200 if self.path in self.server.shape.answers else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Nothing: a test's output is its own."""


@contextlib.contextmanager
def serving(make: Make, now: dt.datetime | None = None) -> Iterator[Served]:
    """A shape as a running site."""
    server = Served(make, now or dt.datetime.now(dt.UTC))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def run_crawler(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """What a command printed, and its exit code."""
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    return run_program(["-m", "crawler", *words], environment=environment, given=given)


@pytest.fixture(scope="session")
def run() -> Run:
    return run_crawler
