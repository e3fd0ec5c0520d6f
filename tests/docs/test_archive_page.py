"""What docs/archive.md shows runs, on an archive with a packed page and an unchanged one."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("warcio")
pytest.importorskip("fastwarc")

from crawler.archive.exchange import Exchange
from crawler.archive.session import FACTS, ArchiveSession
from crawler.archive.writer import Writer

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/archive.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"```python\n(.*?)```", PAGE, re.S)
NOON = dt.datetime(2026, 1, 21, 12, tzinfo=dt.UTC)
URL = "https://gazette.example/news/1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive = tmp_path / "data" / "archive"
    archive.mkdir(parents=True)
    writer = Writer(archive, ArchiveSession("7d1f2c1e", "gazette", URL, "crawl", NOON))
    packed = ((b"Content-Encoding", b"gzip"), (b"Content-Type", b"text/html"))
    writer.write(
        [
            Exchange(URL, NOON, 200, packed, gzip.compress(b"x" * 5000)),
            Exchange(URL, NOON, 304, (), b""),
        ]
    )
    writer.close()
    return tmp_path


@pytest.mark.parametrize("recipe", RECIPES, ids=["warcio", "fastwarc"])
def test_a_recipe_prints_the_unpacked_size_of_each_page(folder: Path, recipe: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", recipe], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (ended.stdout, ended.stderr) == (f"{URL} 5000\n", "")


@pytest.mark.parametrize("field", FACTS)
def test_every_field_of_ours_is_told(field: str) -> None:
    assert f"`{field}`" in PAGE
