"""SIGKILL at any moment: the next run continues, nothing is lost, nothing is kept twice.

CRASH_PAGES makes the crawl longer (3000 pages take about a minute), CRASH_SEED moves the moments.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"}
KILLS = 5
PAGES = int(os.environ.get("CRASH_PAGES", "800"))
SEED = int(os.environ.get("CRASH_SEED", "20260121"))
ARTICLES_A_PAGE = 0.9  # the other pages are listings


def assert_feeds_are_whole_or_absent(folder: Path) -> None:
    """JSON lines and RSS that parse from end to end; a killed process may leave a hidden part."""
    for feed in (folder / "feeds").glob("[!.]*"):
        if feed.suffix == ".rss":
            ElementTree.parse(feed)
        else:
            lines = feed.read_bytes().split(b"\n")
            assert lines.pop() == b""
            assert all(json.loads(line)["title"] for line in lines)


@pytest.mark.slow
def test_a_crawl_killed_five_times_ends_complete(busy_newsroom: Any, make_desk: Any) -> None:
    dice = random.Random(SEED)
    with busy_newsroom(int(PAGES * ARTICLES_A_PAGE)) as newsroom:
        desk = make_desk(newsroom)
        moments = []
        for _ in range(KILLS):
            newsroom.fall_silent_after(PAGES // (KILLS + 1))
            crawl = desk.start_crawl()
            moments.append(desk.looks() + dice.randrange(1, PAGES // (KILLS + 1)))
            assert desk.wait_for_looks(moments[-1], crawl), crawl.end()
            time.sleep(dice.random() / 10)
            crawl.kill()
            newsroom.order("heal")
            assert_feeds_are_whole_or_absent(desk.folder)
        last = desk.crawl()
        assert last.code == 0, last
        desk.assert_complete()
        assert_feeds_are_whole_or_absent(desk.folder)
        assert desk.outcomes() == ["killed"] * KILLS + ["finished"]
        asked = Counter({path: n for path, n in newsroom.asked().items() if path != "/robots.txt"})
        again = asked.total() - len(asked)
        print(f"seed {SEED}: killed at answers {moments}; {len(asked)} pages, {again} asked again")
        # Listings, feeds and what was on its way: 48 pages at most, 20 places, at each start.
        assert again <= (KILLS + 1) * 80


def test_a_transaction_killed_at_any_statement_leaves_nothing(tmp_path: Path) -> None:
    """What two answers led to is kept whole or not at all, wherever the process dies."""
    script = Path(__file__).with_name("every_statement.py")
    command = [sys.executable, str(script), str(tmp_path)]
    told = subprocess.run(
        command, check=False, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    statements = int(told.stdout)
    assert statements > 10
    for number in range(1, statements + 1):
        assert stored(tmp_path / f"{number}.sqlite") == BEFORE, f"killed after statement {number}"
    assert stored(tmp_path / f"{statements + 1}.sqlite") == AFTER


BEFORE = {"looks": 0, "articles": 0, "revisions": 0, "links": 0, "snapshots": 0, "pages": 2}
AFTER = {"looks": 2, "articles": 1, "revisions": 1, "links": 4, "snapshots": 1, "pages": 6}


def stored(file: Path) -> dict[str, int]:
    """How many rows the tables hold; every page of a ledger that holds no look is due."""
    with contextlib.closing(sqlite3.connect(file)) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in BEFORE
        }
        due = connection.execute("SELECT count(*) FROM pages WHERE state = 'due'").fetchone()[0]
        assert due == 2 or counts["looks"]
        return counts


@pytest.mark.slow
def test_a_killed_export_leaves_the_old_feed(desk: Any) -> None:
    assert desk.crawl("--feeds", "none").code == 0
    out = desk.folder / "out" / "articles.jsonl"
    words = ("export", "--out", str(out), "--ledger", desk.ledger)
    desk.start(*words, "--since", "2100-01-01").end()
    assert out.read_bytes() == b""  # nothing is of that day: the old feed is an empty one
    script = Path(__file__).with_name("killed_before_renaming.py")
    killed = desk.start(*words, wrapper=(sys.executable, str(script))).end()
    assert killed.code == -signal.SIGKILL, killed
    (part,) = out.parent.glob(".*.part")
    assert len(part.read_bytes().splitlines()) == len(desk.kept())
    assert out.read_bytes() == b""
    assert desk.start(*words).end().code == 0
    assert len(out.read_bytes().splitlines()) == len(desk.kept())
