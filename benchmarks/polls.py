"""Feed readers poll the service while it crawls: how long an answer takes, beside a bare app.

    python -m benchmarks.polls                      200 polls a second for a minute
    python -m benchmarks.polls --seconds 10

The service runs in a process of its own with SQLite, its jobs in others; the newsroom publishes
all the while, and one crawl of it follows the other. The baseline is a Starlette app that answers
304 to everything, polled in the same way beside the same crawls. A wait is counted from when the
poll was due. Aim: 99 of 100 polls of the service are answered within 50 ms, none fails.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from benchmarks.full_crawl import SITE
from benchmarks.measure import ROOT, print_table
from benchmarks.newsroom import Newsroom, newsroom
from benchmarks.readers import Polls, poll

AIM = 0.05  # seconds
OPENED_AGO = dt.timedelta(days=2)  # what is published later must not lie in the future
PATHS = tuple(f"/feeds/{name}" for name in ("all.rss", "all.atom", "all.json", f"{SITE}.rss"))
FRESH = 40
"""Stories that are published before each crawl."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=200.0, help="polls a second (default 200)")
    parser.add_argument("--articles", type=int, default=6000, help="the newsroom's at the start")
    options = parser.parse_args()
    with (
        newsroom(options.articles, dt.datetime.now(dt.UTC) - OPENED_AGO) as house,
        tempfile.TemporaryDirectory(prefix="polls-") as folder,
        serving(folder) as service,
        started(["-m", "benchmarks.bare_feed"], r"(\S+)") as bare,
    ):
        crawling = Crawling(service, house)
        with crawling.under_way():
            rows = [
                row(name, asyncio.run(poll(origin, PATHS, options.rate, options.seconds)))
                for name, origin in (("service", service), ("bare app", bare))
            ]
        print_table(("polls", "sent", "p50 ms", "p99 ms", "max ms", "304", "errors"), rows)
        print(f"meanwhile: {crawling.told()}")
        print(f"aim: p99 below {AIM * 1000:.0f} ms, no errors")


def row(name: str, polls: Polls) -> list[str]:
    waits = [f"{wait * 1000:.1f}" for wait in (polls.at(0.5), polls.at(0.99), polls.at(1.0))]
    share = polls.statuses.get(304, 0) / len(polls.waits)
    return [name, f"{len(polls.waits):,}", *waits, f"{share:.1%}", str(polls.errors)]


@contextmanager
def serving(folder: str) -> Iterator[str]:
    """A service over an empty ledger; gives its address."""
    command = ["-m", "crawler", "serve", "--port", "0", "--allow-private", "--data", folder]
    with started(command, r"dashboard and API: (\S+)") as address:
        yield address


@contextmanager
def started(arguments: list[str], announced: str) -> Iterator[str]:
    """A process that says where it listens; ended when the block ends."""
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        command = [sys.executable, *arguments]
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield _wait_for(Path(log.name), re.compile(announced), process)
        finally:
            process.terminate()
            process.wait()


def _wait_for(log: Path, announced: re.Pattern[str], process: subprocess.Popen[bytes]) -> str:
    while process.poll() is None:
        found = announced.search(log.read_text())
        if found:
            return found[1]
        time.sleep(0.05)
    raise SystemExit(f"a process ended too soon: {log.read_text()}")


class Crawling:
    """One crawl of the newsroom after the other, ordered over the service's own API."""

    def __init__(self, service: str, house: Newsroom) -> None:
        self._service = service
        self._house = house
        self._stopping = threading.Event()
        self._kept: list[int] = []
        self._seconds = 0.0

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Crawl as long as a block lasts; it begins when the first crawl is running."""
        running = threading.Event()
        thread = threading.Thread(target=self._crawl_on, args=(running.set,), daemon=True)
        thread.start()
        running.wait()
        try:
            yield
        finally:
            self._stopping.set()
            thread.join()

    def told(self) -> str:
        """What was crawled."""
        return f"{len(self._kept)} crawls, {sum(self._kept):,} articles in {self._seconds:.0f} s"

    def _crawl_on(self, tell: Callable[[], None]) -> None:
        start = time.monotonic()
        while not self._stopping.is_set():
            since = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=self._house.days)
            arguments = {"site": SITE, "origin": self._house.origin, "since": since.isoformat()}
            job = self._ask("/api/jobs", {"kind": "crawl", "arguments": arguments})
            self._kept.append(self._watch(job, tell))
            self._house.order("publish", count=FRESH)
        self._seconds = time.monotonic() - start

    def _watch(self, job: dict[str, Any], tell: Callable[[], None]) -> int:
        """How many articles a job kept; it is cancelled when all stops."""
        address = f"/api/jobs/{job['id']}"
        while job["state"] in ("queued", "running"):
            if job["state"] == "running":
                tell()
            time.sleep(0.5)
            if self._stopping.is_set() and job["stop_asked"] is None:
                self._cancel(address)
            job = self._ask(address)
        return int(job["result"].get("article/new", 0))

    def _cancel(self, address: str) -> None:
        with contextlib.suppress(HTTPError):  # it may have ended by itself
            self._ask(f"{address}/cancel", {})

    def _ask(self, path: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
        body = json.dumps(values).encode() if values is not None else None
        request = Request(self._service + path, body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


if __name__ == "__main__":
    main()
