"""The ledger → whether the program is alive, and whether it is ready to work."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from crawler import VERSION
from crawler.errors import StorageFailed
from crawler.ledger.connect import reading
from crawler.ledger.migration_files import newest_version, read_version


@dataclass(frozen=True, slots=True)
class Probe:
    """``is_ok``: answer 200, else 503; ``details`` are for people and hold no secrets."""

    is_ok: bool
    details: dict[str, str] = field(default_factory=dict)


def alive() -> Probe:
    """Of a process that answers at all: nothing else is asked."""
    return Probe(True, {"version": VERSION})


def ready(engine: Engine) -> Probe:
    """True if the ledger answers and has the tables of this version."""
    if not _is_there(engine):
        return Probe(False, {"ledger": "its file is gone"})
    try:
        with reading(engine) as connection:
            here = read_version(connection)
    except StorageFailed:
        return Probe(False, {"ledger": "unreachable"})
    newest = newest_version()
    if here != newest:
        return Probe(False, {"ledger": f"at version {here}, not {newest}"})
    return Probe(True, {"ledger": "ok", "version": VERSION})


def _is_there(engine: Engine) -> bool:
    """False for a file that was moved or removed: connections that hold it open still answer, and
    no job finds it."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    return file is None or Path(file).exists()
