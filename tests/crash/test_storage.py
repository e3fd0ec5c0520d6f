"""A storage that fails: the crawl stops, says why in one line, and loses nothing."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

ROOM = 500_000  # bytes: enough for a ledger's tables, too little for forty articles
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do this")


def no_file_larger_than(limit: int) -> Callable[[], None]:
    """For a child of this process: writes beyond the limit fail, as on a full disk."""

    def set_limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    return set_limit


def assert_failed(ended: Any, said: str) -> None:
    assert ended.code == 1, ended
    assert ended.complaint.startswith("crawler: ")
    assert said in ended.complaint
    assert ended.out == ""


def test_a_file_that_may_not_grow_stops_the_crawl(desk: Any) -> None:
    assert_failed(desk.crawl(preexec_fn=no_file_larger_than(ROOM)), "could not be written")
    assert_consistent(desk)
    assert desk.crawl().code == 0
    assert desk.outcomes()[-1] == "finished"
    desk.assert_complete()


def assert_consistent(desk: Any) -> None:
    """No page counts as read without what it led to; what was on its way is still due."""
    assert desk.one("PRAGMA integrity_check") == "ok"
    kept = desk.one("SELECT count(*) FROM pages WHERE state = 'kept'")
    assert kept == desk.one("SELECT count(*) FROM articles")
    assert desk.one("SELECT count(*) FROM pages WHERE state = 'due'") > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system too small for the crawl, which the test may enlarge."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=800k", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@needs_root
def test_a_full_disk_stops_the_crawl_until_there_is_room(
    small_disk: Path, newsroom: Any, make_desk: Any
) -> None:
    desk = make_desk(newsroom, "disk")
    feeds = small_disk / "feeds"
    feeds.mkdir()
    (feeds / "interfax-ukraine.jsonl").write_text('{"title": "old"}\n')
    assert_failed(desk.crawl(), "disk is full")
    assert (feeds / "interfax-ukraine.jsonl").read_text() == '{"title": "old"}\n'
    assert_consistent(desk)
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    assert desk.crawl().code == 0
    desk.assert_complete()


@needs_root
def test_a_feed_that_finds_no_room_leaves_the_old_one(
    small_disk: Path, tmp_path: Path, desk: Any
) -> None:
    """The ledger is elsewhere and whole: the crawl is not lost, and the next writes the feed."""
    desk.folder.mkdir()
    feeds = small_disk / "feeds"
    feeds.mkdir()
    old = feeds / "interfax-ukraine.jsonl"
    old.write_text('{"title": "old"}\n')
    (desk.folder / "feeds").symlink_to(feeds)
    (small_disk / "ballast").write_bytes(b"x" * 750_000)
    ended = desk.crawl()
    assert ended.code == 1, ended
    assert "disk is full" in ended.complaint
    assert old.read_text() == '{"title": "old"}\n'
    assert [one.name for one in feeds.iterdir()] == [old.name]
    (small_disk / "ballast").unlink()
    assert desk.crawl().code == 0
    assert len(old.read_bytes().splitlines()) == 40
    desk.assert_complete()


def test_a_ledger_locked_for_too_long_stops_the_crawl(desk: Any) -> None:
    assert desk.crawl("--max-pages", "30", "--feeds", "none").code == 0
    desk.ledger += "?timeout=0.3"
    with locked(desk.file):
        assert_failed(desk.crawl(), "database is locked")
    desk.newsroom.fail("slow", "/news/*/*.html", delay=4)
    crawl = desk.start_crawl()
    assert desk.wait_for_looks(34, crawl), crawl.end()
    with locked(desk.file):
        assert_failed(crawl.end(), "database is locked")
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    assert desk.outcomes() == ["finished", "killed", "finished"]
    desk.assert_complete()


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program's write transaction, for as long as the context lasts."""
    connection = sqlite3.connect(file, timeout=30, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


@needs_root
def test_a_ledger_that_may_not_be_written_is_refused(desk: Any) -> None:
    assert desk.crawl("--max-pages", "30", "--feeds", "none").code == 0
    before = desk.file.read_bytes()
    for place in (desk.file, desk.folder):
        protected = subprocess.run(["chattr", "+i", str(place)], check=False, capture_output=True)
        if protected.returncode:
            pytest.skip("this file system cannot protect a file")
        try:
            ended = desk.crawl()
        finally:
            subprocess.run(["chattr", "-i", str(place)], check=True)
        assert ended.code == 2, ended
        assert f"{place} may not be written to" in ended.complaint
        assert desk.file.read_bytes() == before


def test_a_ledger_broken_inside_stops_the_crawl(desk: Any) -> None:
    assert desk.crawl("--max-pages", "30", "--feeds", "none").code == 0
    whole = desk.folder / "whole"
    shutil.copy(desk.file, whole)
    size = desk.file.stat().st_size
    with desk.file.open("r+b") as file:  # all but the first page, which says what the file is
        file.seek(8192)
        file.write(b"\xaa" * (size - 8192))
    ended = desk.crawl()
    assert ended.code in (1, 2), ended
    assert "malformed" in ended.complaint
    shutil.copy(whole, desk.file)
    assert desk.crawl().code == 0
    desk.assert_complete()


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
    import postgres

    binaries = postgres.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed; on Debian: apt-get install postgresql")
    with postgres.running_cluster(binaries) as running:
        yield running


def test_a_postgresql_that_goes_away_stops_the_crawl(
    cluster: Any, newsroom: Any, make_desk: Any
) -> None:
    cluster.create("restarts")
    desk = make_desk(newsroom, ledger=cluster.address("restarts"))
    newsroom.fail("slow", "/news/*/*.html", delay=4)
    crawl = desk.start_crawl("--feeds", "none")
    assert desk.wait_until(lambda: newsroom.asked().total() > 20, crawl), crawl.end()
    cluster.control("stop", "-m", "immediate")
    assert_failed(crawl.end(), "the ledger could not be")
    refused = desk.crawl()
    assert refused.code == 1  # it may answer again: a service is to be started anew
    assert "check that the server runs" in refused.complaint
    cluster.control("start")
    newsroom.order("heal")
    assert desk.crawl("--feeds", "none").code == 0
    assert desk.outcomes() == ["killed", "finished"]
    desk.assert_complete()


def test_a_postgresql_that_restarts_is_met_again_or_stops_the_crawl(
    cluster: Any, newsroom: Any, make_desk: Any
) -> None:
    """Between two transactions a restart passes unnoticed; within one it stops the crawl."""
    cluster.create("bridged")
    desk = make_desk(newsroom, ledger=cluster.address("bridged"))
    newsroom.fail("slow", "/news/*/*.html", delay=4)
    crawl = desk.start_crawl("--feeds", "none")
    assert desk.wait_until(lambda: newsroom.asked().total() > 20, crawl), crawl.end()
    crawl.signal(signal.SIGSTOP)  # so that it is nowhere near a transaction's end
    cluster.control("restart", "-m", "immediate")
    crawl.signal(signal.SIGCONT)
    ended = crawl.end()
    newsroom.order("heal")
    if ended.code:
        assert_failed(ended, "the ledger could not be")
        assert desk.crawl("--feeds", "none").code == 0
    desk.assert_complete()
