"""The ledger → whether the program is alive, and whether it is ready to work."""

from __future__ import annotations

from dataclasses import dataclass, field

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from crawler import VERSION
from crawler.errors import StorageFailed
from crawler.ledger.connect import reading
from crawler.ledger.migration_files import migrations_folder


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
    try:
        with reading(engine) as connection:
            connection.execute(text("SELECT 1"))
            here = MigrationContext.configure(connection).get_current_revision()
    except StorageFailed:
        return Probe(False, {"ledger": "unreachable"})
    newest = newest_migration()
    if here != newest:
        return Probe(False, {"ledger": f"at version {here}, not {newest}"})
    return Probe(True, {"ledger": "ok", "version": VERSION})


def newest_migration() -> str | None:
    """The version that this program's migrations lead to."""
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    return ScriptDirectory.from_config(config).get_current_head()
