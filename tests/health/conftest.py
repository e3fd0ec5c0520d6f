from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.demo import Origin
from crawler.health.alarm import Alarm
from crawler.health.store import read_alarms
from crawler.ledger.connect import open_ledger, reading
from tests.program import run_program

sys.path.insert(0, str(Path(__file__).parent))  # the simulated sites

ROOT = Path(__file__).parents[2]
SITE = "interfax-ukraine"
_numbers = itertools.count()


@dataclass
class Watched:
    """A newsroom and a ledger into which it is crawled, at any time, by processes of their own."""

    origin: Origin
    address: str
    environment: dict[str, str]

    def crawl(self, now: dt.datetime | None = None, **arguments: Any) -> str:
        """Crawl; what the crawl logged. The crawl's clock begins at ``now``, or at the
        newsroom's."""
        job = {
            "site": SITE,
            "settings": {"CRAWLER_LEDGER": self.address, "ORIGIN": self.origin.url},
            "arguments": arguments,
            "now": (now or self.origin.newsroom.now).isoformat(),
        }
        ended = run_program(
            ["-m", "tests.ledger.one_crawl"],
            given=json.dumps(job),
            environment={**os.environ, **self.environment},
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stderr

    def alarms(self, is_open: bool | None = True) -> list[Alarm]:
        engine = open_ledger(self.address)
        try:
            with reading(engine) as connection:
                return read_alarms(connection, SITE, is_open=is_open)
        finally:
            engine.dispose()


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    sys.path.insert(0, str(ROOT / "tests" / "ledger"))
    import postgres

    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    with postgres.running_cluster(binaries) as running:
        yield running


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_ledger(address)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty ledger in a database of each kind."""
    found = f"sqlite:///{tmp_path / 'any.sqlite'}"
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        name = f"health_{next(_numbers)}"
        cluster.create(name)
        found = cluster.address(name)
    engine = open_ledger(found)
    yield engine
    engine.dispose()


@pytest.fixture
def watch(address: str) -> Callable[..., Watched]:
    def watch(origin: Origin, **environment: str) -> Watched:
        return Watched(origin, address, environment)

    return watch
