from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.cli.demo import newsroom
from tests.program import run_program

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-01-21T18:50:00+02:00"
SINCE = "2026-01-01"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def run_cli() -> Run:
    """Runs a command line from the project's folder; gives what it printed and its exit code."""

    def run(*words: str, **environment: str) -> Run:
        env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **environment}
        return run_program(["-m", *words], environment=env)  # type: ignore[return-value]

    return run  # type: ignore[return-value]


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """A small newsroom of a fixed day in a process of its own."""
    with newsroom(["--articles", "60", "--seed", "3", "--now", NOW]) as address:
        yield address


@pytest.fixture(scope="session")
def crawled(origin: str, run_cli: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder into which the newsroom was crawled once."""
    folder = tmp_path_factory.mktemp("data")
    done = run_cli(
        *("crawler", "crawl", "interfax-ukraine", "--origin", origin, "--since", SINCE),
        *("--data", str(folder)),
    )
    assert done.returncode == 0, done.stderr
    return folder
