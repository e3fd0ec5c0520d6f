"""A hostile server on loopback, and real crawls against it, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.program import run_program

ROOT = Path(__file__).parents[2]
ONE_CRAWL = Path(__file__).parent / "one_crawl.py"
HOME = "https://news.example"
PATIENCE = 120  # seconds until a test gives up waiting: generous, the machine may be busy

Answer = bytes | Callable[[], AsyncIterator[bytes]]
"""The bytes of a whole answer, or what gives them piece by piece; then the connection closes."""


@dataclass
class Asked:
    """One request as the server got it; header names in lower case."""

    path: str
    headers: dict[str, str]


@dataclass
class Server:
    """``answers`` by path; anything else is 404. ``url`` is scheme and authority."""

    answers: dict[str, Answer]
    tls: ssl.SSLContext | None = None
    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    def headers(self, path: str) -> dict[str, str]:
        return next(request.headers for request in self.asked if request.path == path)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.strip().split("\r\n")
            path = first.split(" ")[1]
            pairs = (line.split(":", 1) for line in lines)
            headers = {name.lower(): value.strip() for name, value in pairs}
            self.asked.append(Asked(path, headers))
            await self.write(self.answers.get(path, ok(b"not here", status=404)), writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the crawler hung up, as it should on many of these
        finally:
            writer.close()

    async def write(self, answer: Answer, writer: asyncio.StreamWriter) -> None:
        if isinstance(answer, bytes):
            writer.write(answer)
        else:
            async for piece in answer():
                writer.write(piece)
                await writer.drain()
        await writer.drain()

    def run(self, started: threading.Event, ended: asyncio.Event) -> None:
        async def serve() -> None:
            server = await asyncio.start_server(self.answer, "127.0.0.1", 0, ssl=self.tls)
            scheme = "https" if self.tls else "http"
            self.url = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            self.loop = asyncio.get_running_loop()
            started.set()
            await ended.wait()
            server.close()

        asyncio.run(serve())


def ok(body: bytes, *headers: str, status: int = 200, length: int | None = None) -> bytes:
    """An answer with a Content-Type of HTML unless ``headers`` say otherwise; ``length`` -1
    states none."""
    lines = [f"HTTP/1.1 {status} Status", "Connection: close", *headers]
    if not any(line.lower().startswith("content-type") for line in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    if length != -1:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


Serve = Callable[..., Server]
Crawl = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture(scope="session")
def answer() -> Callable[..., bytes]:
    return ok


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    running: list[tuple[Server, asyncio.Event, threading.Thread]] = []

    def start(answers: dict[str, Answer], tls: ssl.SSLContext | None = None) -> Server:
        server, started, ended = Server(answers, tls), threading.Event(), asyncio.Event()
        thread = threading.Thread(target=server.run, args=(started, ended))
        thread.start()
        assert started.wait(PATIENCE)
        running.append((server, ended, thread))
        return server

    yield start
    for server, ended, thread in running:
        server.loop.call_soon_threadsafe(ended.set)
        thread.join()


@pytest.fixture(scope="session")
def crawl() -> Crawl:
    """Crawls addresses (or pairs of address and meta) and gives how each ended, by address."""

    def run(
        requests: Sequence[str | tuple[str, dict[str, Any]]],
        names: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
        **settings: Any,
    ) -> dict[str, dict[str, Any]]:
        pairs = [(one, {}) if isinstance(one, str) else one for one in requests]
        job = {
            "requests": [{"url": url, "meta": meta} for url, meta in pairs],
            "names": dict(names or {}),
            "settings": settings,
        }
        path = os.pathsep.join((str(ROOT), os.environ["PYTHONPATH"]))
        environment = {**os.environ, **(env or {}), "PYTHONPATH": path}
        done = run_program([ONE_CRAWL], environment=environment, given=json.dumps(job))
        assert done.returncode == 0, done.stderr
        ends = json.loads(done.stdout)
        assert len(ends) == len(pairs), done.stderr
        log = {"log": done.stderr}
        return {url: {**end, **log} for (url, _), end in zip(pairs, ends, strict=True)}

    return run
