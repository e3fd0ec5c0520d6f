"""Sessions: a browser that showed a token bears a cookie in its place, for some days."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets

from sqlalchemy import Connection, delete, insert, select

from crawler.access.tokens import Scope, Token, digest_of
from crawler.ledger.tables import sessions, tokens

LASTS = dt.timedelta(days=7)
_COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")


def new_cookie() -> str:
    """A value nobody can guess."""
    return secrets.token_urlsafe(32)


def is_cookie(text: str) -> bool:
    """True if `new_cookie` can have given it."""
    return _COOKIE.fullmatch(text) is not None


def form_key(cookie: str) -> str:
    """What the forms of a page bear that was made for the browser with that cookie: another site
    can neither read nor work it out. The cookie cannot be told from it."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


def open_session(connection: Connection, token: Token, now: dt.datetime) -> str:
    """The cookie of a new session; sessions that are over are forgotten."""
    cookie = new_cookie()
    forget_over(connection, now)
    row = {"digest": digest_of(cookie), "token": token.name, "created": now, "until": now + LASTS}
    connection.execute(insert(sessions).values(row))
    return cookie


def find_session(connection: Connection, cookie: str, now: dt.datetime) -> Token | None:
    """The token that opened the session, None if there is none or it is over."""
    query = (
        select(tokens)
        .join(sessions, sessions.c.token == tokens.c.name)
        .where(sessions.c.digest == digest_of(cookie), sessions.c.until > now)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Token(row.name, Scope(row.scope), row.created, row.last_used)


def forget_over(connection: Connection, now: dt.datetime) -> int:
    """Remove sessions that are over; how many there were."""
    return connection.execute(delete(sessions).where(sessions.c.until <= now)).rowcount


def close_session(connection: Connection, cookie: str) -> None:
    """End a session, if there is one."""
    connection.execute(delete(sessions).where(sessions.c.digest == digest_of(cookie)))
