"""The gate: who may do what, how often, and from which page. What is not allowed here never
reaches a page or an operation, so a new one is guarded by being there."""

from __future__ import annotations

import math
import time
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as AsgiScope

from crawler.access.tokens import Scope
from crawler.errors import StorageFailed
from crawler.web.guarding.hosts import PROBES
from crawler.web.guarding.rates import Rates, neighbourhood
from crawler.web.guarding.visitor import COOKIE, Doorkeeper, Visitor, Way, origin_of, path_of
from crawler.web.problems import PROGRAMS, problem_response, refuse
from crawler.web.settings import Rate, WebSettings
from crawler.web.static_files import PREFIX as STATIC

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = frozenset({"/login", *PROBES, "/favicon.ico"})


class Gate:
    """Puts the Visitor into ``request.state.visitor`` of what it lets through."""

    def __init__(self, app: ASGIApp, settings: WebSettings, doorkeeper: Doorkeeper) -> None:
        self.app = app
        self.limits = settings.limits
        self.doorkeeper = doorkeeper
        self.rates = Rates()

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["app"] = self.app  # as the app itself does later: pages are made with it
        request = Request(scope)
        refusal = self._find_haste(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        visitor = self.doorkeeper.recall(request)
        if visitor is None:
            try:
                visitor = await run_in_threadpool(self.doorkeeper.recognise, request)
            except StorageFailed as error:
                await problem_response(503, str(error))(scope, receive, send)
                return
        refusal = _find_refusal(request, visitor)
        if refusal is not None:
            if request.method not in SAFE:
                told = f"refused: {refusal.status_code}"
                await run_in_threadpool(self.doorkeeper.note_refusal, request, visitor, told)
            await refusal(scope, receive, send)
            return
        request.state.visitor = visitor
        await self.app(scope, receive, _with_cookie(send, request, visitor))

    def _find_haste(self, request: Request) -> Response | None:
        """Refused before the ledger is asked who it is: that is work, too."""
        kind, rate = self._rate(request)
        wait = self.rates.wait(kind, neighbourhood(origin_of(request)), rate, time.monotonic())
        if not wait:
            return None
        after = {"retry-after": str(math.ceil(wait))}
        return refuse(request, 429, "that is too often; wait, then ask again", after)

    def _rate(self, request: Request) -> tuple[str, Rate]:
        path, is_safe = path_of(request), request.method in SAFE
        if path == "/login" and not is_safe:
            return "login", self.limits.logins
        if not is_safe:
            return "write", self.limits.writes
        is_light = path.startswith(("/feeds/", STATIC)) or path in OPEN_PATHS
        return ("feed", self.limits.feeds) if is_light else ("read", self.limits.reads)


def is_free(path: str) -> bool:
    """True for what anybody may ask for: the door itself, and what it looks like."""
    return path in OPEN_PATHS or path.startswith(STATIC)


def find_foreign(request: Request) -> str | None:
    """Why a request that changes something may be another site's doing, None if it is not.

    Browsers say where a request comes from; programs say nothing, and send no cookie unasked.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "this was sent by a page of another site"
    origin = request.headers.get("origin")
    if origin is not None:
        parts = urlsplit(origin)
        own = request.headers.get("host", "").lower()
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != own:
            return "this was sent by a page of another site"
    return None


def _find_refusal(request: Request, visitor: Visitor) -> Response | None:
    if request.method not in SAFE and visitor.way is not Way.BEARER:
        foreign = find_foreign(request)
        if foreign:
            return refuse(request, 403, foreign)
    if is_free(path_of(request)):
        return None
    return _refuse_scope(request, visitor)


def _refuse_scope(request: Request, visitor: Visitor) -> Response | None:
    needed = Scope.READ if request.method in SAFE else Scope.OPERATE
    is_stored = visitor.way is Way.BASIC and needed is Scope.OPERATE  # a browser sends it unasked
    if visitor.may(needed) and not is_stored:
        return None
    path = path_of(request)
    if visitor.scope is not None:
        return refuse(request, 403, "this token may only look; it has the scope read")
    if path.startswith(PROGRAMS):
        kind = 'Basic realm="crawler", charset="UTF-8"' if path.startswith("/feeds/") else "Bearer"
        detail = "send a token: Authorization: Bearer …; python -m crawler token add makes one"
        return problem_response(401, detail, {"www-authenticate": kind})
    return RedirectResponse(f"/login?next={quote(path)}", 303)


def _with_cookie(send: Send, request: Request, visitor: Visitor) -> Send:
    """Where no token is asked for, a browser gets a cookie that its forms are bound to."""
    is_page = not path_of(request).startswith((*PROGRAMS, *PROBES, STATIC))
    if visitor.has_cookie or visitor.way is not Way.OPEN or not is_page:
        return send

    async def send_with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "set-cookie" not in headers:
                headers.append("set-cookie", write_cookie(visitor.cookie, request))
        await send(message)

    return send_with_cookie


def write_cookie(value: str, request: Request, seconds: int | None = None) -> str:
    """The Set-Cookie line of a session; without ``seconds`` it lasts as long as the browser."""
    parts = [f"{COOKIE}={value}", "Path=/", "HttpOnly", "SameSite=Strict"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if request.url.scheme == "https":
        parts.append("Secure")
    return "; ".join(parts)
