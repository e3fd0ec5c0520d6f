"""What is printed for a reader who stops reading, onto a full disk, in a narrow terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, Run

SITE = "interfax-ukraine"


def printed_to(output: int, words: list[str], data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler", *words, "--data", str(data)]
    return subprocess.run(
        command,
        check=False,
        stdout=output,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        timeout=600,
    )


@pytest.mark.parametrize("words", [["report", SITE], ["search", "a*"], ["sites"]], ids=" ".join)
def test_a_reader_that_stops_reading_is_no_failure(crawled: Path, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = printed_to(writing, words, crawled)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_one_line(crawled: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = printed_to(full.fileno(), ["report", SITE], crawled)
    assert done.returncode == 1
    assert done.stderr == "crawler: No space left on device: make room, and ask again\n"


def test_the_names_of_sites_are_whole_in_a_narrow_terminal(run_cli: Run, crawled: Path) -> None:
    lines = run_cli("crawler", "sites", "--data", str(crawled), COLUMNS="60").stdout.splitlines()
    assert max(map(len, lines)) <= 60
    assert {"ukrainska-pravda-en", SITE} <= {line.split()[0] for line in lines}


def test_who_ends_it_while_it_is_still_being_imported_sees_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "sites"],
        check=False, capture_output=True, cwd=ROOT, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
