"""What docs/service.md shows is what the program takes."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import httpx
import pytest
import typer

from crawler.cli.main import make_app
from crawler.jobs.job import Kind, State
from crawler.jobs.work import CHECKS
from crawler.ledger.connect import open_ledger
from crawler.schedule.file import parse_file
from crawler.schedule.schedule import KEYS
from crawler.web.app import create_app
from crawler.web.server import serving
from crawler.web.settings import WebSettings

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


def test_it_names_each_option_of_serve_and_its_variable() -> None:
    serve = typer.main.get_command(make_app("serve")).commands["serve"]  # type: ignore[attr-defined]
    options = [one for one in serve.params if one.name != "help"]
    taken = {"--no-web" if one.name == "web" else one.opts[0]: one for one in options}
    told = rows("Operations")
    assert told.keys() == taken.keys()
    for name, option in taken.items():
        if option.envvar:
            assert f"`{option.envvar}`" in told[name]


def test_each_address_of_the_api_is_there(tmp_path: Path) -> None:
    engine = open_ledger(f"sqlite:///{tmp_path}/ledger.sqlite")
    with serving(create_app(WebSettings(engine=engine, data=tmp_path, is_open=True))) as address:
        paths = httpx.get(f"{address}/openapi.json").json()["paths"]
    engine.dispose()
    known = [re.compile(re.sub(r"\{\w+\}", r"[^/]+", path)) for path in paths]
    section = PAGE.partition("\n## The API\n")[2].partition("\n## ")[0]
    named = set(re.findall(r"(?:8000|`)(/(?:api|feeds)/[^\s`?']+)", section))
    assert len(named) > 12
    for address in named:
        assert any(one.fullmatch(address) for one in known), address
