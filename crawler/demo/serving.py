"""Serving: a newsroom → a running server, in a thread of this process or as this process."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from crawler.demo.conduct import Conduct
from crawler.demo.house import House
from crawler.demo.newsroom import Newsroom
from crawler.demo.server import LOOPBACK, listening


@dataclass(frozen=True)
class Origin:
    """A newsroom being served. ``str(origin)`` is ``http://127.0.0.1:PORT``."""

    port: int
    house: House

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def newsroom(self) -> Newsroom:
        """The newsroom as it stands now."""
        return self.house.newsroom

    def local(self, url: str) -> str:
        """The address on this server of what bears a real address."""
        return url.replace(self.newsroom.edition.origin, self.url, 1)

    def __str__(self) -> str:
        return self.url


@contextmanager
def serving(
    newsroom: Newsroom, *, port: int = 0, conduct: Conduct | None = None
) -> Iterator[Origin]:
    """Serve in a background thread while the context lasts.

    Raises UsageError if the port is taken.
    """
    house = House(newsroom, conduct or Conduct())
    started: list[Origin | BaseException] = []
    ready = threading.Event()
    runner, stop = asyncio.Runner(), asyncio.Event()

    async def run() -> None:
        async with listening(house, port) as bound:
            started.append(Origin(bound, house))
            ready.set()
            await stop.wait()

    def work() -> None:
        try:
            with runner:  # ends what still runs for a client before the loop is closed
                runner.run(run())
        except BaseException as error:  # handed to the caller's thread, which raises it
            started.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=work, name="newsroom", daemon=True)
    thread.start()
    ready.wait()
    if isinstance(started[0], BaseException):
        raise started[0]
    try:
        yield started[0]
    finally:
        runner.get_loop().call_soon_threadsafe(stop.set)
        thread.join()


async def serve_until_signalled(
    house: House, port: int, announce: Callable[[Origin], None]
) -> None:
    """Serve until SIGINT or SIGTERM; ``announce`` is told once the port is open.

    Raises UsageError if the port is taken.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with listening(house, port) as bound:
        announce(Origin(bound, house))
        await stop.wait()
