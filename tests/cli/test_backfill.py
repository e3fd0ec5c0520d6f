"""A backfill by publication date, on a newsroom of a fixed day."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import article as schema
from crawler.cli.demo import newsroom

from .conftest import NOW, ROOT, Run

FIRST, LAST = "2026-01-18", "2026-01-19"
SITE = "interfax-ukraine"


@pytest.fixture
def old_newsroom(request: pytest.FixtureRequest) -> Iterator[str]:
    """A newsroom of some five days; a parameter gives further words."""
    words = ["--articles", "240", "--seed", "5", "--now", NOW, *getattr(request, "param", [])]
    with newsroom(words) as address:
        yield address


def words(origin: str, folder: Path) -> list[str]:
    days = ["--from", FIRST, "--to", LAST]
    return ["crawler", "backfill", SITE, *days, "--origin", origin, "--data", str(folder)]


def kept(folder: Path) -> dict[str, str]:
    """Number → date of every article in the feed."""
    feed = (folder / f"feeds/{SITE}.jsonl").read_text(encoding="utf-8")
    found = (json.loads(line) for line in feed.splitlines())
    return {one["url"].rpartition("/")[2]: one["date"] for one in found}


def true(origin: str) -> dict[str, str]:
    with urllib.request.urlopen(f"{origin}/_newsroom/truth") as answer:
        found = [schema.from_json(line) for line in answer]
    return {
        (one.url or "").rpartition("/")[2]: one.date.isoformat()
        for one in found
        if FIRST <= one.date.isoformat() <= LAST
    }


def asked(origin: str) -> dict[str, int]:
    """Path → how often it was asked."""
    with urllib.request.urlopen(f"{origin}/_newsroom/requests") as answer:
        paths: dict[str, int] = json.load(answer)["paths"]
        return paths


def articles_asked(origin: str) -> dict[str, int]:
    paths = asked(origin)
    return {path: count for path, count in paths.items() if path.rpartition("/")[2][:1].isdigit()}


def test_all_of_the_range_is_kept_and_nothing_else_is_downloaded(
    old_newsroom: str, run_cli: Run, tmp_path: Path
) -> None:
    done = run_cli(*words(old_newsroom, tmp_path))
    assert done.returncode == 0, done.stderr
    assert kept(tmp_path) == true(old_newsroom)
    downloads = articles_asked(old_newsroom)
    assert {path.rpartition("/")[2] for path in downloads} == set(true(old_newsroom))
    assert set(downloads.values()) == {1}

    again = run_cli(*words(old_newsroom, tmp_path))
    assert again.returncode == 0
    assert "nothing to do" in again.stdout
    assert articles_asked(old_newsroom) == downloads


@pytest.mark.parametrize("old_newsroom", [["--listing-pages", "2"]], indirect=True, ids=["short"])
def test_what_listings_no_longer_hold_comes_by_other_ways(
    old_newsroom: str, run_cli: Run, tmp_path: Path
) -> None:
    done = run_cli(*words(old_newsroom, tmp_path))
    assert done.returncode == 0, done.stderr
    assert kept(tmp_path) == true(old_newsroom)


def test_a_backfill_that_is_killed_goes_on(old_newsroom: str, run_cli: Run, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", *words(old_newsroom, tmp_path)],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while len(articles_asked(old_newsroom)) < 5 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = run_cli(*words(old_newsroom, tmp_path))
    assert done.returncode == 0, done.stderr
    assert kept(tmp_path) == true(old_newsroom)


def test_a_budget_that_ends_early_is_told_and_the_rest_is_done_later(
    old_newsroom: str, run_cli: Run, tmp_path: Path
) -> None:
    cut = run_cli(*words(old_newsroom, tmp_path), "--max-pages", "30")
    assert "run it again to go on" in " ".join(cut.stdout.split())
    done = run_cli(*words(old_newsroom, tmp_path))
    assert done.returncode == 0
    assert kept(tmp_path) == true(old_newsroom)
