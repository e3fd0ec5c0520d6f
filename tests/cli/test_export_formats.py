"""`export` into every format, as a user calls it; what is asked wrongly; what cannot be written."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.dataset
import pyarrow.parquet
import pytest

from crawler.cli.main import main
from crawler.exporters import FORMATS
from tests.exporters.feed_rules import atom_problems, rss_problems
from tests.program import run_program

ROOT = Path(__file__).parent.parent.parent


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
    data: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    """Runs `export` on that folder, in this process."""

    def run(*words: str) -> SimpleNamespace:
        monkeypatch.setattr(sys, "argv", ["crawler", "export", *words, "--data", str(data)])
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        said = capfdbinary.readouterr()
        return SimpleNamespace(returncode=code, stdout=said.out, stderr=said.err.decode())

    return run


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


@pytest.mark.parametrize("name", FORMATS)
def test_the_ending_says_the_format(call: Any, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"out.{FORMATS[name].endings[-1]}"
    done = call("--out", str(out))
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert done.stderr == f"{out}: 60 articles\n"
    manifest = json.loads(Path(f"{out}.manifest.json").read_bytes())
    assert (manifest["format"], manifest["items"]) == (name, 60)


def test_a_spreadsheet_of_some_fields(call: Any) -> None:
    done = call("--out", "-", "--format", "csv", "--fields", "title, url")
    header, *rows = done.stdout.decode("utf-8-sig").splitlines()
    assert (header, len(rows)) == ("title,url", 60)
    assert done.stderr == "-: 60 articles\n"


def test_standard_output_is_compressed(call: Any) -> None:
    assert len(lines(gzip.decompress(call("--out", "-.gz").stdout))) == 60


@pytest.mark.parametrize("when", ["--published", "--seen"])
def test_a_selection(call: Any, when: str) -> None:
    everything = lines(call("--out", "-").stdout)
    language, authors = everything[0]["language"], everything[0]["authors"]
    words = ["--out", "-", when, "--since", "2000-01-01", "--language", language]
    words += ["--author", authors[0]] if authors else []
    chosen = lines(call(*words, "--revisions", "all").stdout)
    assert chosen
    assert all(one["revision"] == 1 and one["language"] == language for one in chosen)
    time = "first_seen" if when == "--seen" else "published"
    assert [one[time] for one in chosen] == sorted(one[time] for one in chosen)
    later = call("--out", "-", when, "--since", "2099-01-01")
    assert (later.returncode, later.stdout) == (0, b"")
    assert later.stderr == "-: 0 articles (nothing fits the selection)\n"


@pytest.mark.parametrize("how", ["newest", "sample"])
def test_some_of_a_selection(call: Any, tmp_path: Path, how: str) -> None:
    everything = [one["url"] for one in lines(call("--out", "-").stdout)]
    out = tmp_path / "some.jsonl"
    done = call("--out", str(out), f"--{how}", "7")
    assert (done.returncode, done.stderr) == (0, f"{out}: 7 articles\n")
    drawn = [one["url"] for one in lines(out.read_bytes())]
    in_order = everything[::-1] if how == "newest" else everything
    assert drawn == [one for one in in_order if one in drawn]
    assert (drawn == in_order[:7]) is (how == "newest")
    manifest = json.loads(Path(f"{out}.manifest.json").read_bytes())
    assert manifest["selection"] == {how: 7}


def test_nothing_is_written_where_only_counts_are_asked_for(
    call: Any, data: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = call("--out", str(tmp_path / "out.csv"), "--dry-run")
    first, *rest = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert first.startswith("60 articles, 2026-01-")
    assert first.endswith(" MB as jsonl; nothing was written")
    assert rest[0].split() == ["site", "60", "interfax-ukraine"]
    assert sum(int(line.split()[1]) for line in rest if line.startswith("  section")) == 60
    assert call("--dry-run", "--newest", "3").stdout.startswith(b"3 articles, ")
    delta = call("--delta", "d", "--dry-run").stdout
    assert delta == b"d: 60 new; nothing was written\n"
    assert call("--delta", "d").returncode == 0
    assert call("--delta", "d", "--dry-run").stdout == b"d: nothing new; nothing was written\n"
    again = call("--delta", "d", "--dry-run", "--reset").stdout
    assert again == b"d: 60 new; nothing was written\n"
    assert set(tmp_path.rglob("*")) - set(before) == {
        data / "deltas",
        data / "deltas" / "d-000001.jsonl",
        data / "deltas" / "d-000001.jsonl.manifest.json",
    }


@pytest.mark.parametrize(
    ("section", "hint"), [("fcts", "did you mean Facts?"), ("zzz", "there are Economy, Facts")]
)
def test_a_section_that_no_article_is_of_is_said(call: Any, section: str, hint: str) -> None:
    for words in (("--out", "-"), ("--dry-run",)):
        done = call(*words, "--section", section)
        said = done.stderr + done.stdout.decode()
        assert done.returncode == 0
        assert f"0 articles (no article is of the section '{section}'; {hint}" in said


def test_days(call: Any, tmp_path: Path) -> None:
    out = tmp_path / "days"
    done = call("--out", f"{out}/", "--format", "parquet", "--partition", "day")
    assert done.returncode == 0, done.stderr
    table = pyarrow.dataset.dataset(out, format="parquet", partitioning="hive").to_table()
    assert table.num_rows == 60
    manifest = json.loads((tmp_path / "days.manifest.json").read_bytes())
    assert {one["name"] for one in manifest["files"]} == {
        str(one.relative_to(out)) for one in out.rglob("*.parquet")
    }


@pytest.mark.parametrize("kind", ["links", "placements", "revisions"])
def test_rows_in_parquet(call: Any, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "rows.parquet"
    done = call(kind, "--out", str(out), "--format", "parquet")
    assert done.returncode == 0, done.stderr
    told = len(lines(call(kind, "--out", "-").stdout))
    assert pyarrow.parquet.read_table(out).num_rows == told


def test_a_delta_in_parquet(call: Any, data: Path) -> None:
    assert call("--delta", "mine", "--format", "parquet").returncode == 0
    table = pyarrow.parquet.read_table(data / "deltas" / "mine-000001.parquet")
    assert table.column("change").to_pylist() == ["new"] * 60


def test_a_delta_that_is_compressed(call: Any, data: Path) -> None:
    assert call("--delta", "mine", "--format", "jsonl.gz").returncode == 0
    packed = (data / "deltas" / "mine-000001.jsonl.gz").read_bytes()
    assert [one["change"] for one in lines(gzip.decompress(packed))] == ["new"] * 60


def test_the_feed_of_a_tag(call: Any) -> None:
    tag = next(tag for one in lines(call("--out", "-").stdout) for tag in one["tags"])
    words = ("--out", "-", "--site", "interfax-ukraine", "--tag", tag, "--content", "lead")
    address = "https://f.example/tag"
    feed = json.loads(call(*words, "--format", "jsonfeed", "--self-url", address).stdout)
    assert (feed["title"], feed["feed_url"]) == (f"Interfax-Ukraine: #{tag}", address)
    assert all(tag in one["tags"] and "content_html" not in one for one in feed["items"])
    times = [one["date_published"] for one in feed["items"]]
    assert times == sorted(times, reverse=True)
    assert atom_problems(call(*words, "--format", "atom").stdout) == []
    assert rss_problems(call(*words, "--format", "rss").stdout) == []


MISTAKES = {
    "format": (("--format", "pdf"), "no format is named 'pdf'; there are jsonl, csv, parquet"),
    "field": (("--fields", "title,zzz"), "no field is named 'zzz'; there are source, date"),
    "field misspelt": (("--fields", "titel"), "no field is named 'titel'; did you mean title?"),
    "no field": (("--fields", ","), "--fields names none; write them as in title,url"),
    "the newest of a delta": (("--delta", "d", "--newest", "1"), "a delta is one file of whole"),
    "both": (("--newest", "1", "--sample", "1"), "the newest are no sample"),
    "no number": (("--sample", "0"), "Invalid value for '--sample'"),
    "compression": (("--format", "csv.gz"), "compressed by its name; let it end in .gz"),
    "fields of a feed": (("--format", "rss", "--fields", "title"), "rss writes whole articles"),
    "revisions": (("--revisions", "some"), "'some' is not one of 'latest', 'all'"),
    "date": (("--since", "2026-13-01"), "'2026-13-01' is no date"),
    "words": (("--words", '"a'), "a quote is not closed"),
    "revisions of a feed": (("--format", "atom", "--revisions", "all"), "each article once"),
    "content": (("--content", "lead"), "jsonl has no channel; take rss, atom or jsonfeed"),
    "days of lines": (("--partition", "day"), "--partition is for whole Parquet"),
    "days to standard output": (
        ("--format", "parquet", "--partition", "day"),
        "--partition makes a folder of this machine",
    ),
    "revisions of a delta": (("--delta", "d", "--revisions", "all"), "tells of each article once"),
    "fields of a delta": (("--delta", "d", "--fields", "title"), "a delta is one file of whole"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line(call: Any, words: tuple[str, ...], said: str) -> None:
    done = call("--out", "-" if "--delta" not in words else "folder", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith("crawler: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def run_limited(data: Path, *words: str, size: int = 20_000) -> subprocess.CompletedProcess[str]:
    """`export` in a process that may make no file larger than ``size`` bytes."""
    return run_program(["-m", "crawler", "export", *words, "--data", str(data)], file_bytes=size)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FORMATS, "days"])
def test_a_full_disk(data: Path, tmp_path: Path, name: str) -> None:
    """One line, exit code 2, and what stood there still does."""
    with sqlite3.connect(data / "ledger.sqlite") as ledger:  # so that reading it writes nothing
        ledger.execute("PRAGMA journal_mode=DELETE")
    ledger.close()
    out = tmp_path / "there" / "out"
    out.parent.mkdir()
    words = ["--out", str(out), "--format", name]
    if name == "days":
        out.mkdir()
        words = ["--out", str(out), "--format", "parquet", "--partition", "day"]
    else:
        out.write_text("old")
    done = run_limited(data, *words, size=3_000)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("crawler: ")
    assert done.stderr.count("\n") == 1
    assert name == "days" or out.read_text() == "old"
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("name", ["jsonl", "parquet", "sqlite"])
def test_a_reader_that_goes_away_ends_it_quietly(data: Path, name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    words = ["export", "--out", "-", "--format", name, "--data", str(data)]
    with subprocess.Popen(
        [sys.executable, "-m", "crawler", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_target_that_cannot_be_written(call: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = call("--out", str(tmp_path / "file" / "out.csv"))
    assert done.returncode == 2
    assert done.stderr.endswith(
        "a part of the path is a file, not a folder; choose another place\n"
    )
