"""The project as an egg in a real scrapyd: sent to it, scheduled, crawled, kept."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from crawler import VERSION
from crawler.cli.demo import newsroom
from crawler.health.store import read_samples
from crawler.ledger.connect import opened, reading
from crawler.ledger.reports.summary import read_holdings
from crawler.ledger.tables import crawls

ROOT = Path(__file__).parents[2]
SITE = "interfax-ukraine"
PATIENCE = 300.0  # seconds until a test gives up waiting: generous, the machine may be busy

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

CONFIGURATION = """\
[scrapyd]
bind_address =
http_port = 0
unix_socket_path = {socket}
poll_interval = 0.2
eggs_dir = {folder}/eggs
logs_dir = {folder}/logs
dbs_dir = {folder}/dbs
"""


@pytest.fixture(scope="module")
def egg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What scrapyd-deploy builds, from a copy: setuptools leaves its traces where it builds."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("setup.py", "scrapy.cfg", "requirements.txt", "requirements-extras.txt"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(
        ROOT / "crawler", folder / "crawler", ignore=shutil.ignore_patterns("__pycache__")
    )
    made = folder / "crawler.egg"
    tool = Path(sys.executable).with_name("scrapyd-deploy")
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, tool, f"--build-egg={made}"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return made


def test_the_package_tells_its_version_and_its_libraries(egg: Path) -> None:
    with zipfile.ZipFile(egg) as packed:
        told = packed.read("EGG-INFO/PKG-INFO").decode()
        needed = packed.read("EGG-INFO/requires.txt").decode()
    assert f"\nVersion: {VERSION}\n" in told
    stated = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"^[\w.-]+(?=>=)", stated, re.M))
    assert names
    assert names <= set(re.findall(r"^[\w.-]+", needed, re.M))


class LocalConnection(http.client.HTTPConnection):
    """HTTP over a socket in the file system: no port, which another program may have by now."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.path))


class Scrapyd:
    """One that runs, asked by its socket."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, name: str, **values: str) -> Any:
        return self._ask("GET", f"{name}?{urllib.parse.urlencode(values)}")

    def post(self, name: str, *pairs: tuple[str, str]) -> Any:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", name, urllib.parse.urlencode(pairs).encode(), form)

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
        return self._ask("POST", "addversion.json", body, headers)

    def _ask(self, method: str, target: str, body: bytes = b"", headers: Any = None) -> Any:
        with contextlib.closing(LocalConnection(self.path)) as connection:
            connection.request(method, f"/{target}", body, headers or {})
            told = json.load(connection.getresponse())
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
    path = folder / "socket"
    (folder / "scrapyd.conf").write_text(CONFIGURATION.format(socket=path, folder=folder))
    log = (folder / "scrapyd.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapyd"], cwd=folder, stdout=log, stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    running = Scrapyd(path)

    def answers() -> bool:
        assert process.poll() is None, (folder / "scrapyd.log").read_text()
        try:
            return bool(running.get("daemonstatus.json"))
        except (FileNotFoundError, ConnectionError):
            return False

    try:
        wait_until(answers)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
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
