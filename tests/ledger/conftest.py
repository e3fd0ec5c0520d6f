from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import io
import itertools
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.cli.main import main
from crawler.demo import Origin
from crawler.ledger.connect import open_ledger
from crawler.ledger.tables import metadata
from tests.program import run_program

ROOT = Path(__file__).parents[2]


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


postgres = _load("postgres")
_numbers = itertools.count()
BACKENDS = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    with postgres.running_cluster(binaries) as running:
        yield running


@pytest.fixture(params=BACKENDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    return _make_database(request, tmp_path)


@pytest.fixture(scope="session", params=BACKENDS)
def new_ledger(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A ledger of each kind that holds nothing; to make one for every test would take long."""
    made = _make_database(request, tmp_path_factory.mktemp("new"))
    open_ledger(made).dispose()
    return made


@pytest.fixture
def ledger_address(new_ledger: str, tmp_path: Path) -> str:
    """A ledger of each kind that holds nothing: a copy of the file, or the server's one emptied."""
    if new_ledger.startswith("sqlite"):
        copy = tmp_path / "ledger.sqlite"
        shutil.copyfile(new_ledger.removeprefix("sqlite:///"), copy)
        return f"sqlite:///{copy}"
    engine = open_ledger(new_ledger)
    names = ", ".join(table.name for table in metadata.sorted_tables)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
    engine.dispose()
    return new_ledger


def _make_database(request: pytest.FixtureRequest, folder: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{folder / 'ledger.sqlite'}"
    cluster = request.getfixturevalue("cluster")
    name = f"ledger_{next(_numbers)}"
    cluster.create(name)
    found: str = cluster.address(name)
    return found


@pytest.fixture
def engine(ledger_address: str) -> Iterator[Engine]:
    engine = open_ledger(ledger_address)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module", params=BACKENDS)
def module_address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database of each kind, for all tests of a module."""
    return _make_database(request, tmp_path_factory.mktemp("ledger"))


@dataclass
class Crawler:
    """Crawls a newsroom into a ledger, at any time."""

    origin: Origin
    address: str

    def crawl(self, now: dt.datetime, **arguments: Any) -> Counter[str]:
        """The counts of a crawl that began at ``now`` by its clock."""
        job = {
            "site": "interfax-ukraine",
            "settings": {"CRAWLER_LEDGER": self.address, "ORIGIN": self.origin.url},
            "arguments": arguments,
            "now": now.isoformat(),
        }
        ended = run_program(["-m", "tests.ledger.one_crawl"], given=json.dumps(job))
        assert ended.returncode == 0, ended.stderr
        return Counter(json.loads(ended.stdout))


@pytest.fixture(scope="session")
def crawler_of() -> type[Crawler]:
    return Crawler


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def command() -> Callable[..., Said]:
    """Runs a command of the program, in this process."""

    def run(*words: str) -> Said:
        out, err = io.StringIO(), io.StringIO()
        before, sys.argv = sys.argv, ["crawler", *map(str, words)]
        code: object = 0
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main()
        except SystemExit as ended:
            code = ended.code or 0
        finally:
            sys.argv = before
        assert isinstance(code, int), code
        return Said(code, out.getvalue(), err.getvalue())

    return run
