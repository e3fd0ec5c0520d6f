"""A request's headers → who asks."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import ipaddress
import logging
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from sqlalchemy import Connection, Engine
from starlette.requests import HTTPConnection, Request

from crawler.access import audit, sessions, tokens
from crawler.access.audit import Deed
from crawler.access.sessions import form_key, is_cookie, new_cookie
from crawler.access.tokens import Scope, Token
from crawler.errors import StorageFailed
from crawler.ledger.connect import reading, writing
from crawler.web.settings import WebSettings

logger = logging.getLogger(__name__)
COOKIE = "crawler_session"
REMEMBERED = dt.timedelta(seconds=2)
"""A revoked token is refused so much later at most."""
MOST_REMEMBERED = 1000
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers by which a proxy names itself, or whom it asks for."""


class Way(Enum):
    """How a visitor showed who it is."""

    OPEN = "open"  # by being on this machine
    BEARER = "bearer"
    BASIC = "basic"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Visitor:
    """``scope`` None: nobody known. ``cookie`` is the browser's, made anew where it has none."""

    name: str
    scope: Scope | None
    way: Way
    cookie: str
    has_cookie: bool
    origin: str

    @property
    def form_key(self) -> str:
        """What this browser's forms bear."""
        return form_key(self.cookie)

    def may(self, needed: Scope) -> bool:
        """True if it may do what needs that scope."""
        return self.scope is not None and self.scope.covers(needed)


class Doorkeeper:
    """Tells who asks; what the ledger said is remembered for a moment."""

    def __init__(self, settings: WebSettings) -> None:
        self._engine: Engine = settings.engine
        self._is_open = settings.is_open
        self._clock = settings.clock
        self._known: OrderedDict[str, tuple[dt.datetime, Token | None]] = OrderedDict()
        self._counted: dt.datetime | None = None  # when it was asked whether there is any token
        self._has_tokens = False

    def recall(self, request: HTTPConnection) -> Visitor | None:
        """The visitor, if it can be told without the ledger."""
        way, secret = _read_secret(request)
        if self._is_open and (self._counted is None or self._clock() - self._counted > REMEMBERED):
            return None
        if secret is None:
            return self._visitor(request, way, None)
        known = self._known.get(f"{way.value} {tokens.digest_of(secret)}")
        if known is None or self._clock() - known[0] > REMEMBERED:
            return None
        return self._visitor(request, way, known[1])

    def recognise(self, request: HTTPConnection) -> Visitor:
        """The visitor, as the ledger knows it. Raises StorageFailed."""
        way, secret = _read_secret(request)
        token = None
        if self._is_open:
            with reading(self._engine) as connection:
                self._has_tokens = bool(tokens.list_tokens(connection))
            self._counted = self._clock()
        if secret is not None:
            token = self._find(way, secret)
            self._remember(f"{way.value} {tokens.digest_of(secret)}", token)
        return self._visitor(request, way, token)

    def note_refusal(self, request: Request, visitor: Visitor, outcome: str) -> None:
        """Audit what a visitor might not do; of nobody known the log alone tells, so that nobody
        can fill the ledger."""
        operation = request.method.lower()[:40]
        deed = Deed(visitor.name, operation, path_of(request), outcome, visitor.origin)
        try:
            if visitor.scope is None:
                audit.tell(deed)
                return
            with writing(self._engine) as connection:
                audit.record(connection, deed, self._clock())
        except StorageFailed as error:
            logger.warning("a refusal could not be audited: %s", error)

    def forget(self) -> None:
        """Ask the ledger again for everybody."""
        self._known.clear()
        self._counted = None

    def _find(self, way: Way, secret: str) -> Token | None:
        now = self._clock()
        with reading(self._engine) as connection:
            token = _look_up(connection, way, secret, now)
        if token is not None and tokens.is_stale(token, now):
            with writing(self._engine) as connection:
                tokens.note_use(connection, token, now)
        return token

    def _remember(self, name: str, token: Token | None) -> None:
        self._known[name] = (self._clock(), token)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    def _visitor(self, request: HTTPConnection, way: Way, token: Token | None) -> Visitor:
        cookie = request.cookies.get(COOKIE, "")
        has_cookie = is_cookie(cookie)
        is_here = not any(name in request.headers for name in FORWARDED)
        is_open = self._is_open and not self._has_tokens and is_here
        scope = token.scope if token is not None else None
        return Visitor(
            name=token.name if token is not None else ("loopback" if is_open else "nobody"),
            scope=Scope.OPERATE if is_open else scope,
            way=Way.OPEN if is_open else way,
            cookie=cookie if has_cookie else new_cookie(),
            has_cookie=has_cookie,
            origin=origin_of(request),
        )


def path_of(request: HTTPConnection) -> str:
    """The path that the routes see. Not ``request.url``: that is put together with what a request
    says of the host, and read again."""
    path: str = request.scope["path"]
    return path


def origin_of(request: HTTPConnection) -> str:
    """The address that asks: what a trusted proxy says, if it is one at all."""
    return _address(request.client.host[:100]) if request.client else "unknown"


@lru_cache(1024)
def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return "unknown"


def _look_up(connection: Connection, way: Way, secret: str, now: dt.datetime) -> Token | None:
    if way is Way.SESSION:
        return sessions.find_session(connection, secret, now)
    return tokens.find_token(connection, secret)


def _read_secret(request: HTTPConnection) -> tuple[Way, str | None]:
    """A header goes before a cookie: who sends one means it."""
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return Way.BEARER, value.strip()[:200]
    if kind.lower() == "basic":
        return Way.BASIC, _password(value)[:200]
    cookie = request.cookies.get(COOKIE, "")
    return Way.SESSION, cookie if is_cookie(cookie) else None


def _password(value: str) -> str:
    """Feed readers know names and passwords: the token is the password, the name any."""
    try:
        text = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return text.partition(":")[2]
