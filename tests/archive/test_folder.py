"""What a killed run leaves behind, and what the next one makes of it."""

from __future__ import annotations

import datetime as dt
import gzip
import logging
from pathlib import Path

import pytest

from crawler.archive import folder as files
from crawler.archive.folder import list_files, name_of, prepare
from crawler.archive.writer import Writer
from crawler.errors import UsageError

from .conftest import NOON, SESSION, URL, exchange, read_all

SENT = [exchange(f"{URL}/{n}", b"%d" % n * 50) for n in range(3)]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """Name and bytes of a file that a run was writing."""
    folder = tmp_path_factory.mktemp("left")
    writer = Writer(folder, SESSION)
    writer.write(SENT)
    (file,) = folder.glob("*.open")
    data = file.read_bytes()
    writer.close()
    return file.name, data


def test_files_of_one_second_sort_by_the_start_of_their_runs() -> None:
    moments = [NOON + dt.timedelta(milliseconds=n) for n in (0, 7, 120, 900)]
    names = [name_of(at, "gazette", f"{9 - n}d1f2c1e", 1) for n, at in enumerate(moments)]
    of_old = "20260121120000-gazette-ffffffff-00001.warc.gz"
    assert sorted([*names, of_old]) == [of_old, *names]


@pytest.mark.parametrize("lost", [1, 7, 8, 50, 200, 300, 700])
def test_a_torn_last_record_is_cut_off_and_told(
    tmp_path: Path, left: tuple[str, bytes], lost: int, caplog: pytest.LogCaptureFixture
) -> None:
    name, data = left
    (tmp_path / name).write_bytes(data[:-lost])
    with caplog.at_level(logging.WARNING):
        prepare(tmp_path)
    (file,) = tmp_path.glob("*.warc.gz")
    assert data.startswith(file.read_bytes())
    assert gzip.decompress(file.read_bytes()).endswith(b"\r\n\r\n")
    cut = len(data) - lost - file.stat().st_size
    assert (f"{cut} bytes of a torn last record were cut off" in caplog.text) == (cut > 0)
    found = read_all(tmp_path)
    assert [one.body for one in found] == [one.body for one in SENT[: len(found)]]


def test_a_whole_file_that_was_left_open_keeps_everything(
    tmp_path: Path, left: tuple[str, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    name, data = left
    (tmp_path / name).write_bytes(data)
    assert [one.body for one in read_all(tmp_path)] == [one.body for one in SENT]
    prepare(tmp_path)
    assert (tmp_path / name.removesuffix(".open")).read_bytes() == data
    assert not caplog.text


def test_a_file_of_nothing_but_a_torn_record_goes(tmp_path: Path, left: tuple[str, bytes]) -> None:
    name, data = left
    (tmp_path / name).write_bytes(data[:20])
    prepare(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_a_living_run_writes_is_left_alone(tmp_path: Path) -> None:
    writer = Writer(tmp_path, SESSION)
    writer.write(SENT)
    assert files.recover(tmp_path) == []
    assert [path.suffix for path in list_files(tmp_path)] == [".open"]
    writer.close()


@pytest.mark.parametrize("kind", ["file", "empty", "missing"])
def test_what_is_no_archive_is_told_in_one_line(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "archive"
    if kind == "file":
        target.write_text("x")
    if kind == "empty":
        target.mkdir()
    with pytest.raises(UsageError, match="is no archive"):
        list_files(target)


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("x")
    with pytest.raises(UsageError, match="cannot hold an archive"):
        prepare(tmp_path / "archive")
