"""SIGKILL at any moment: the next run continues, nothing is lost, nothing is kept twice.

CRASH_PAGES makes the crawl longer (3000 pages take about a minute), CRASH_SEED moves the moments.
"""

from __future__ import annotations

import json
import os
import random
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

KILLS = 5
PAGES = int(os.environ.get("CRASH_PAGES", "1500"))
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
        moments = sorted(dice.randrange(PAGES // 20, PAGES * 9 // 10) for _ in range(KILLS))
        for moment in moments:
            crawl = desk.start_crawl()
            assert desk.wait_for_looks(moment, crawl), crawl.end()
            time.sleep(dice.random() / 4)
            crawl.kill()
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
