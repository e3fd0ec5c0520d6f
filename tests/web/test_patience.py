"""Clients that hold their place by doing nothing, and too many of them: over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from starlette.types import Receive, Scope, Send

from crawler.web.app import create_app
from crawler.web.patience import Patience
from crawler.web.server import serving
from crawler.web.settings import Limits, WebSettings

from .conftest import PATIENCE, Shelf, story

HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"

Connect = Callable[[], socket.socket]


@contextmanager
def listening(engine: Engine, patience: Patience, sending: float = 30) -> Iterator[Connect]:
    """The app behind a port; gives what connects to it."""
    data = Path(str(engine.url.database)).parent
    limits = Limits(sending=sending)
    app = create_app(WebSettings(engine=engine, data=data, is_open=True, limits=limits))
    with serving(app, patience=patience) as address, ExitStack() as opened:
        port = httpx.URL(address).port
        assert port is not None

        def connect() -> socket.socket:
            made = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            return opened.enter_context(contextlib.closing(made))

        yield connect


def read_all(client: socket.socket) -> bytes:
    """What comes until the service hangs up."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := client.recv(65536):
            found += piece
    return found


def read_one(client: socket.socket) -> bytes:
    """One answer of /healthz, of a connection that stays."""
    found = b""
    while not found.endswith(b"}"):
        found += client.recv(65536) or b"}"
    return found


def is_answered(client: socket.socket) -> bool:
    """True for who finds a place."""
    client.sendall(HEAD + b"Connection: close\r\n\r\n")
    return read_all(client).startswith(b"HTTP/1.1 200")


def problem_in(answer: bytes) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    found: dict[str, object] = json.loads(body)
    return found


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HT",
        HEAD,
        HEAD + b"\r\n" + HEAD,
        HEAD + b"Content-Length: 100\r\n\r\nx",
    ],
    ids=["nothing", "half a line", "half a head", "one, and half of another", "a body unasked"],
)
def test_who_asks_for_nothing_has_to_leave(engine: Engine, sent: bytes) -> None:
    # What is asked for at once is answered, also where it takes a moment to be sent.
    with listening(engine, Patience(head=2 if b"\r\n\r\n" in sent else 0.3)) as connect:
        client = connect()
        client.sendall(sent)
        for _ in range(3):  # a little more, again and again, is no request either
            with contextlib.suppress(OSError):
                client.sendall(b"x" if sent else b"")
            time.sleep(0.05)
        answer = read_all(client)
    assert answer.count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\n")


def test_a_head_may_come_in_pieces(engine: Engine) -> None:
    with listening(engine, Patience(head=PATIENCE)) as connect:
        client = connect()
        for piece in (HEAD[:9], HEAD[9:], b"Connection: close\r\n\r\n"):
            client.sendall(piece)
        assert read_all(client).startswith(b"HTTP/1.1 200")


def test_a_body_that_does_not_come_is_told(engine: Engine) -> None:
    with listening(engine, Patience(), sending=0.3) as connect:
        client = connect()
        client.sendall(POST + b"Content-Length: 90\r\nConnection: close\r\n\r\n{")
        told = problem_in(read_all(client))
    assert (told["status"], told["title"]) == (408, "Request Timeout")


def test_who_takes_nothing_has_to_leave(engine: Engine) -> None:
    """Sixteen million characters, of which nobody reads one: its place is another's."""
    for number in range(8):
        Shelf(engine).keep(story(number, body=("x" * 2_000_000,)))
    with listening(engine, Patience(taking=0.3, of_one=1)) as connect:
        client = connect()
        client.sendall(b"GET /api/articles.ndjson HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while not is_answered(connect()):
            time.sleep(0.05)
        assert len(read_all(client)) < 16_000_000


async def endless(scope: Scope, receive: Receive, send: Send) -> None:
    """Begins an answer, and never ends it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"begun", "more_body": True})
    await asyncio.Event().wait()


def test_a_service_that_ends_cuts_off_who_still_reads_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("crawler.web.server.LEAVING", 0)
    with ExitStack() as opened:
        with serving(endless) as address:
            client = socket.create_connection(("127.0.0.1", httpx.URL(address).port or 0), PATIENCE)
            opened.enter_context(contextlib.closing(client))
            client.sendall(HEAD + b"\r\n")
            assert client.recv(65536)
        assert not read_all(client).endswith(b"0\r\n\r\n")  # an error to whoever reads HTTP
    assert "Cancel 1 running task" in caplog.text
    assert "Traceback" not in caplog.text


def test_one_too_many_is_told(engine: Engine) -> None:
    """Those that are there are still answered."""
    with listening(engine, Patience(of_one=3)) as connect:
        there = [connect() for _ in range(3)]
        there[0].sendall(HEAD + b"\r\n")
        assert read_one(there[0]).startswith(b"HTTP/1.1 200")
        late = connect()
        late.sendall(HEAD + b"\r\n")
        answer = read_all(late)
        there[0].sendall(HEAD + b"\r\n")
        assert read_one(there[0]).startswith(b"HTTP/1.1 200")
    assert b"retry-after: " in answer
    assert problem_in(answer)["status"] == 503


def test_a_proxy_stands_for_many(engine: Engine) -> None:
    patience = Patience(of_one=1, proxies=frozenset({"127.0.0.1"}))
    with listening(engine, patience) as connect:
        for client in [connect() for _ in range(3)]:
            client.sendall(HEAD + b"\r\n")
            assert read_one(client).startswith(b"HTTP/1.1 200")


def test_far_too_many_are_not_listened_to(engine: Engine) -> None:
    with listening(engine, Patience(at_once=2)) as connect:
        crowd = [connect() for _ in range(5)]
        assert read_all(crowd[-1]) == b""


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01 nothing\r\n\r\n", HEAD + b"X: " + b"y" * 100_000, b"GET /\0 HTTP/1.1\r\n\r\n"],
    ids=["no HTTP", "a long head", "a bad address"],
)
def test_what_is_no_request_is_a_problem(engine: Engine, sent: bytes) -> None:
    with listening(engine, Patience()) as connect:
        client = connect()
        client.sendall(sent)
        assert problem_in(read_all(client))["status"] == 400
