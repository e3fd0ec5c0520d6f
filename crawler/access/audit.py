"""What was done over the web or to tokens: one row and one log line an operation."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from crawler.ledger.tables import audit

logger = logging.getLogger(__name__)
LONGEST = 500  # characters of a subject or an outcome


@dataclass(frozen=True, slots=True)
class Deed:
    """``who`` did ``operation`` to ``subject``, from the address ``origin``; ``outcome`` is what
    came of it."""

    who: str
    operation: str
    subject: str
    outcome: str = "done"
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A deed, when it was done, and its number."""

    id: int
    at: dt.datetime
    deed: Deed


def record(connection: Connection, deed: Deed, now: dt.datetime) -> None:
    """Keep a deed, in the transaction of what it did."""
    row = {
        "at": now,
        "who": deed.who,
        "origin": deed.origin,
        "operation": deed.operation,
        "subject": _line(deed.subject),
        "outcome": _line(deed.outcome),
    }
    connection.execute(insert(audit).values(row))
    logger.info("%(who)s (%(origin)s): %(operation)s %(subject)s: %(outcome)s", row)


def read_audit(
    connection: Connection, before: int | None = None, limit: int = 50
) -> tuple[Entry, ...]:
    """Deeds, the newest first, below a number."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.id < before)
    return tuple(
        Entry(row.id, row.at, Deed(row.who, row.operation, row.subject, row.outcome, row.origin))
        for row in connection.execute(query)
    )


def _line(text: str) -> str:
    """One line, without control characters: what users send must not forge a log line."""
    clean = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(clean.split())[:LONGEST]
