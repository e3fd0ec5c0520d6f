"""A named cursor: what it tells, where its files go, and what becomes of it when it is killed."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.article import from_dict
from crawler.errors import FeedError, UsageError
from crawler.feeds.delta import Delta, Taken, take_delta
from crawler.feeds.selection import Selection, parse_selection
from crawler.ledger.articles import changes, cursors
from crawler.ledger.articles.cursors import CursorKind
from crawler.ledger.connect import writing

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

UNPACK: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.decompress, "zst": zstd.decompress}
NOW = dt.datetime(2026, 1, 22, tzinfo=dt.UTC)
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deltas"


def take(library: Any, folder: Path, **asked: Any) -> Taken:
    values: dict[str, Any] = {"name": "mine", "format": "jsonl", "selection": Selection(), **asked}
    return take_delta(library.engine, Delta(folder=str(folder), **values), NOW)


def lines(path: Path) -> list[tuple[str, str]]:
    read = [json.loads(line) for line in path.read_bytes().splitlines()]
    return [(one["title"], one["change"]) for one in read]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_delta_holds_what_came_since_the_one_before(library: Any, folder: Path) -> None:
    library.put(1)
    library.put(2)
    first = take(library, folder)
    library.put(1, "revised", revision=2, title="Corrected")
    library.put(2, "unpublished")
    library.put(3)
    second = take(library, folder)
    assert (first.before, first.after, second.before, second.after) == (0, 2, 2, 5)
    assert names(folder) == [
        "mine-000001.jsonl",
        "mine-000001.jsonl.manifest.json",
        "mine-000002.jsonl",
        "mine-000002.jsonl.manifest.json",
    ]
    assert lines(folder / "mine-000001.jsonl") == [("Story 1", "new"), ("Story 2", "new")]
    assert lines(folder / "mine-000002.jsonl") == [
        ("Corrected", "changed"),
        ("Story 2", "unpublished"),
        ("Story 3", "new"),
    ]


ADDED = ("change", "change_number", "changed_at", "moved_to")


def test_a_line_is_an_article_and_what_became_of_it(library: Any, folder: Path) -> None:
    library.put(1, tags=("a", "b"))
    take(library, folder)
    (line,) = (folder / "mine-000001.jsonl").read_bytes().splitlines()
    values = json.loads(line)
    told = {name: values.pop(name) for name in ADDED}
    assert told == dict(zip(ADDED, ("new", 1, "2026-01-21T17:00:00Z", None), strict=True))
    assert from_dict(values).tags == ("a", "b")


def test_a_csv_has_the_kind_in_a_column(library: Any, folder: Path) -> None:
    library.put(1, title="=1+1")
    take(library, folder, format="csv")
    with (folder / "mine-000001.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["title"], row["change"], row["change_number"]) == ("'=1+1", "new", "1")


@pytest.mark.parametrize(("ending", "unpack"), UNPACK.items())
def test_files_are_compressed_from_any_of_them_on(
    library: Any, folder: Path, ending: str, unpack: Callable[[bytes], bytes]
) -> None:
    library.put(1)
    take(library, folder)
    library.put(2, title="=1+1")
    taken = take(library, folder, format=f"jsonl.{ending}")
    file = folder / f"mine-000002.jsonl.{ending}"
    line = json.loads(unpack(file.read_bytes()))
    assert (line["title"], line["change"], taken.counts) == ("=1+1", "new", {"new": 1})
    manifest = json.loads(Path(f"{file}.manifest.json").read_bytes())
    assert (manifest["format"], manifest["files"][0]["bytes"]) == ("jsonl", file.stat().st_size)


def test_without_news_nothing_is_written(library: Any, folder: Path) -> None:
    assert take(library, folder).place is None
    library.put(1)
    assert take(library, folder).place is not None
    for _ in range(2):
        taken = take(library, folder)
        assert (taken.place, taken.before, taken.after) == (None, 1, 1)
    assert len(names(folder)) == 2


def test_what_others_did_moves_the_cursor_without_a_file(library: Any, folder: Path) -> None:
    library.put(1, site="herald")
    gazette = parse_selection(site="gazette")
    taken = take(library, folder, selection=gazette)
    assert (taken.place, taken.before, taken.after) == (None, 0, 1)
    assert not folder.exists()
    library.put(2)
    assert take(library, folder, selection=gazette).before == 1


def test_the_manifest_vouches_for_the_file(library: Any, folder: Path) -> None:
    library.put(1)
    library.put(2)
    library.put(2, "revised", revision=2)
    take(library, folder, selection=parse_selection(section="Facts", since="2026-01-01"))
    data = (folder / "mine-000001.jsonl").read_bytes()
    manifest = json.loads((folder / "mine-000001.jsonl.manifest.json").read_bytes())
    assert manifest.pop("program").startswith("news-crawler/")
    assert manifest == {
        "manifest": 1,
        "written": "2026-01-22T00:00:00+00:00",
        "format": "jsonl",
        "schema": "urn:crawler:schema:article-change:1",
        "selection": {"since": "2026-01-01", "section": "Facts"},
        "counts": {"new": 2},
        "change": 3,
        "cursor": {"name": "mine", "before": 0, "after": 3},
        "items": 2,
        "files": [
            {
                "name": "mine-000001.jsonl",
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
        ],
    }


OTHERS: dict[str, dict[str, Any]] = {
    "selection": {"selection": Selection(site="gazette")},
    "format": {"format": "csv"},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_cursor_is_of_one_selection_and_format(
    library: Any, folder: Path, other: dict[str, Any]
) -> None:
    library.put(1)
    take(library, folder)
    with pytest.raises(UsageError, match=r"delta mine is jsonl of all articles, not .* --reset"):
        take(library, folder, **other)
    again = take(library, folder, reset=True, **other)
    assert (again.before, again.counts["new"]) == (0, 1)
    assert again.place is not None
    assert again.place.name.startswith("mine-000002.")


def test_no_file_is_ever_overwritten(library: Any, folder: Path) -> None:
    """Neither one that an older ledger wrote, nor one whose manifest alone is left."""
    folder.mkdir()
    (folder / "mine-000001.jsonl").write_text("old")
    (folder / "mine-000002.jsonl.manifest.json").write_text("old")
    library.put(1)
    taken = take(library, folder)
    assert taken.place is not None
    assert taken.place.name == "mine-000003.jsonl"
    assert (folder / "mine-000001.jsonl").read_text() == "old"


def test_of_two_runs_at_once_the_second_repeats(
    library: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other run moves the cursor after this one has read where it stands."""
    library.put(1)
    last_number = changes.last_number

    def meanwhile(connection: Any) -> int:
        monkeypatch.setattr(changes, "last_number", last_number)
        take(library, folder)
        return last_number(connection)

    monkeypatch.setattr(changes, "last_number", meanwhile)
    with pytest.raises(FeedError, match=r"another run moved .* mine meanwhile; what .*000002"):
        take(library, folder)
    assert lines(folder / "mine-000001.jsonl") == lines(folder / "mine-000002.jsonl")
    assert take(library, folder).place is None


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".x", "a.b", "x" * 65, "й"])
def test_a_name_that_no_file_can_bear(name: str, folder: Path) -> None:
    with pytest.raises(UsageError, match="cannot name a delta"):
        Delta(name=name, folder=str(folder), format="jsonl", selection=Selection())


