"""`export` and `feeds` as a user calls them, on a crawled newsroom."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx
import pytest

from crawler.cli.main import main

SINCE = "2026-01-01"


@pytest.fixture
def data(crawled: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the crawled ledger in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in crawled.glob("ledger.sqlite*"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def call(
    data: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Runs a command on that folder, in this process."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> SimpleNamespace:
        monkeypatch.setattr(sys, "argv", ["crawler", *words, "--data", str(data)])
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        said = capfd.readouterr()
        return SimpleNamespace(returncode=code, stdout=said.out, stderr=said.err)

    return run


def test_a_delta_is_written_once(call: Any, data: Path) -> None:
    first = call("export", "--delta", "mine")
    assert first.returncode == 0, first.stderr
    file = data / "deltas" / "mine-000001.jsonl"
    assert first.stderr.strip() == f"{file}: 60 new"
    assert len(file.read_bytes().splitlines()) == 60
    for _ in range(2):
        again = call("export", "--delta", "mine")
        assert (again.returncode, again.stderr) == (0, "mine: nothing new, nothing written\n")
    assert len(list((data / "deltas").iterdir())) == 2


def test_another_selection_under_the_same_name_is_refused(call: Any) -> None:
    assert call("export", "--delta", "mine").returncode == 0
    other = call("export", "--delta", "mine", "--section", "Facts")
    assert (other.returncode, other.stdout) == (2, "")
    assert other.stderr.startswith("crawler: the delta mine is jsonl of all articles, not jsonl of")
    assert call("export", "--delta", "mine", "--section", "Facts", "--reset").returncode == 0


def test_a_manifest_lies_beside_an_export(call: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert call("export", "--out", str(out), "--format", "csv").returncode == 0
    manifest = json.loads(Path(f"{out}.manifest.json").read_bytes())
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert manifest["files"] == [{"name": "out.csv", "bytes": out.stat().st_size, "sha256": digest}]
    assert (manifest["items"], manifest["cursor"]) == (60, None)


def test_standard_output_has_no_manifest(call: Any, data: Path) -> None:
    before = sorted(data.rglob("*.json"))
    assert call("export", "--out", "-").returncode == 0
    assert sorted(data.rglob("*.json")) == before


@pytest.mark.parametrize("kind", ["links", "placements", "revisions"])
def test_rows_are_read_back(call: Any, tmp_path: Path, kind: str) -> None:
    lines, table = tmp_path / "rows.jsonl", tmp_path / "rows.csv"
    done = call("export", kind, "--out", str(lines))
    assert done.returncode == 0, done.stderr
    assert call("export", kind, "--out", str(table), "--format", "csv").returncode == 0
    rows = [json.loads(line) for line in lines.read_bytes().splitlines()]
    with table.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    assert len(rows) == len(records)
    assert bool(rows) is (kind != "revisions")  # nothing was revised in one crawl
    manifest = json.loads(Path(f"{lines}.manifest.json").read_bytes())
    assert manifest["counts"] == {kind: len(rows)}


ENDINGS = {
    "links": ("csv", "CSV.gz", "parquet", "graphml", "graphml.zst", "jl"),
    "placements": ("csv.zst", "parquet"),
    "revisions": ("csv", "jsonl.gz"),
}


@pytest.mark.parametrize(
    ("kind", "ending"), [(kind, one) for kind, many in ENDINGS.items() for one in many]
)
def test_the_ending_says_the_format_of_rows(
    call: Any, tmp_path: Path, kind: str, ending: str
) -> None:
    out = tmp_path / f"rows.{ending}"
    assert call("export", kind, "--out", str(out)).returncode == 0
    manifest = json.loads(Path(f"{out}.manifest.json").read_bytes())
    plain = ending.lower().removesuffix(".gz").removesuffix(".zst")
    assert manifest["format"] == ("jsonl" if plain == "jl" else plain)


@pytest.mark.parametrize("words", [(), ("links",)])
def test_no_manifest_lies_beside_a_pipe(call: Any, tmp_path: Path, words: tuple[str]) -> None:
    pipe = tmp_path / "pipes" / "pipe"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        done = call("export", *words, "--out", str(pipe))
        assert done.returncode == 0, done.stderr
        assert read.result(timeout=600)
    assert list(pipe.parent.iterdir()) == [pipe]


def test_a_graph_is_read_back(call: Any, tmp_path: Path) -> None:
    out = tmp_path / "links.graphml"
    words = ("--format", "graphml", "--place", "related", "--place", "hot_news")
    assert call("export", "links", "--out", str(out), *words).returncode == 0
    graph = networkx.read_graphml(out)
    assert "site:interfax-ukraine" in graph
    assert len(graph.edges) > 20


def test_a_search_in_a_section_that_is_misspelt(call: Any) -> None:
    done = call("search", "a*", "--section", "Fcts")
    said = "No article is of the section 'Fcts'; did you mean Facts?\n"
    assert (done.returncode, done.stdout) == (0, said)
    other = call("search", "zzzz", "--section", "facts")
    assert other.stdout.startswith("Nothing fits; try fewer words")


MISTAKES = {
    "no file": (("export",), "name the file to write with --out; - is standard output"),
    "reset alone": (("export", "--out", "x", "--reset"), "--reset is for a delta"),
    "a delta to standard output": (
        ("export", "--delta", "a", "--out", "-"),
        "a delta goes into files: its cursor moves when they are whole; name a folder",
    ),
    "a folder": (("export", "--out", "there/"), "'there/' names no file; write the name of one"),
    "a folder as a URL": (("export", "--out", "file:///there/"), "'file:///there/' names no file"),
    "no name": (("export", "--out", ""), "'' names no file"),
    "a NUL": (("export", "--out", "file:///x%00.csv"), "'file:///x%00.csv' names no file"),
    "a bad name": (("export", "--delta", "../a"), "'../a' cannot name a delta"),
    "no columns": (("export", "--delta", "a", "--format", "rss"), "rss has no columns"),
    "a place": (("export", "links", "--out", "x", "--place", "y"), "no place is named 'y'"),
    "a graph of placements": (
        ("export", "placements", "--out", "x", "--format", "graphml"),
        "graphml has no columns for this; take one of jsonl, csv",
    ),
    "compressed rows": (
        ("export", "links", "--out", "x", "--format", "csv.gz"),
        "a file is compressed by its name; let it end in .gz",
    ),
    "an archive": (("export", "--out", "x.warc.gz"), "`crawl --archive DIR` keeps them"),
    "an archive by name": (("export", "--out", "x", "--format", "warc"), "no answers to write"),
    "bounds": (
        ("export", "links", "--out", "x", "--since", "2026-02-01", "--until", "2026-01-01"),
        "since 2026-02-01 is after until 2026-01-01; swap them",
    ),
    "an option before": (
        ("export", "--site", "x", "links", "--out", "x"),
        "options go behind the word links",
    ),
    "a password": (
        ("export", "--out", "ftp://me:secret@host/a"),
        "ftp://…@host/a bears a name or a password",
    ),
    "no feeds": (("feeds",), "declares no feed; docs/feeds.md shows how"),
    "no feeds to check": (("feeds", "check"), "declares no feed; docs/feeds.md shows how"),
}


@pytest.mark.parametrize(("words", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line(call: Any, words: tuple[str, ...], message: str) -> None:
    done = call(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("crawler: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


FEEDS = """
[[feed]]
name = "facts"
target = "out/facts.rss"
section = "Facts"

