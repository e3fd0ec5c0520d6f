"""python -m crawler --help: each command in a panel, nothing wider than a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from crawler import VERSION
from crawler.cli.main import PANELS, make_app

NAMES = [name for names in PANELS.values() for name in names]


def test_the_help_groups_the_commands(run_cli: Callable[..., Any]) -> None:
    told = run_cli("crawler", "--help").stdout
    assert max(map(len, told.splitlines())) <= 80
    assert re.findall(r"─ (\w[\w ]*) ─", told) == ["Options", *PANELS]
    assert re.findall(r"^│ ([a-z]+) ", told, re.M) == NAMES


def _all_commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, one in getattr(command, "commands", {}).items():
        yield from _all_commands(one, (*words, name))


ALL = list(_all_commands(typer.main.get_command(make_app())))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_each_help_fits_and_names_no_type_of_a_programming_language(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(make_app(), [*words, "--help"], env={"COLUMNS": "80"}).stdout
    assert max(map(len, told.splitlines())) <= 80
    assert "[[" not in told
    options = told.partition("─ Options ─")[2]
    assert not re.search(r"<(bool|int|str|float|int range|path)>", options)


def test_the_version_is_told(run_cli: Callable[..., Any]) -> None:
    done = run_cli("crawler", "--version")
    assert (done.returncode, done.stdout) == (0, f"news-crawler {VERSION}\n")
