"""How large a request's body may be, said or not; and how long it may take to come."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crawler.web.problems import problem_response


class SmallBodies:
    """Answers 413 to a body of more than ``limit`` bytes, before it was read; 408 to one that is
    not there after ``seconds``."""

    def __init__(self, app: ASGIApp, limit: int, seconds: float) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isascii() or not said.isdigit() or int(said[:20]) > self.limit:
            await problem_response(413, self._told())(scope, receive, send)
            return
        seen = 0
        until: float | None = asyncio.get_running_loop().time() + self.seconds

        async def counted() -> Message:
            nonlocal seen, until
            message = await _within(until, receive)
            seen += len(message.get("body", b""))
            if not message.get("more_body", False):
                until = None  # what may still come is that the client has gone
            if seen > self.limit:
                raise HTTPException(413, self._told())
            return message

        await self.app(scope, counted, send)

    def _told(self) -> str:
        return f"a request may have at most {self.limit} bytes"


async def _within(until: float | None, receive: Receive) -> Message:
    try:
        async with asyncio.timeout_at(until):
            return await receive()
    except TimeoutError:
        raise HTTPException(408, "the request's body did not come in time") from None
