"""A crawl with an archive that is killed or starved: the ledger holds nothing that the archive
lacks, and no record is torn for long."""

from __future__ import annotations

import contextlib
import os
import random
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("warcio")
pytest.importorskip("fastwarc")

from warcio.archiveiterator import ArchiveIterator

from crawler.archive.reader import Archive
from crawler.archive.session import PAGE

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do this")
KILLS = 3
SEED = int(os.environ.get("CRASH_SEED", "20260121"))
LOOKS = (
    "SELECT pages.url, looks.at FROM looks JOIN pages ON pages.id = looks.page "
    "WHERE looks.status IS NOT NULL"
)


def archived_looks(folder: Path) -> set[tuple[str, str]]:
    """Address and time of each answer to a due page, as the ledger writes times."""
    archive = Archive.open(folder)
    return {
        (one.facts[PAGE], one.at.replace(tzinfo=None).isoformat(" ", "microseconds"))
        for _, files in archive.sessions
        for one in archive.read(files)
        if PAGE in one.facts
    }


def assert_archived(desk: Any, folder: Path) -> None:
    """Every answer that led to anything in the ledger is in the archive, by its time."""
    with contextlib.closing(sqlite3.connect(desk.file)) as connection:
        looks = set(connection.execute(LOOKS))
    assert looks
    assert looks - archived_looks(folder) == set()


def assert_every_record_is_whole(folder: Path) -> None:
    assert not list(folder.glob("*.open"))
    for file in folder.glob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.content_stream().read()


def test_after_sigkill_archive_and_ledger_agree(
    busy_newsroom: Any, make_desk: Any, tmp_path: Path
) -> None:
    dice = random.Random(SEED)
    folder = tmp_path / "archive"
    with busy_newsroom(200) as newsroom:
        desk = make_desk(newsroom)
        words = ("--archive", str(folder), "--feeds", "none")
        for _ in range(KILLS):
            newsroom.fall_silent_after(60)
            crawl = desk.start_crawl(*words)
            moment = desk.looks() + dice.randrange(5, 60)
            assert desk.wait_for_looks(moment, crawl), crawl.end()
            crawl.kill()
            newsroom.order("heal")
            assert len(list(folder.glob("*.open"))) == 1
            assert_archived(desk, folder)
        last = desk.crawl(*words)
        assert last.code == 0, last
        desk.assert_complete()
        assert_every_record_is_whole(folder)
        assert_archived(desk, folder)
    copy = make_desk(newsroom, "copy")
    replay = copy.start("replay", str(folder), "--ledger", copy.ledger).end()
    assert replay.code == 0, replay
    kept = {one.url: (one.content_hash, one.revision) for one in desk.kept()}
    assert {one.url: (one.content_hash, one.revision) for one in copy.kept()} == kept


def test_a_torn_record_is_cut_off_by_the_next_crawl_which_says_so(
    desk: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    words = ("--archive", str(folder), "--feeds", "none")
    assert desk.crawl(*words, "--max-pages", "30").code == 0
    (file,) = folder.glob("*.warc.gz")
    torn = file.with_name(file.name + ".open")
    torn.write_bytes(file.read_bytes()[:-30])
    file.unlink()
    ended = desk.crawl(*words)
    assert (ended.code, "of a torn last record were cut off" in ended.err) == (0, True)
    assert_every_record_is_whole(folder)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system too small for the archive of a crawl, which the test may enlarge."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=120k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@needs_root
def test_a_full_disk_under_the_archive_stops_the_crawl(desk: Any, small_disk: Path) -> None:
    words = ("--archive", str(small_disk), "--feeds", "none")
    ended = desk.crawl(*words)
    assert ended.code == 1, ended
    assert ended.complaint.startswith(f"crawler: the archive in {small_disk} could not be written")
    # Either the records or what the archive knows of them finds no room first.
    assert re.search("No space left on device|disk is full", ended.complaint)
    assert ended.out == ""
    assert desk.outcomes() == ["failed"]
    assert_archived(desk, small_disk)
    assert_every_record_is_whole(small_disk)
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    assert desk.crawl(*words).code == 0
    desk.assert_complete()
    assert_archived(desk, small_disk)
    assert_every_record_is_whole(small_disk)
