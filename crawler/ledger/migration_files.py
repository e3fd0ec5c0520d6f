"""The folder of the migrations, which are files to alembic, also where the program is one zip."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"


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
