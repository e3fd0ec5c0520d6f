"""The project as an egg in a real scrapyd: sent to it, scheduled, crawled, kept."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawler.cli.demo import newsroom
from crawler.health.store import read_samples
from crawler.ledger.connect import opened, reading
from crawler.ledger.reports.summary import read_holdings
from crawler.ledger.tables import crawls

ROOT = Path(__file__).parents[2]
SITE = "interfax-ukraine"
PATIENCE = 60.0

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

CONFIGURATION = """\
[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
poll_interval = 0.2
eggs_dir = {folder}/eggs
logs_dir = {folder}/logs
dbs_dir = {folder}/dbs
"""


@pytest.fixture(scope="module")
def egg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What scrapyd-deploy builds, from a copy: setuptools leaves its traces where it builds."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("setup.py", "scrapy.cfg"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(
        ROOT / "crawler", folder / "crawler", ignore=shutil.ignore_patterns("__pycache__")
    )
    made = folder / "crawler.egg"
    tool = Path(sys.executable).with_name("scrapyd-deploy")
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, tool, f"--build-egg={made}"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return made


class Scrapyd:
    """One that runs on loopback."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, name: str, **values: str) -> Any:
        return self._ask(f"{self.url}/{name}?{urllib.parse.urlencode(values)}", None)

    def post(self, name: str, *pairs: tuple[str, str]) -> Any:
        return self._ask(f"{self.url}/{name}", urllib.parse.urlencode(pairs).encode())

    def send_egg(self, egg: Path) -> Any:
        boundary = "egg-boundary"
        parts = [("project", b"crawler"), ("version", b"1"), ("egg", egg.read_bytes())]
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            + (b'; filename="crawler.egg"' if name == "egg" else b"")
            + b"\r\n\r\n"
            + value
            + b"\r\n"
            for name, value in parts
        )
        body += f"--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        return self._ask(f"{self.url}/addversion.json", body, headers)

    def _ask(self, url: str, body: bytes | None, headers: dict[str, str] | None = None) -> Any:
        request = urllib.request.Request(url, data=body, headers=headers or {})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            told = json.load(answer)
        assert told["status"] == "ok", told
        return told


def wait_until(what: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about in time")


@pytest.fixture(scope="module")
def scrapyd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scrapyd]:
    folder = tmp_path_factory.mktemp("scrapyd")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    (folder / "scrapyd.conf").write_text(CONFIGURATION.format(port=port, folder=folder))
    log = (folder / "scrapyd.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapyd"], cwd=folder, stdout=log, stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    running = Scrapyd(f"http://127.0.0.1:{port}")

    def answers() -> bool:
        assert process.poll() is None, (folder / "scrapyd.log").read_text()
        try:
            return bool(running.get("daemonstatus.json"))
        except (urllib.error.URLError, ConnectionError):
            return False

    try:
        wait_until(answers)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def test_a_crawl_that_scrapyd_runs_is_in_the_ledger(
    scrapyd: Scrapyd, egg: Path, tmp_path: Path
) -> None:
    ledger = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    assert scrapyd.send_egg(egg)["spiders"] > 10
    assert SITE in scrapyd.get("listspiders.json", project="crawler")["spiders"]
    with newsroom(["--articles", "12", "--seed", "3"]) as origin:
        job = scrapyd.post(
            "schedule.json",
            ("project", "crawler"),
            ("spider", SITE),
            ("setting", f"CRAWLER_LEDGER={ledger}"),
            ("setting", f"CRAWLER_DATA={tmp_path}"),
            ("setting", f"ORIGIN={origin}"),
            ("since", "2026-01-01"),
        )["jobid"]

        def is_finished() -> bool:
            jobs = scrapyd.get("listjobs.json", project="crawler")
            return job in [one["id"] for one in jobs["finished"]]

        wait_until(is_finished)
    with opened(ledger) as engine, reading(engine) as connection:
        assert read_holdings(connection)[SITE].articles == 12
        outcome, arguments = connection.execute(select(crawls.c.outcome, crawls.c.arguments)).one()
        assert outcome == "finished"
        assert json.loads(arguments)["_job"] == job
        assert len(read_samples(connection, SITE)) == 1
