"""python -m crawler --help: each command in a panel, nothing wider than a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from crawler import VERSION
from crawler.cli.main import PANELS

NAMES = [name for names in PANELS.values() for name in names]


def test_the_help_groups_the_commands(run_cli: Callable[..., Any]) -> None:
    told = run_cli("crawler", "--help").stdout
    assert max(map(len, told.splitlines())) <= 80
    assert re.findall(r"─ (\w[\w ]*) ─", told) == ["Options", *PANELS]
    assert re.findall(r"^│ ([a-z]+) ", told, re.M) == NAMES


def test_the_version_is_told(run_cli: Callable[..., Any]) -> None:
    done = run_cli("crawler", "--version")
    assert (done.returncode, done.stdout) == (0, f"news-crawler {VERSION}\n")
