"""The folder of the migrations, which are files to alembic, also where the program is one zip."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

MIGRATIONS = Path(__file__).parent / "migrations"


@cache
def migrations_folder() -> Path:
    """MIGRATIONS, or out of an egg (as scrapyd runs it) a copy that goes with the process."""
    if MIGRATIONS.is_dir():
        return MIGRATIONS
    import atexit
    import shutil
    import tempfile
    from importlib.resources import files

    folder = Path(tempfile.mkdtemp(prefix="crawler-migrations-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _unpack(files("crawler.ledger") / "migrations", folder)
    return folder


@cache
def newest_migration() -> str:
    """The schema's version: a migration's file begins with its number."""
    found = (migrations_folder() / "versions").glob("[0-9]*.py")
    return max(path.name.partition("_")[0] for path in found)


def _unpack(packed: Traversable, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for one in packed.iterdir():
        if one.is_dir():
            _unpack(one, folder / one.name)
        elif one.name.endswith(".py"):
            (folder / one.name).write_bytes(one.read_bytes())
