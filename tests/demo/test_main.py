"""The newsroom as a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.demo import Origin
from crawler.demo.__main__ import main

ROOT = Path(__file__).parents[2]


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "crawler.demo", *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        try:
            yield started
        finally:
            started.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
def test_first_line_is_the_address_and_a_signal_ends_it_cleanly(number: int) -> None:
    with process("--articles", "30", "--edition", "uk") as newsroom:
        assert newsroom.stdout is not None
        address = newsroom.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}/robots.txt") as reply:
            assert b"Sitemap: https://interfax.com.ua/sitemap.xml" in reply.read()
        newsroom.send_signal(number)
        rest = newsroom.communicate(timeout=120)
    assert (newsroom.returncode, rest) == (0, ("", ""))


def test_a_taken_port_ends_with_2_and_one_line(
    origin: Origin, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port", str(origin.port)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert f"port {origin.port}" in said.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--articles", "0"], "articles: 0 is not from 1 to 100000"),
        (["--port", "99999"], "port 99999"),
        (["--per-day", "1"], "per day: 1 is not from 4"),
    ],
    ids=["articles", "port", "per-day"],
)
def test_a_bad_value_ends_with_2_and_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("now", ["2026-01-21T18:50", "yesterday"])
def test_now_needs_an_offset(now: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--now", now])
    assert ended.value.code == 2
    assert "2026-01-21T18:50+02:00" in capsys.readouterr().err