[[feed]]
name = "sync"
target = "out/sync"
delta = true
"""


def test_declared_feeds_are_listed_and_written(call: Any, data: Path) -> None:
    (data / "feeds.toml").write_text(FEEDS, encoding="utf-8")
    listed = call("feeds")
    assert (listed.returncode, listed.stdout.count("never written")) == (0, 2), listed.stderr
    assert all(len(line) <= 80 for line in listed.stdout.splitlines() if "/" not in line)
    assert "  rss of section Facts, the newest 100\n  " in listed.stdout
    run = call("feeds", "run")
    assert run.returncode == 0, run.stderr
    assert (data / "out/facts.rss").exists()
    assert (data / "out/sync/sync-000001.jsonl").exists()
    assert call("feeds").stdout.count("up to date") == 2
    assert call("feeds", "run").stderr.count("nothing new") == 2
    named = call("feeds", "run", "facts")
    assert "nothing new" not in named.stderr
    unknown = call("feeds", "run", "x")
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "crawler: no feed is named 'x'; there are facts, sync\n",
    )


def test_declared_feeds_are_checked(call: Any, data: Path) -> None:
    """Each is told: what can be written, what cannot, and what is declared wrongly."""
    (data / "feeds.toml").write_text(FEEDS, encoding="utf-8")
    before = sorted(data.rglob("*"))
    good = call("feeds", "check")
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines() == [
        f"facts: can be written to {data / 'out/facts.rss'}",
        f"sync: can be written to {data / 'out/sync'}",
    ]
    assert call("export", "--delta", "sync", "--section", "Facts").returncode == 0
    empty = '[[feed]]\nname = "none"\ntarget = "none.csv"\nsection = "Fcts"\n'
    away = '[[feed]]\nname = "away"\ntarget = "ledger.sqlite/x.csv"\n'
    (data / "feeds.toml").write_text(FEEDS + empty + away, encoding="utf-8")
    failing = call("feeds", "check")
    assert failing.returncode == 1
    assert failing.stdout.endswith("none.csv; nothing fits it yet\n")
    assert [line.split(":")[1] for line in failing.stderr.splitlines()] == [
        " feed sync",
        " feed away",
    ]
    (data / "feeds.toml").write_text(FEEDS + "nme = 1\nevry = 2\n", encoding="utf-8")
    wrong = call("feeds", "check")
    assert (wrong.returncode, wrong.stderr.count("did you mean")) == (2, 2)
    assert wrong.stdout.count("can be written") == 1
    assert {*before, data / "deltas"} >= set(data.iterdir())


@pytest.mark.slow
def test_a_crawl_writes_them(run_cli: Any, origin: str, tmp_path: Path) -> None:
    """A bad file is told before anything is asked for; a feed that fails is told at the end."""
    words = ("crawler", "crawl", "interfax-ukraine", "--origin", origin, "--since", SINCE)
    words += ("--data", str(tmp_path), "--feeds", "none")
    (tmp_path / "feeds.toml").write_text("[[feed]]\nnme = 'a'\n", encoding="utf-8")
    refused = run_cli(*words)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no key is named 'nme'; did you mean name?" in refused.stderr
    assert not (tmp_path / "ledger.sqlite").exists()
    (tmp_path / "feeds.toml").write_text(FEEDS, encoding="utf-8")
    crawled = run_cli(*words)
    assert crawled.returncode == 0, crawled.stderr
    assert f"{tmp_path / 'out/facts.rss'} (" in crawled.stdout
    assert f"{tmp_path / 'out/sync'} (60 articles)" in crawled.stdout
    (tmp_path / "file").touch()
    bad = FEEDS + '[[feed]]\nname = "bad"\ntarget = "file/x.csv"\n'
    (tmp_path / "feeds.toml").write_text(bad, encoding="utf-8")
    again = run_cli(*words)
    assert again.returncode == 1
    assert "crawler: feed bad: cannot write the feed" in again.stderr
    assert "facts.rss" not in again.stdout
