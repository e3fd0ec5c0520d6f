"""Names the service answers to. A page on another host whose name was made to resolve to this
machine (DNS rebinding) still sends its own name, and is refused."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from crawler.web.problems import problem_response

_AUTHORITY = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::[0-9]{0,5})?", re.IGNORECASE)


def host_name(authority: str) -> str | None:
    """``localhost:8000`` → ``localhost``; ``[::1]:8000`` → ``[::1]``; None for what is no name."""
    found = _AUTHORITY.fullmatch(authority)
    return found[1].lower() if found else None


PROBES = frozenset({"/healthz", "/readyz"})
"""Answered to by whatever name: who looks after a container asks for an address, and there is
nothing to see."""


class KnownHosts:
    """Refuses what was asked of another name; ``hosts`` empty admits any that is one."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] == "http" and scope["path"] not in PROBES:
            names = [host_name(one) for one in Headers(scope=scope).getlist("host")]
            if len(names) != 1 or names[0] is None or (self.hosts and names[0] not in self.hosts):
                detail = "this service does not answer to that name; name it with --allow-host"
                await problem_response(421, detail)(scope, receive, send)
                return
        await self.app(scope, receive, send)
