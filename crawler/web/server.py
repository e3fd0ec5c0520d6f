"""An app → answers on a port: uvicorn in the event loop of whoever serves, or in a thread."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
import threading
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from crawler.errors import UsageError
from crawler.web.patience import USUAL, Patience, PatientProtocol

logger = logging.getLogger(__name__)
IDLE = 15  # seconds that a connection is kept open without a request
LEAVING = 5  # seconds that requests on their way have at the end
SWITCH = 0.001
"""Seconds that a thread may compute while the loop waits to answer; Python's own are five times
that, and a poll waits several times."""


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises UsageError if it cannot."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)  # who connects from now on is answered once the app is there
    except (OSError, OverflowError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}:{port}: {told}; take another --port") from error
    return listener


def is_told(record: logging.LogRecord) -> bool:
    """False for the traceback of a request that was cut off because the service ends: that it was
    is told in a line of its own."""
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    return not isinstance(error, asyncio.CancelledError)


class Server(uvicorn.Server):
    """Signals are for whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


def make_server(app: ASGIApp, patience: Patience = USUAL) -> Server:
    """A server that leaves signals and logs to whoever runs it. What the proxies of ``patience``
    say of visitors is believed, and of nobody else's."""
    config = uvicorn.Config(
        app,
        http=type("Connection", (PatientProtocol,), {"patience": patience}),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=bool(patience.proxies),
        forwarded_allow_ips=sorted(patience.proxies),
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=LEAVING,
    )
    logging.getLogger("uvicorn.error").addFilter(is_told)
    return Server(config)


async def serve(
    app: ASGIApp,
    listener: socket.socket,
    stopping: asyncio.Event,
    patience: Patience = USUAL,
) -> None:
    """Answer until ``stopping`` is set."""
    sys.setswitchinterval(SWITCH)
    server = make_server(app, patience)
    serving = asyncio.create_task(server.serve([listener]))
    leaving = asyncio.create_task(stopping.wait())
    await asyncio.wait((serving, leaving), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    leaving.cancel()
    await serving


@contextlib.contextmanager
def serving(
    app: ASGIApp, host: str = "127.0.0.1", port: int = 0, patience: Patience = USUAL
) -> Iterator[str]:
    """Answer in a thread for as long as a block lasts; gives the address."""
    with contextlib.closing(bind(host, port)) as listener:
        loop = asyncio.new_event_loop()
        stopping = asyncio.Event()
        thread = threading.Thread(
            target=loop.run_until_complete,
            args=(serve(app, listener, stopping, patience),),
            daemon=True,
        )
        thread.start()
        try:
            yield address_of(listener)
        finally:
            loop.call_soon_threadsafe(stopping.set)
            thread.join()
            loop.close()


def address_of(listener: socket.socket) -> str:
    """``http://127.0.0.1:8000``."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
