"""The newsroom in a process of its own, as benchmarks crawl it."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.measure import ROOT

PER_DAY = 60
WAIT = 60  # seconds that the newsroom has to answer an order


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A running newsroom of that many articles; ``days`` covers them all."""

    origin: str
    articles: int

    @property
    def days(self) -> int:
        """How far back the oldest article may lie: quiet days have fewer than the mean."""
        return 2 * self.articles // PER_DAY + 30

    def order(self, name: str, **values: Any) -> Any:
        """What POST /_newsroom/<name> results in."""
        headers = {"Content-Type": "application/json"}
        request = Request(self._control(name), json.dumps(values).encode(), headers)
        with urlopen(request, timeout=WAIT) as answer:
            return json.load(answer)["result"]

    def requests(self) -> dict[str, int]:
        """How often each path was asked for since the last ``forget``."""
        with urlopen(self._control("requests"), timeout=WAIT) as answer:
            paths: dict[str, int] = json.load(answer)["paths"]
        return paths

    def _control(self, name: str) -> str:
        return f"{self.origin}/_newsroom/{name}"


@contextmanager
def newsroom(articles: int, opened: dt.datetime | None = None) -> Iterator[Newsroom]:
    """Serve a newsroom on a free port of loopback while the context lasts; its clock stands at
    ``opened``, by default now, until something is published."""
    size = ["--articles", str(articles), "--per-day", str(PER_DAY)]
    if opened is not None:
        size += ["--now", opened.isoformat()]
    command = [sys.executable, "-m", "crawler.demo", "--port", "0", *size]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield Newsroom(process.stdout.readline().strip(), articles)
    finally:
        process.terminate()
        process.wait()
