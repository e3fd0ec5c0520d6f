"""What was ordered, over the web or by command, and done to tokens: one row and one log line an
operation."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine, delete, insert, select

from crawler.errors import UsageError
from crawler.ledger.connect import writing
from crawler.ledger.tables import audit

logger = logging.getLogger(__name__)
LONGEST = 500  # characters of a subject or an outcome
COMMAND_LINE = "command line"
"""Who orders by a command."""


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


@contextmanager
def audited(engine: Engine, deed: Deed, now: dt.datetime) -> Iterator[Connection]:
    """The transaction of what is ordered, and of its audit line. What is refused (UsageError) is
    audited, too, then raised on."""
    try:
        with writing(engine) as connection:
            yield connection
            record(connection, deed, now)
    except UsageError as error:
        with writing(engine) as connection:
            record(connection, replace(deed, outcome=f"refused: {error}"), now)
        raise


def record(connection: Connection, deed: Deed, now: dt.datetime) -> None:
    """Keep a deed, in the transaction of what it did."""
    connection.execute(insert(audit).values({"at": now, **_row(deed)}))
    tell(deed)


def tell(deed: Deed) -> None:
    """Say a deed in the log alone."""
    logger.info("%(who)s (%(origin)s): %(operation)s %(subject)s: %(outcome)s", _row(deed))


def tell_values(values: Mapping[str, object]) -> str:
    """``site=unian origin=…``; what stands below a name is told as if it stood beside it."""
    told = (
        tell_values(value) if isinstance(value, Mapping) else f"{name}={value}"
        for name, value in values.items()
        if value not in (None, "")
    )
    return " ".join(filter(None, told))


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


def forget_deeds(connection: Connection, before: dt.datetime) -> int:
    """Remove what was done before then; how many there were."""
    return connection.execute(delete(audit).where(audit.c.at < before)).rowcount


def _row(deed: Deed) -> dict[str, str | None]:
    return {
        "who": deed.who,
        "origin": deed.origin,
        "operation": deed.operation,
        "subject": _line(deed.subject),
        "outcome": _line(deed.outcome),
    }


def _line(text: str) -> str:
    """One line, without control characters: what users send must not forge a log line."""
    clean = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(clean.split())[:LONGEST]
