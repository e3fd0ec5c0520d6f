"""An empty table of jobs in a ledger of each kind."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, delete

from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.tables import crawls, jobs, leases, looks, schedules


def _postgres() -> Any:
    file = Path(__file__).parents[1] / "ledger" / "postgres.py"
    spec = importlib.util.spec_from_file_location("postgres", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["postgres"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('jobs') / 'ledger.sqlite'}"
        return
    postgres = _postgres()
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    with postgres.running_cluster(binaries) as cluster:
        cluster.create("jobs")
        yield cluster.address("jobs")


@pytest.fixture(scope="session")
def _engine(address: str) -> Iterator[Engine]:
    engine = open_ledger(address)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(_engine: Engine) -> Engine:
    with writing(_engine) as connection:
        for table in (jobs, schedules, leases, looks, crawls):
            connection.execute(delete(table))
    return _engine
