"""An FTP server on loopback."""

from __future__ import annotations

import contextlib
import logging
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

with warnings.catch_warnings():  # of asyncore, which Python 3.12 no longer has
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

SECRET = "a-very-secret-word"
"""The password of the user ``me``."""


@contextlib.contextmanager
def ftp_server(root: Path, rights: str = "elradfmwMT") -> Iterator[str]:
    """The address of a server of that folder, in which ``me`` has the rights (as pyftpdlib names
    them)."""
    authorizer = DummyAuthorizer()
    authorizer.add_user("me", SECRET, str(root), perm=rights)
    handler = type("Handler", (FTPHandler,), {"authorizer": authorizer})
    logging.getLogger("pyftpdlib").setLevel(logging.CRITICAL)
    running = FTPServer(("127.0.0.1", 0), handler)
    port = running.socket.getsockname()[1]
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            running.serve_forever(timeout=0.05, blocking=False)
        running.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"ftp://127.0.0.1:{port}"
    stop.set()
    thread.join()
