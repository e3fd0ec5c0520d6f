"""What docs/service.md shows is what the program takes."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from crawler.jobs.job import Kind, State
from crawler.jobs.work import CHECKS
from crawler.schedule.file import parse_file
from crawler.schedule.schedule import KEYS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")


def rows(heading: str) -> dict[str, str]:
    """The first column of a section's tables → the rest of the row, as far as it is in code."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    found = re.findall(r"^\| `([^`]+)` \|(.*)$", section, re.M)
    return dict(found)


def test_the_file_it_shows_is_understood() -> None:
    blocks = re.findall(r"(?:^    .*\n|^\n)+", PAGE, re.M)
    (block,) = (block for block in blocks if "[[schedule]]" in block)
    found = parse_file(textwrap.dedent(block), "crawler.toml")
    assert [one.name for one in found] == ["interfax-ukraine", "morning-table"]


def test_it_names_each_key() -> None:
    assert rows("Schedules").keys() == set(KEYS)


@pytest.mark.parametrize("kind", Kind)
def test_it_names_each_argument(kind: Kind) -> None:
    told = set(re.findall(r"`(\w+)`", rows("Jobs")[kind])) - {"exports"}
    assert told == CHECKS[kind].keys() - {"origin"}


def test_it_names_each_state() -> None:
    assert rows("Jobs").keys() == {*Kind, *State}


@pytest.mark.parametrize("group", ["schedule", "jobs"])
def test_its_commands_are_there(group: str) -> None:
    command = [sys.executable, "-m", "crawler", group, "--help"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    for name in re.findall(rf"python -m crawler {group} (\w+)", PAGE):
        assert f" {name} " in told