@pytest.mark.parametrize("name", ["rss", "text", "pdf", "rss.gz"])
def test_a_format_without_columns(name: str, folder: Path) -> None:
    with pytest.raises(
        UsageError, match=f"{name.removesuffix('.gz')} has no columns for this; take one of jsonl"
    ):
        Delta(name="a", folder=str(folder), format=name, selection=Selection())


def test_a_file_that_cannot_be_written_leaves_the_cursor(library: Any, tmp_path: Path) -> None:
    (tmp_path / "deltas").touch()
    library.put(1)
    with pytest.raises(FeedError, match="a part of the path is a file"):
        take(library, tmp_path / "deltas")
    with writing(library.engine) as connection:
        found = cursors.read_cursor(connection, CursorKind.DELTA, "mine")
    assert found is not None
    assert found.number == 0


def test_killed_at_any_moment_it_repeats_and_never_skips(library: Any, folder: Path) -> None:
    """SIGKILL before each statement and each rename, until a run lives to its end."""
    for number in range(1, 4):
        library.put(number)
    script = Path(__file__).with_name("killed_delta.py")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"}
    told = subprocess.run(
        [sys.executable, script, library.address, str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert told.returncode == 0, told.stderr
    moments = told.stdout.split()
    assert moments.count("rename") >= 2
    assert len(moments) > 6
    assert_files_are_whole(folder)
    # Each run that was killed between file and cursor left its file; all of them say the same.
    files = sorted(folder.glob("mine-*.jsonl"))
    assert len(files) > 1
    assert {path.read_bytes() for path in files} == {files[0].read_bytes()}
    assert len(lines(files[0])) == 3
    assert take(library, folder).place is None
    library.put(4)
    after = take(library, folder)
    assert (after.before, after.after) == (3, 4)


def assert_files_are_whole(folder: Path) -> None:
    for path in folder.glob("mine-*.manifest.json"):
        for file in json.loads(path.read_bytes())["files"]:
            data = (folder / file["name"]).read_bytes()
            assert hashlib.sha256(data).hexdigest() == file["sha256"]
