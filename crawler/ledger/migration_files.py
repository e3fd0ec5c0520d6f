"""The migrations: which is the newest, where a ledger stands, and the way from there to it.

They are files to alembic, also where the program is one zip. A migration's file begins with the
version that it leads to, so that only a ledger that lags behind needs alembic, which takes long to
import.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sqlalchemy import Connection, inspect

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def newest_version() -> str:
    """The version that the migrations lead to."""
    packed = files("crawler.ledger") / "migrations" / "versions"
    names = (one.name for one in packed.iterdir())
    return max(name.partition("_")[0] for name in names if name[:1].isdigit())


def read_version(connection: Connection) -> str | None:
    """The version that a ledger stands at; None where there is no ledger."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql(
        "SELECT version_num FROM alembic_version"
    ).scalar()
    return found


def upgrade(connection: Connection) -> None:
    """Bring a ledger to the newest version."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@cache
def migrations_folder() -> Path:
    """MIGRATIONS, or out of an egg (as scrapyd runs it) a copy that goes with the process."""
    if MIGRATIONS.is_dir():
        return MIGRATIONS
    folder = Path(tempfile.mkdtemp(prefix="crawler-migrations-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _unpack(files("crawler.ledger") / "migrations", folder)
    return folder


def _unpack(packed: Traversable, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for one in packed.iterdir():
        if one.is_dir():
            _unpack(one, folder / one.name)
        elif one.name.endswith(".py"):
            (folder / one.name).write_bytes(one.read_bytes())
