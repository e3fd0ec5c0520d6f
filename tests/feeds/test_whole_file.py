"""Whether a file could be published at a path, asked without making one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.errors import FeedError
from crawler.feeds.place import find_place

CANNOT: dict[str, tuple[str, str]] = {
    "a folder": ("folder", "it is a folder; give the name of a file in it"),
    "under a file": ("file/x/out.csv", "a part of the path is a file, not a folder"),
    "a long name": ("x" * 300, "the name is too long"),
    "no file system for files": ("/proc/out.csv", "cannot write the feed /proc/out.csv: "),
}
CAN: dict[str, Callable[[Path], Path]] = {
    "a new file": lambda folder: folder / "out.csv",
    "an old file": lambda folder: folder / "file",
    "folders that are made": lambda folder: folder / "a" / "b" / "out.csv",
    "a link to nothing": lambda folder: folder / "link",
    "a pipe": lambda folder: folder / "pipe",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "nothing" / "here")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.parametrize(("name", "said"), CANNOT.values(), ids=CANNOT)
def test_what_cannot_be_written(folder: Path, name: str, said: str) -> None:
    with pytest.raises(FeedError, match=said):
        find_place(str(folder / name)).check()


@pytest.mark.parametrize("place", CAN.values(), ids=CAN)
def test_what_can_be_written_and_is_not(folder: Path, place: Callable[[Path], Path]) -> None:
    before = sorted(folder.rglob("*"))
    find_place(str(place(folder))).check()
    assert sorted(folder.rglob("*")) == before
    assert (folder / "file").read_text() == "old"
