"""The guard that keeps tests on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN = {
    "connect": "with socket.socket() as s: s.connect(('192.0.2.1', 9))",
    "connect_ex": "with socket.socket() as s: s.connect_ex(('192.0.2.1', 9))",
    "connect by name": "socket.create_connection(('news.example', 80))",
    "bind to all": "with socket.socket() as s: s.bind(('', 0))",
    "bind elsewhere": "with socket.socket() as s: s.bind(('0.0.0.0', 0))",
    "datagram": "with socket.socket(type=2) as s: s.sendto(b'x', ('192.0.2.1', 53))",
    "look-up": "socket.getaddrinfo('news.example', 80)",
    "old look-up": "socket.gethostbyname('news.example')",
}


def forget() -> str:
    """What was logged, cleared so that the guard lets this test pass."""
    log = Path(os.environ["LEFT_LOOPBACK"])
    tried = log.read_text(encoding="utf-8")
    log.write_text("", encoding="utf-8")
    return tried


@pytest.mark.parametrize("code", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_test_process_stays_on_loopback(code: str) -> None:
    with pytest.raises(BaseException, match="may not leave loopback"):
        exec(code, {"socket": socket})
    assert "may not leave loopback" in forget()


def test_started_process_stays_on_loopback() -> None:
    code = (
        "import socket\ntry: socket.create_connection(('192.0.2.1', 9))\nexcept BaseException: pass"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert "192.0.2.1" in forget()


def test_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
        socket.create_connection(("localhost", server.getsockname()[1])).close()
