"""new, record and check, as a user runs them, in a copy of the project."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.demo import Newsroom, Variant, render
from tests.program import run_program

from .conftest import ROOT

NOW = dt.datetime(2026, 1, 21, 16, 50, tzinfo=dt.UTC)
ROOM = Newsroom.opened(now=NOW, articles=9)
FIRST, SECOND = list(ROOM.truths())[:2]
Project = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Runs a command line in a copy of the project that holds no recorded page."""
    # Without what other processes write at this moment, and rename, as they compile a module.
    half_written = shutil.ignore_patterns("*.pyc.*")
    shutil.copytree(ROOT / "crawler", tmp_path / "crawler", ignore=half_written)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
        return run_program(["-m", "crawler", *words], folder=tmp_path, environment=env)

    return run


@pytest.fixture
def saved(tmp_path: Path) -> tuple[str, str]:
    """Two saved pages: one says its address, one does not."""
    files = tmp_path / "first.html", tmp_path / "second.html"
    files[0].write_text(render(FIRST, Variant(structured=True)), "utf-8")
    files[1].write_text(render(SECOND), "utf-8")
    return str(files[0]), str(files[1])


@pytest.mark.slow
def test_a_site_from_one_page(project: Project, saved: tuple[str, str], tmp_path: Path) -> None:
    made = project("new", "wire", saved[0])
    assert made.returncode == 0, made.stderr
    case = FIRST.url.rpartition("/")[2].removesuffix(".html") if FIRST.url else ""
    written = re.findall(r"^wrote (.+)$", made.stdout, re.MULTILINE)
    folder = tmp_path / "tests" / "sites" / "wire"
    assert written == [
        "crawler/sites/wire.py",
        f"tests/sites/wire/{case}.html.gz",
        f"tests/sites/wire/{case}.json",
    ]
    assert max(map(len, made.stdout.splitlines())) <= 80
    drafted = json.loads((folder / f"{case}.json").read_text("utf-8"))
    assert drafted["reviewed"] is False
    assert drafted["article"]["title"] == FIRST.title

    checked = project("check", "wire")
    assert checked.returncode == 1, "nobody has reviewed it"
    assert f"{case}: as expected, not reviewed" in checked.stdout
    assert "json-ld: headline" in project("check", "wire", case).stdout

    drafted["article"]["title"] = "Another"
    drafted["reviewed"] = True
    (folder / f"{case}.json").write_text(json.dumps(drafted), "utf-8")
    checked = project("check", "wire")
    assert checked.returncode == 1
    assert "instead of 'Another'" in checked.stdout
    assert "waits for a review" in project("record", "wire").stderr, "reviewed ones stay"

    drafted["reviewed"] = False
    (folder / f"{case}.json").write_text(json.dumps(drafted), "utf-8")
    assert project("record", "wire").returncode == 0
    text = (folder / f"{case}.json").read_text("utf-8").replace("false", "true", 1)
    (folder / f"{case}.json").write_text(text, "utf-8")
    checked = project("check", "wire")
    assert checked.returncode == 0, checked.stdout
    assert "1 of 1 recorded pages" in checked.stdout


def test_a_page_without_a_time_is_shown_as_far_as_it_was_read(
    project: Project, tmp_path: Path
) -> None:
    story = "".join(f"<p>Sentence number {n} of a story long enough.</p>" for n in range(20))
    page = tmp_path / "untimed.html"
    page.write_text(f"<html><body><h1>A bridge opens</h1>{story}</body></html>", "utf-8")
    url = "https://en.interfax.com.ua/news/general/1143800.html"
    done = project("check", "interfax-ukraine", str(page), "--url", url)
    assert done.returncode == 2
    assert "no-time" in done.stderr
    assert done.stderr.count("\n") == 1
    told = [line.split() for line in done.stdout.splitlines()]
    assert ["published", "none"] in told
    assert ["title", "raw", "A", "bridge", "opens"] in told
    assert project("check", "interfax-ukraine", str(page), "--url", url, "--json").stdout == ""


@pytest.mark.slow
def test_a_page_more_from_the_network(project: Project, origin: str) -> None:
    """From the newsroom in the site's place, by its real address."""
    listed = project("check", "interfax-ukraine")
    assert "is recorded; record one" in listed.stderr
    room = Newsroom.opened(now=NOW, articles=60, seed=3)
    url = next(room.urls())
    done = project("record", "interfax-ukraine", url, "--origin", origin, "--name", "one")
    assert done.returncode == 0, done.stderr
    assert "wrote tests/sites/interfax_ukraine/one.html.gz" in done.stdout
    made = project("new", "wire", url, "--origin", origin)
    assert made.returncode == 0, made.stderr


def test_mistakes_are_one_line_and_write_nothing(
    project: Project, saved: tuple[str, str], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.html"
    empty.write_text("<html><title>404 not found</title>", "utf-8")
    url = "https://news.example/world/story-12345.html"
    mistakes = [
        (["new", "Wire", saved[0]], "is no site's name"),
        (["new", "interfax-ukraine", saved[0]], "is there already; add a page"),
        (["new", "wire", saved[1]], "give it with --url"),
        (["new", "wire", saved[1], "--url", "ftp://x/1"], "give the page's own address"),
        (["new", "wire", "nowhere.html"], "cannot be read"),
        (["new", "wire", str(empty), "--url", url], "is no article: not-found"),
        (["new", "wire", "http://127.0.0.1:1/a"], "--origin URL asks another in its place"),
        (["record", "interfax-ukraine", saved[1]], "give --url, which looks like"),
        (["record", "nowhere"], "no site is named"),
        (["check", "interfax-ukraine"], "no page of interfax-ukraine is recorded"),
    ]
    before = {path for path in tmp_path.rglob("*") if "__pycache__" not in path.parts}
    for words, said in mistakes:
        done = project(*words)
        assert done.returncode == 2, words
        assert done.stderr.count("\n") == 1, done.stderr
        assert said in done.stderr
    after = {path for path in tmp_path.rglob("*") if "__pycache__" not in path.parts}
    assert after == before


@pytest.mark.slow
def test_nothing_is_overwritten(project: Project, saved: tuple[str, str], tmp_path: Path) -> None:
    assert project("new", "wire", saved[0]).returncode == 0
    before = {path: path.read_bytes() for path in tmp_path.glob("tests/sites/wire/*")}
    assert "is there already" in project("new", "wire", saved[0]).stderr
    assert "is there already" in project("record", "wire", saved[0]).stderr
    assert {path: path.read_bytes() for path in tmp_path.glob("tests/sites/wire/*")} == before
