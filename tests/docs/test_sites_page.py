"""docs/sites.md: names all that a site file may say, and its example works."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from crawler import rules
from crawler.cases.case import name_case
from crawler.cases.page_hints import unruled
from crawler.cases.site_draft import module_of
from crawler.cli.main import make_app
from crawler.site import Site

PAGE = Path(__file__).parents[2] / "docs" / "sites.md"
TEXT = PAGE.read_text(encoding="utf-8")
ROWS = set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE))

READ_BY_THE_PROGRAM = {
    "zone",
    "says_zone",
    "host",
    "origin",
    "absolute",
    "match_article",
    "is_article",
    "rules",
}
DECLARED = sorted(
    name for name in vars(Site) if not name.startswith("_") and name not in READ_BY_THE_PROGRAM
)
PARTS = (rules.Feed, rules.Listing, rules.Sitemap, rules.Archive, rules.TagPages, rules.Block,
         rules.Text, rules.Texts, rules.Attribute, rules.Layout)  # fmt: skip


@pytest.mark.parametrize("name", DECLARED)
def test_every_attribute_has_a_row(name: str) -> None:
    assert name in ROWS


def test_every_row_is_an_attribute() -> None:
    assert set(DECLARED) >= ROWS


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_part_is_shown_with_its_fields(part: type) -> None:
    assert f"`{part.__name__}(" in TEXT
    for field in dataclasses.fields(part):
        assert re.search(rf"\b{field.name}\b", TEXT)


def example(tmp_path: Path) -> ModuleType:
    file = tmp_path / "example_news.py"
    file.write_text(re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)[0], encoding="utf-8")
    spec = importlib.util.spec_from_file_location("example_news", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_is_a_site(tmp_path: Path) -> None:
    site = example(tmp_path).ExampleNews()
    assert site.is_article("https://news.example/world/5.html")
    assert site.zone.key == "Europe/Kyiv"


def test_the_commands_are_commands() -> None:
    lines = re.findall(r"^    python -m crawler (\w+) (.+)$", TEXT, re.MULTILINE)
    assert [name for name, _ in lines] == ["new", "check", "record", "check", "record"]
    app: Any = typer.main.get_command(make_app())
    for name, words in lines:
        command = app.commands[name]
        command.make_context(name, words.split(), resilient_parsing=False)


def test_the_files_are_named_as_they_are_written() -> None:
    url = "https://news.example/world/5.html"
    module = module_of("example-news")
    assert f"`crawler/sites/{module}.py`" in TEXT
    key = unruled(url).match_article(url)
    assert key is not None
    assert f"`tests/sites/{module}/{name_case(key['key'])}.html.gz`" in TEXT
