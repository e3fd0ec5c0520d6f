"""Feed readers that poll at a given rate over HTTP/1.1, each with the tag it was given last."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

READERS = 40
PATIENCE = 10.0  # seconds that an answer may take


@dataclass(slots=True)
class Polls:
    """``waits`` are the seconds from when a poll was due until it was answered, so that what waits
    behind a slow answer counts, too. ``sizes`` are bytes of bodies."""

    waits: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    sizes: int = 0

    @property
    def errors(self) -> int:
        """What was no 200 and no 304."""
        good = self.statuses.get(200, 0) + self.statuses.get(304, 0)
        return len(self.failures) + sum(self.statuses.values()) - good

    def at(self, share: float) -> float:
        """The wait that this share of the polls does not exceed."""
        return sorted(self.waits)[min(len(self.waits) - 1, int(share * len(self.waits)))]


class Reader:
    """One connection, opened anew when it broke; a tag for each path."""

    def __init__(self, origin: str) -> None:
        parts = urlsplit(origin)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._tags: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def poll(self, path: str) -> tuple[int, int]:
        """Status and the body's size. Raises OSError, EOFError or TimeoutError."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask(path)
        except (OSError, EOFError, TimeoutError):
            self.close()
            raise

    async def _ask(self, path: str) -> tuple[int, int]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        tag = f"If-None-Match: {self._tags[path]}\r\n" if path in self._tags else ""
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}\r\n{tag}\r\n".encode())
        status, headers = _read_head((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
        size = 0 if status == 304 else int(headers.get("content-length", 0))
        await reader.readexactly(size)
        if "etag" in headers:
            self._tags[path] = headers["etag"]
        if headers.get("connection") == "close":
            self.close()
        return status, size

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


def _read_head(text: str) -> tuple[int, dict[str, str]]:
    first, *lines = text.split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


async def poll(origin: str, paths: Sequence[str], rate: float, seconds: float) -> Polls:
    """Polls that are due at even intervals, whatever became of those before. Each path was asked
    for once when they begin: what the first answer of a process costs is another question."""
    polls, idle = Polls(), asyncio.Queue[Reader]()
    first = Reader(origin)
    for path in paths:
        await first.poll(path)
    first.close()
    for _ in range(READERS):
        idle.put_nowait(Reader(origin))
    loop = asyncio.get_running_loop()
    start = loop.time()
    chosen = itertools.cycle(paths)
    async with asyncio.TaskGroup() as group:
        for number in range(int(rate * seconds)):
            due = start + number / rate
            await asyncio.sleep(max(0.0, due - loop.time()))
            group.create_task(_poll_once(polls, idle, next(chosen), due))
    while not idle.empty():
        idle.get_nowait().close()
    return polls


async def _poll_once(polls: Polls, idle: asyncio.Queue[Reader], path: str, due: float) -> None:
    reader = await idle.get()
    try:
        status, size = await reader.poll(path)
        polls.statuses[status] = polls.statuses.get(status, 0) + 1
        polls.sizes += size
    except (OSError, EOFError, TimeoutError) as error:
        polls.failures.append(repr(error))
    finally:
        polls.waits.append(asyncio.get_running_loop().time() - due)
        idle.put_nowait(reader)
