"""Connections → only so many, and none that holds its place by doing nothing (slow loris).

uvicorn waits for as long as it takes for the head of a request, and for an answer to be taken. Here
a client has some seconds for each, and what is wrong is told as everywhere else.
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass
from typing import ClassVar

import h11
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from crawler.web.problems import problem_response


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a client has to send a head, and to take as much of an answer as is held back
    for it (64 KiB); how many connections there are ``at_once``, and from one address. One more is
    told so; beyond twice as many none is listened to. ``proxies``, addresses and networks, stand
    for many."""

    head: float = 10.0
    taking: float = 60.0
    at_once: int = 200
    of_one: int = 120
    proxies: frozenset[str] = frozenset()

    def trusts(self, address: str) -> bool:
        """True for a proxy of ours."""
        found = ipaddress.ip_address(address)
        return any(found in ipaddress.ip_network(one) for one in self.proxies)


USUAL = Patience()


class PatientProtocol(H11Protocol):
    """One connection."""

    patience: ClassVar[Patience] = USUAL
    _leaving: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place, if there is one."""
        super().connection_made(transport)
        if len(self.connections) > 2 * self.patience.at_once:
            transport.abort()
        elif self._is_crowded():
            self.app = crowded
        self._await_client()

    def data_received(self, data: bytes) -> None:
        """Begin what was asked for, or wait for the rest of it."""
        super().data_received(data)
        self._await_client()

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the place."""
        super().connection_lost(exc)
        for timer in (self._leaving, self._stalled):
            if timer is not None:
                timer.cancel()

    def pause_writing(self) -> None:
        """The client takes nothing for now."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self.patience.taking, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()

    def timeout_keep_alive_handler(self) -> None:
        """It asks for nothing more; what it did not take by now, it will not."""
        super().timeout_keep_alive_handler()
        if self.transport.get_write_buffer_size():
            self.transport.abort()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it says less than ours
        """Tell that this is no HTTP, if an answer may still begin."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            told = problem_response(400, "this is no HTTP request that can be understood")
            head = h11.Response(
                status_code=400,
                headers=[*told.raw_headers, (b"connection", b"close")],
                reason=b"Bad Request",
            )
            for event in (head, h11.Data(data=bytes(told.body)), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _await_client(self) -> None:
        """While nothing is being answered, the client has so long to ask; begun once a head."""
        is_busy = self.cycle is not None and not self.cycle.response_complete
        if is_busy and self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        elif not is_busy and self._leaving is None:
            self._leaving = self.loop.call_later(self.patience.head, self._give_up)

    def _give_up(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()

    def _is_crowded(self) -> bool:
        if len(self.connections) > self.patience.at_once:
            return True
        if self.client is None or self.patience.trusts(self.client[0]):
            return False
        others = [getattr(one, "client", None) for one in self.connections]
        own = [one for one in others if one is not None and one[0] == self.client[0]]
        return len(own) > self.patience.of_one


async def crowded(scope: Scope, receive: Receive, send: Send) -> None:
    """What one connection too many is told (ASGI)."""
    headers = {"retry-after": "10", "connection": "close"}
    answer: ASGIApp = problem_response(503, "too many ask at once; ask again in a moment", headers)
    await answer(scope, receive, send)
