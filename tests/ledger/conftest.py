from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.ledger.connect import open_ledger


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


postgres = _load("postgres")
_numbers = itertools.count()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    with postgres.running_cluster(binaries) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    cluster = request.getfixturevalue("cluster")
    name = f"ledger_{next(_numbers)}"
    cluster.create(name)
    found: str = cluster.address(name)
    return found


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_ledger(address)
    yield engine
    engine.dispose()
