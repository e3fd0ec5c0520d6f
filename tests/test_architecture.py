"""Imports go one way, and the map in crawler/__init__.py names what exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "crawler"

LEVELS = (
    {
        "errors",
        "article",
        "link",
        "document",
        "page",
        "draft",
        "rules",
        "site_check",
        "toml_file",
        "refusal",
    },
    {"site"},
    {"sites", "registry"},
    {"discovery", "extraction", "normalization", "fetch"},
    {"archive", "ledger", "exporters", "feeds", "search"},
    {"health"},
    {"monitoring"},
    {"middlewares"},
    {"spiders"},
    {"pipelines"},
    {"settings"},
    {"jobs"},
    {"schedule"},
    {"access"},
    {"web"},
    {"service"},
    {"demo"},
    {"cases"},
    {"cli"},
    {"__main__"},
)
LEVEL_OF = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
PURE = ("discovery", "extraction", "normalization", "sites")
PURE_FILES = (
    "article",
    "link",
    "page",
    "draft",
    "site",
    "rules",
    "ledger/decide",
    "ledger/keeping/writes",
    "ledger/keeping/rows",
    "ledger/keeping/diff",
    *(f"health/{name}" for name in ("tails", "rates", "sample", "measure", "rhythm", "alarm")),
    *(
        f"health/{name}"
        for name in ("history", "tiers", "share", "shares", "sizes", "silence", "judge", "message")
    ),
)
ENGINE = ("scrapy", "twisted", "sqlalchemy", "aiohttp")


def room_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or path.is_dir()


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a file imports, those it takes out of a package by themselves."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if is_module(name) else str(node.module) for name in names)


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path) -> None:
    here = LEVEL_OF[room_of(path)]
    for name in imports_of(path):
        if name.startswith("crawler."):
            assert LEVEL_OF[name.split(".")[1]] <= here, f"{path} imports {name}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in FILES
        if room_of(path) in PURE or str(path.relative_to(PACKAGE).with_suffix("")) in PURE_FILES
    ],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_the_pure_part_knows_no_engine(path: Path) -> None:
    foreign = [name for name in imports_of(path) if name.split(".")[0] in ENGINE]
    assert not foreign


def test_there_is_no_import_cycle() -> None:
    graph = {}
    for path in FILES:
        module = ".".join(("crawler", *path.relative_to(PACKAGE).with_suffix("").parts))
        graph[module.removesuffix(".__init__")] = {
            name for name in imports_of(path) if name.startswith("crawler.")
        }
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail[trail.index(module) :], module))
        if module in done:
            return
        for name in sorted(graph.get(module, ())):
            target = name if name in graph else name.rpartition(".")[0]
            if target in graph and target != module:
                visit(target, (*trail, module))
        done.add(module)

    for module in graph:
        visit(module, ())


def test_the_map_names_what_exists() -> None:
    text = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))) or ""
    named = set(re.findall(r"crawler\.(\w+)", text))
    for line in text.splitlines():
        if line.strip().startswith("crawler."):
            head = re.split(r"\s{2,}", line.strip())[0]
            named |= {word.removeprefix("crawler.") for word in re.split(r",\s*", head)}
    there = {room_of(path) for path in FILES} - {"__main__"}
    assert named == there


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "misc", "base"])
def test_there_is_no_drawer(name: str) -> None:
    assert not [path for path in FILES if name in path.relative_to(PACKAGE).with_suffix("").parts]
