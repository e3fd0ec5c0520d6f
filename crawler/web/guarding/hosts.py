"""Names the service answers to. A page on another host whose name was made to resolve to this
machine (DNS rebinding) still sends its own name, and is refused."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from crawler.web.problems import problem_response


def host_name(authority: str) -> str:
    """``localhost:8000`` → ``localhost``; ``[::1]:8000`` → ``[::1]``."""
    if authority.startswith("["):
        return authority.partition("]")[0].lower() + "]"
    return authority.partition(":")[0].lower()


class KnownHosts:
    """Refuses what was asked of another name; ``hosts`` empty admits any."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] == "http" and self.hosts:
            names = Headers(scope=scope).getlist("host")
            if len(names) != 1 or host_name(names[0]) not in self.hosts:
                detail = "this service does not answer to that name; name it with --allow-host"
                await problem_response(421, detail)(scope, receive, send)
                return
        await self.app(scope, receive, send)
