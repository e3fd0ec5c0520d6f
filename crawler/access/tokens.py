"""Tokens: added, shown once, listed, revoked; a text → whose it is.

A token is ``nc_<key>_<secret>``: the key finds its row, the secret is 256 random bits. What is
kept is the SHA-256 of the secret, which is enough: nobody can try out 256 bits.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, insert, select, update

from crawler.errors import UsageError
from crawler.ledger.tables import sessions, tokens

USED_EVERY = dt.timedelta(hours=1)
"""How often the time of its last use is written."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TEXT = re.compile(r"nc_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")


class Scope(StrEnum):
    """What a token allows: to look, or also to start, stop and change."""

    READ = "read"
    OPERATE = "operate"

    def covers(self, needed: Scope) -> bool:
        """True if it allows what is needed."""
        return self is needed or self is Scope.OPERATE


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. ``last_used`` is exact to USED_EVERY."""

    name: str
    scope: Scope
    created: dt.datetime
    last_used: dt.datetime | None = None


def add_token(connection: Connection, name: str, scope: Scope, now: dt.datetime) -> str:
    """The text of a new token, to be shown once. Raises UsageError if the name is taken."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"the name {name!r} is not one of up to 64 letters, digits, dots, - and _")
    if connection.execute(select(tokens.c.key).where(tokens.c.name == name)).first():
        raise UsageError(f"there is a token {name!r}; revoke it first, or take another name")
    key, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    row = {"name": name, "key": key, "digest": digest_of(secret), "scope": scope, "created": now}
    connection.execute(insert(tokens).values(row))
    return f"nc_{key}_{secret}"


def list_tokens(connection: Connection) -> tuple[Token, ...]:
    """All tokens by name."""
    return tuple(_token(row) for row in connection.execute(select(tokens).order_by(tokens.c.name)))


def revoke_token(connection: Connection, name: str) -> None:
    """End a token and the sessions that it opened. Raises UsageError if there is none."""
    connection.execute(delete(sessions).where(sessions.c.token == name))
    if connection.execute(delete(tokens).where(tokens.c.name == name)).rowcount != 1:
        raise UsageError(f"there is no token {name!r}; see: python -m crawler token list")


def find_token(connection: Connection, text: str) -> Token | None:
    """The token that a text is, None if it is none. The secret is compared in constant time."""
    parts = _TEXT.fullmatch(text)
    if parts is None:
        return None
    row = connection.execute(select(tokens).where(tokens.c.key == parts[1])).one_or_none()
    kept = row.digest if row is not None else "0" * 64
    is_same = hmac.compare_digest(kept, digest_of(parts[2]))
    return _token(row) if row is not None and is_same else None


def note_use(connection: Connection, token: Token, now: dt.datetime) -> None:
    """Write that a token was used now."""
    connection.execute(update(tokens).where(tokens.c.name == token.name).values(last_used=now))


def is_stale(token: Token, now: dt.datetime) -> bool:
    """True if it is time to write that the token is used."""
    return token.last_used is None or now - token.last_used >= USED_EVERY


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: Row[tuple[object, ...]]) -> Token:
    return Token(row.name, Scope(row.scope), row.created, row.last_used)
