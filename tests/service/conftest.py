"""Real services in processes of their own, with real jobs."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import itertools
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from crawler.cli.demo import newsroom
from crawler.jobs import orders
from crawler.jobs.job import Job, State
from crawler.jobs.listing import get_job, list_jobs, read_log
from crawler.ledger.connect import open_ledger, reading, writing

ROOT = Path(__file__).parents[2]
STAGE = Path(__file__).parent / "stage"
LEASE = 60.0  # seconds: long, so that no job is lost only because the machine is busy
SHORT_LEASE = 3.0  # where a lease must come to its end
NUMBERS = itertools.count()
OPEN_END = 300.0  # seconds until a test gives up waiting: generous, the machine may be busy


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def lives(pid: int) -> bool:
    """True if a process runs; one of which only the exit code is left does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


@dataclass
class Stage:
    """A data folder with its ledger, and the services that run on it."""

    folder: Path
    engine: Engine
    address: str
    services: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def proofs(self) -> Path:
        return self.folder / "proofs"

    @property
    def environment(self) -> dict[str, str]:
        """The stage's own sitecustomize goes first, and runs the one that keeps to loopback."""
        paths = (str(STAGE), str(ROOT), os.environ.get("PYTHONPATH", ""))
        known = {"PYTHONPATH": os.pathsep.join(paths), "STAGE_PROOF": str(self.proofs)}
        return {**os.environ, **known}

    def serve(
        self,
        lease: float = LEASE,
        grace: float = 10,
        longest: float = 2 * OPEN_END,
        memory: int = 4096,
    ) -> subprocess.Popen[bytes]:
        """A service. Its log is service.log in the folder."""
        limits = map(str, (lease, grace, longest, memory))
        with (self.folder / "service.log").open("ab") as log:
            service = subprocess.Popen(
                [sys.executable, STAGE / "serve.py", str(self.folder), *limits, self.address],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.services.append(service)
        return service

    def put(self, kind: str = "export", **arguments: Any) -> Job:
        with writing(self.engine) as connection:
            return orders.enqueue(connection, kind, arguments, utc_now(), private=True)

    def cancel(self, job: Job) -> None:
        with writing(self.engine) as connection:
            orders.cancel(connection, job.id, utc_now())

    def retry(self, job: Job) -> None:
        with writing(self.engine) as connection:
            orders.retry(connection, job.id, utc_now())

    def read(self, job: Job) -> Job:
        with reading(self.engine) as connection:
            return get_job(connection, job.id)

    def jobs(self) -> tuple[Job, ...]:
        with reading(self.engine) as connection:
            return list_jobs(connection, limit=1000).jobs

    def log_of(self, job: Job) -> str:
        return read_log(self.read(job), self.folder).text

    def wait(self, condition: Callable[[], Any], seconds: float = OPEN_END) -> Any:
        give_up = time.monotonic() + seconds
        while not (found := condition()):
            assert time.monotonic() < give_up, self.told()
            time.sleep(0.02)
        return found

    def wait_for(self, job: Job, *states: State) -> Job:
        self.wait(lambda: self.read(job).state in states)
        return self.read(job)

    def wait_begun(self, job: Job, attempt: int = 1) -> int:
        """The process that does the job, once it is under way."""
        found: int = self.wait(lambda: self.begun().get((job.id, attempt)))
        return found

    def begun(self) -> dict[tuple[int, int], int]:
        """Job and attempt → the process that began it."""
        lines = [tuple(map(int, line.split())) for line in self.proof("began")]
        counts = Counter(line[:2] for line in lines)
        assert all(count == 1 for count in counts.values()), counts
        return {(job, attempt): pid for job, attempt, pid in lines}

    def proof(self, name: str) -> list[str]:
        file = self.proofs / name
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def told(self) -> str:
        log = self.folder / "service.log"
        return f"{self.jobs()}\n{log.read_text(encoding='utf-8') if log.exists() else ''}"

    def end(self) -> None:
        for service in self.services:
            if service.poll() is None:
                service.kill()
                service.wait()
        for pid in self.begun().values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        self.engine.dispose()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    file = Path(__file__).parents[1] / "ledger" / "postgres.py"
    spec = importlib.util.spec_from_file_location("postgres", file)
    assert spec is not None
    assert spec.loader is not None
    postgres = importlib.util.module_from_spec(spec)
    sys.modules["postgres"] = postgres
    spec.loader.exec_module(postgres)
    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    with postgres.running_cluster(binaries) as running:
        yield running


def address_of(request: pytest.FixtureRequest, folder: Path) -> str:
    """An empty database: SQLite's, unless a test asks for PostgreSQL's."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{folder / 'ledger.sqlite'}"
    cluster = request.getfixturevalue("cluster")
    name = f"service_{next(NUMBERS)}"
    cluster.create(name)
    found: str = cluster.address(name)
    return found


@pytest.fixture
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    address = address_of(request, tmp_path)
    stage = Stage(tmp_path, open_ledger(address), address)
    stage.proofs.mkdir()
    yield stage
    stage.end()


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """A small newsroom in a process of its own."""
    with newsroom(["--articles", "60", "--seed", "3"]) as address:
        yield address
