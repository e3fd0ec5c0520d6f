"""docs/backfill.md: its commands run on the newsroom, and print what it shows."""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.cli.demo import newsroom
from tests.program import run_program

PAGE = (Path(__file__).parents[2] / "docs" / "backfill.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^ +python (-m crawler .+)$", PAGE, re.MULTILINE)
ASKING = ("crawl", "backfill")


@pytest.mark.slow
def test_its_commands_run_in_their_order(tmp_path: Path) -> None:
    pytest.importorskip("warcio")
    environment = {**os.environ, "COLUMNS": "200", "CRAWLER_DATA": str(tmp_path / "data")}
    today = dt.datetime.now(ZoneInfo("Europe/Kyiv")).date()  # the newsroom's news is of today
    days = {"2026-01-01": today - dt.timedelta(days=1), "2026-01-31": today}
    told = []
    with newsroom(["--articles", "30", "--seed", "4"]) as origin:
        for command in COMMANDS:
            words = shlex.split(re.sub("2026-01-[03]1", lambda day: str(days[day[0]]), command))
            words += ["--origin", origin] if words[2] in ASKING else []
            words = [str(tmp_path / word) if word == "archive" else word for word in words]
            done = run_program(words, environment=environment)
            assert done.returncode == 0, (command, done.stderr)
            told.append(done.stdout)
    assert [shlex.split(one)[2] for one in COMMANDS] == [
        *("crawl", "health", "backfill", "backfill", "report", "jobs")
    ]
    ended = [re.findall(r"^  backfill .*(?:nothing waits|to go on)$", one, re.M) for one in told]
    assert [len(one) for one in ended] == [0, 0, 1, 1, 0, 0]


def test_what_it_says_of_the_defaults() -> None:
    done = run_program(["-m", "crawler", "backfill", "--help"])
    assert "20,000 unless told" in PAGE
    assert "[default: 20000]" in done.stdout
