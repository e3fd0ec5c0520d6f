"""One feed that never changes, given by a bare Starlette app: what polling it costs at the least.

Serves on a free port of loopback until SIGTERM; the first line is the address. Started by the
benchmark of polls.
"""

from __future__ import annotations

import asyncio

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from crawler.web.server import address_of, bind, make_server

TAG = '"bare"'
FEED = b"<rss/>" * 10_000


async def give(request: Request) -> Response:
    """304 for who has it."""
    if request.headers.get("if-none-match") == TAG:
        return Response(status_code=304, headers={"etag": TAG})
    return Response(FEED, headers={"etag": TAG}, media_type="application/rss+xml")


def main() -> None:
    with bind("127.0.0.1", 0) as listener:
        print(address_of(listener), flush=True)
        app = Starlette(routes=[Route("/feeds/{name}", give)])
        asyncio.run(make_server(app).serve([listener]))


if __name__ == "__main__":
    main()
