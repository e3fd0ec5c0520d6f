"""docs/analysts.md: each recipe runs, on a crawled newsroom."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from crawler.cli.demo import newsroom
from tests.program import run_program

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/analysts.md").read_text(encoding="utf-8")
RECIPES = dict(part.split("\n", 1) for part in PAGE.split("\n## ")[1:])
NOW = "2026-01-21T18:50:00+02:00"
SITE = "interfax-ukraine"
LIBRARIES = ("duckdb", "pandas", "polars")
KINDS = ("sh", "python", "sql")


def blocks(recipe: str) -> list[tuple[str, str]]:
    """The recipe's steps: (kind, text)."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", recipe, re.MULTILINE | re.DOTALL)
    assert {kind for kind, _ in found} <= set(KINDS)
    return found


def run(words: list[str], folder: Path, ledger: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CRAWLER_DATA": str(folder), "CRAWLER_LEDGER": f"sqlite:///{ledger}"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), env.get("PYTHONPATH", "")])
    return run_program(words, folder=folder, environment=env)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a small newsroom in it."""
    folder = tmp_path_factory.mktemp("crawled")
    ledger = folder / "ledger.sqlite"
    with newsroom(["--articles", "60", "--seed", "3", "--now", NOW]) as origin:
        words = ["crawl", SITE, "--origin", origin, "--since", "2026-01-01", "--feeds", "none"]
        done = run(["-m", "crawler", *words], folder, ledger)
    assert done.returncode == 0, done.stderr
    return ledger


def run_command(line: str, folder: Path, ledger: Path) -> None:
    program, *words = shlex.split(line)
    assert (program, words[:2]) == ("python", ["-m", "crawler"])
    done = run(words, folder, ledger)
    if "--format" in words and "is not one of" in done.stderr:
        pytest.skip(f"export --format {words[words.index('--format') + 1]} is not there")
    assert done.returncode == 0, (line, done.stderr)


def run_script(text: str, folder: Path, ledger: Path) -> None:
    for name in LIBRARIES:
        if f"import {name}" in text and importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed: pip install -r requirements-dev.txt")
    script = folder / "recipe.py"
    script.write_text(text, encoding="utf-8")
    done = run([str(script)], folder, ledger)
    assert done.returncode == 0, done.stderr
    assert done.stdout or "print(" not in text


def run_queries(text: str, folder: Path) -> None:
    connection = sqlite3.connect(folder / "articles.sqlite")
    try:
        for query in filter(str.strip, text.split(";")):
            assert connection.execute(query).fetchall(), query
    finally:
        connection.close()


def cook(recipe: str, folder: Path, ledger: Path) -> None:
    for kind, text in blocks(recipe):
        if kind == "sh":
            for line in text.splitlines():
                run_command(line, folder, ledger)
        elif kind == "python":
            run_script(text, folder, ledger)
        else:
            run_queries(text, folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_runs(name: str, crawled: Path, tmp_path: Path) -> None:
    assert blocks(RECIPES[name])
    ledger = Path(shutil.copy(crawled, tmp_path))
    cook(RECIPES[name], tmp_path, ledger)


@pytest.mark.slow
def test_a_copy_stays_in_step(crawled: Path, tmp_path: Path) -> None:
    """Twice is as once, and it holds what the ledger holds."""
    ledger = Path(shutil.copy(crawled, tmp_path))
    for _ in range(2):
        cook(RECIPES["A copy that keeps itself in step"], tmp_path, ledger)
    copy = sqlite3.connect(tmp_path / "copy.sqlite")
    kept = sqlite3.connect(ledger)
    expected = kept.execute("SELECT url, title FROM articles ORDER BY url").fetchall()
    assert copy.execute("SELECT url, title FROM articles ORDER BY url").fetchall() == expected
    copy.close()
    kept.close()
