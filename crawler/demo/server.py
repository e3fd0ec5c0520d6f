"""The server: a House on a port of 127.0.0.1, and nowhere else.

The shell around `answer`, `prepare` and `obey`: it reads requests, meets faults and sends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import islice
from typing import Any, Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from crawler.article import to_json
from crawler.demo import control
from crawler.demo.answer import Answer, answer, challenge, failure, not_found
from crawler.demo.fault import Fault, Kind
from crawler.demo.house import House
from crawler.demo.wire import Sending, prepare
from crawler.errors import UsageError

LOOPBACK = "127.0.0.1"
_LOGGER = logging.getLogger(__name__)
_TRUTHS_AT_ONCE = 20
_LARGEST_ORDER = 64 * 1024


def _is_ours(record: logging.LogRecord) -> bool:
    """False for a request that is no HTTP: it is answered with 400 and is no fault of ours."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_LOGGER.addFilter(_is_ours)


class _Door(Protocol):
    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse: ...


@asynccontextmanager
async def listening(house: House, port: int = 0) -> AsyncIterator[int]:
    """Serve the house while the context lasts; gives the port, any free one for 0.

    Raises UsageError if the port is taken or not allowed.
    """
    server = web.Server(_door(house), access_log=None, logger=_LOGGER)
    loop = asyncio.get_running_loop()
    try:
        listener = await loop.create_server(server, LOOPBACK, port, backlog=1024)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"port {port} on {LOOPBACK} cannot be used ({error}); choose another or 0"
        ) from error
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        await server.shutdown(timeout=1)
        await listener.wait_closed()


def _door(house: House) -> _Door:
    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith(control.PREFIX):
            return await _control(house, request, path.removeprefix(control.PREFIX))
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        return await _serve(house, request, path)

    return handle


async def _serve(house: House, request: web.BaseRequest, path: str) -> web.StreamResponse:
    house.log.ask(path)
    fault = house.faults.take(path)
    if fault is None:
        return _send(house, answer(house.newsroom, path, house.conduct), request)
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.kind in (Kind.RESET, Kind.TRUNCATE):
        return await _break(house, fault, request, path)
    return _send(house, _faulty(house, fault, path), request)


def _send(house: House, content: Answer, request: web.BaseRequest) -> web.Response:
    sending = prepare(content, request.headers, house.conduct.validators)
    house.log.answered(str(sending.status), len(sending.body))
    return web.Response(status=sending.status, headers=sending.headers, body=sending.body)


def _faulty(house: House, fault: Fault, path: str) -> Answer:
    """The answer of a fault that leaves the connection whole."""
    match fault.kind:
        case Kind.STATUS:
            return failure(fault.status, fault.retry_after)
        case Kind.CHALLENGE:
            return challenge(house.newsroom, fault.status)
        case Kind.SOFT_404:
            return not_found(house.newsroom, 200)
        case _:
            return answer(house.newsroom, path, house.conduct)


async def _break(
    house: House, fault: Fault, request: web.BaseRequest, path: str
) -> web.StreamResponse:
    """Reset the connection at once, or after half of the body that the headers promise."""
    house.log.answered(fault.kind.value, 0)
    transport = request.transport
    if transport is None:
        return web.Response()
    if fault.kind is Kind.TRUNCATE:
        content = answer(house.newsroom, path, house.conduct)
        sending = prepare(content, request.headers, house.conduct.validators)
        transport.write(_half(sending))
        transport.close()
    else:
        _reset(transport)
    raise asyncio.CancelledError  # the connection is gone; there is nothing to answer


def _half(sending: Sending) -> bytes:
    lines = [f"HTTP/1.1 {sending.status} OK", f"Content-Length: {len(sending.body)}"]
    lines += [f"{name}: {value}" for name, value in sending.headers.items()]
    head = "\r\n".join(lines) + "\r\n\r\n"
    return head.encode("latin-1") + sending.body[: len(sending.body) // 2]


def _reset(transport: asyncio.Transport) -> None:
    """Close so that the client sees RST, not an orderly end."""
    raw: socket.socket = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _control(house: House, request: web.BaseRequest, order: str) -> web.StreamResponse:
    """The control addresses. Orders must be JSON, so that no web page can send them unasked."""
    if request.method == "GET":
        return await _report(house, request, order)
    if request.method != "POST":
        return _json({"error": "GET or POST"}, 405)
    if request.content_type != "application/json":
        return _json({"error": "send Content-Type: application/json"}, 415)
    if (request.content_length or 0) > _LARGEST_ORDER:
        return _json({"error": f"an order has at most {_LARGEST_ORDER} bytes"}, 413)
    try:
        return _json(control.obey(house, order, await request.read()))
    except UsageError as error:
        return _json({"error": str(error)}, 400)


async def _report(house: House, request: web.BaseRequest, name: str) -> web.StreamResponse:
    match name:
        case "truth":
            return await _truth(house, request)
        case "requests":
            return _json(house.log.summary())
        case "state":
            return _json(control.state(house))
    return _json({"error": f"no report {name!r}; there are truth, requests, state"}, 404)


async def _truth(house: House, request: web.BaseRequest) -> web.StreamResponse:
    """Every article at its main address as JSON lines, newest first, a few at a time."""
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
    await response.prepare(request)
    truths = house.newsroom.truths()
    with suppress(ConnectionResetError):  # the reader has seen enough
        while lines := [to_json(one) + b"\n" for one in islice(truths, _TRUTHS_AT_ONCE)]:
            await response.write(b"".join(lines))
            await asyncio.sleep(0)
        await response.write_eof()
    return response


def _json(values: Any, status: int = 200) -> web.Response:
    text = json.dumps(values, ensure_ascii=False) + "\n"
    return web.Response(status=status, text=text, content_type="application/json")
