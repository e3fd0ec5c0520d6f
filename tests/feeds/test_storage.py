"""Feeds of a Scrapy crawl: real crawls in a process of their own, and the storage alone."""

from __future__ import annotations

import datetime as dt
import gzip
import os
import re
import subprocess
from pathlib import Path

import pytest

from crawler.article import Article
from crawler.errors import FeedError, UsageError
from crawler.exporters import FORMATS
from crawler.feeds.publish import publish
from crawler.feeds.storage import WholeFileStorage
from tests.feeds.ftp_server import SECRET
from tests.program import run_program

ROOT = Path(__file__).parents[2]
ARTICLES = [Article(date=dt.date(2026, 1, day), title=f"=title {day}") for day in (1, 2, 3)]
SPIDER = """
import datetime as dt
import os
import signal
import scrapy
from crawler.article import Article

class Three(scrapy.Spider):
    name = "three"
    mode = ""

    async def start(self):
        for day in (1, 2, 3):
            yield Article(date=dt.date(2026, 1, day), title=f"=title {day}")
            if self.mode == "kill" and day == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            if self.mode == "dict" and day == 2:
                yield {"title": "no article"}
"""
SETTINGS = """
from crawler.exporters import FEED_EXPORTERS
from crawler.feeds import FEED_STORAGES
TELNETCONSOLE_ENABLED = REMOTE_CONTROL_ENABLED = False
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "three.py").write_text(SPIDER)
    (tmp_path / "three_settings.py").write_text(SETTINGS)
    return tmp_path


def crawl(project: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        **more,
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(project)]),
        "SCRAPY_SETTINGS_MODULE": "three_settings",
    }
    words = ["-m", "scrapy", "runspider", "three.py", *arguments]
    return run_program(words, folder=project, environment=environment)


def test_a_crawl_and_an_export_write_the_same_bytes(project: Path) -> None:
    outputs = [f"-Oout.{name}" for name in FORMATS]
    assert crawl(project, *outputs).returncode == 0
    for name in FORMATS:
        publish(project / "exported", name, ARTICLES)
        assert (project / f"out.{name}").read_bytes() == (project / "exported").read_bytes()
    assert not list(project.glob(".*.part"))


@pytest.mark.parametrize(
    ("mode", "code", "said"),
    [
        pytest.param("dict", 0, "feed takes items of type Article, not dict", id="other item"),
        pytest.param("kill", -9, "", id="killed"),
    ],
)
def test_a_crawl_that_fails_leaves_the_old_feed(
    project: Path, mode: str, code: int, said: str
) -> None:
    (project / "out.jsonl").write_text("old\n")
    done = crawl(project, "-O", "out.jsonl", "-a", f"mode={mode}")
    assert done.returncode == code
    assert said in done.stderr
    assert (project / "out.jsonl").read_text() == "old\n"
    if mode == "dict":
        assert "'feedexport/failed_count/WholeFileStorage': 1" in done.stderr
        assert not list(project.glob(".*.part"))


def test_a_feed_that_cannot_be_continued_stops_the_crawl_at_its_start(project: Path) -> None:
    (project / "out.csv").write_text("old\n")
    done = crawl(project, "-o", "out.csv")
    assert done.returncode == 1
    assert done.stderr.strip().endswith(
        "out.csv exists, and a csv feed cannot be continued; use -O to replace it"
    )
    assert "Spider opened" not in done.stderr
    assert (project / "out.csv").read_text() == "old\n"


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["", "dict"])
def test_a_feed_elsewhere_is_whole_or_as_it_was(project: Path, ftp: str, mode: str) -> None:
    there = project / "ftp" / "out.jsonl.gz"
    there.write_text("old")
    words = ("-O", f"{ftp}/{there.name}:jsonl", "-a", f"mode={mode}")
    user = {"CRAWLER_TARGET_USER": "me", "CRAWLER_TARGET_PASSWORD": SECRET}
    done = crawl(project, *words, **user)
    assert done.returncode == 0, done.stderr
    assert SECRET not in done.stderr
    if mode == "dict":
        assert "'feedexport/failed_count/RemoteStorage': 1" in done.stderr
        assert there.read_text() == "old"
    else:
        assert gzip.decompress(there.read_bytes()).count(b"=title") == 3
    assert list((project / "ftp").iterdir()) == [there]


REFUSED_ELSEWHERE = {
    "a password": ("-O", f"ftp://me:{SECRET}@127.0.0.1/out.csv", "bears a name or a password"),
    "continued": ("-o", "s3://feeds/out.csv", "elsewhere cannot be continued; use -O to replace"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "address", "said"), REFUSED_ELSEWHERE.values(), ids=REFUSED_ELSEWHERE
)
def test_a_feed_elsewhere_is_refused_at_the_start(
    project: Path, option: str, address: str, said: str
) -> None:
    done = crawl(project, option, address)
    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]
    assert "Spider opened" not in done.stderr
    assert SECRET not in done.stderr


def store(storage: WholeFileStorage, data: bytes) -> None:
    file = storage.open(None)  # type: ignore[arg-type]  # which spider asks makes no difference
    file.write(data)
    storage.store(file)


@pytest.mark.parametrize(
    "scheme", [pytest.param("", id="path"), pytest.param("file://", id="file")]
)
def test_what_is_stored_replaces_or_continues(tmp_path: Path, scheme: str) -> None:
    path = tmp_path / "a folder" / "out.jsonl"
    uri = scheme + (str(path).replace(" ", "%20") if scheme else str(path))
    store(WholeFileStorage(uri, feed_options={"overwrite": True, "format": "jsonl"}), b"1\n")
    store(WholeFileStorage(uri, feed_options={"format": "jsonl"}), b"2\n")
    assert path.read_bytes() == b"1\n2\n"
    store(WholeFileStorage(uri, feed_options={"overwrite": True, "format": "jsonl"}), b"3\n")
    assert path.read_bytes() == b"3\n"


@pytest.mark.parametrize("uri", ["there/", "file:///there/", "file:///a%00.jsonl"])
def test_what_names_no_file(uri: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"{uri!r} names no file")):
        WholeFileStorage(uri)


@pytest.mark.parametrize(
    ("name", "goes_on"),
    [("jsonl", True), ("jl", True), ("txt", True), ("csv", False), ("rss", False), ("xml", False)],
)
def test_what_can_be_continued(tmp_path: Path, name: str, goes_on: bool) -> None:
    path = tmp_path / "out"
    path.touch()
    WholeFileStorage(str(path), feed_options={"format": name})
    path.write_text("old")
    if goes_on:
        WholeFileStorage(str(path), feed_options={"format": name})
    else:
        with pytest.raises(UsageError, match=f"a {name} feed cannot be continued; use -O"):
            WholeFileStorage(str(path), feed_options={"format": name})


def test_a_place_that_cannot_work_is_refused_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="it is a folder; give the name of a file"):
        WholeFileStorage(str(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(FeedError, match="a part of the path is a file, not a folder"):
        WholeFileStorage(str(tmp_path / "file" / "out.jsonl"))
