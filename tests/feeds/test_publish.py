"""A feed appears whole or not at all."""

from __future__ import annotations

import datetime as dt
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.article import Article, to_json
from crawler.errors import FeedError, StorageFailed, UsageError
from crawler.exporters import FORMATS
from crawler.feeds.publish import Published, publish
from crawler.feeds.whole_file import WholeFile

DAY = dt.date(2026, 1, 21)
ONE, TWO = Article(date=DAY, title="one"), Article(date=DAY, title="two")
LINES = to_json(ONE) + b"\n" + to_json(TWO) + b"\n"
FULL = Path("/dev/full")
ROOT = Path(__file__).parents[2]
needs_full_device = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
not_for_root = pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")


def broken(problem: Exception) -> Iterator[Article]:
    yield ONE
    raise problem


def test_what_was_published_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "out.jsonl"
    published = publish(path, "jsonl", iter([ONE, TWO]))
    assert published == Published(path, 2, len(LINES))
    assert path.read_bytes() == LINES
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("name", FORMATS)
def test_an_old_feed_is_replaced(tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old" * 40_000)
    published = publish(path, name, [ONE])
    assert published.bytes == path.stat().st_size < 100_000
    assert b"one" in path.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("problem", "said"),
    [
        pytest.param(StorageFailed("the ledger\nis gone"), "the ledger is gone", id="ledger"),
        pytest.param(ValueError(), "ValueError", id="no message"),
        pytest.param(OSError(28, "No space left on device"), "the disk is full", id="disk"),
    ],
)
def test_after_a_failure_the_old_feed_stands(
    tmp_path: Path, name: str, problem: Exception, said: str
) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    with pytest.raises(FeedError, match=said) as caught:
        publish(path, name, broken(problem))
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert caught.value.__cause__ is problem
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "out", "jsonl", broken(KeyboardInterrupt()))  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match=r"cannot write the feed .*: it is a folder; give the name"):
        publish(tmp_path, "jsonl", [ONE])


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FeedError, match="a part of the path is a file, not a folder"):
        publish(tmp_path / "file" / "out.csv", "csv", [ONE])


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="the name is too long"):
        publish(tmp_path / ("я" * 200), "csv", [ONE])
    publish(tmp_path / ("я" * 127), "csv", [ONE])
    assert len(list(tmp_path.iterdir())) == 1


@not_for_root
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FeedError, match="no permission; choose a place"):
        publish(tmp_path / "out.csv", "csv", [ONE])


@needs_full_device
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk(name: str) -> None:
    with pytest.raises(FeedError, match="cannot write the feed /dev/full: the disk is full"):
        publish(FULL, name, [ONE])


def test_another_format_or_field_is_refused_before_anything_is_touched(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        publish(tmp_path / "out", "pdf", [ONE])
    with pytest.raises(UsageError):
        publish(tmp_path / "out", "csv", [ONE], fields_to_export=["nope"])
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    publish(tmp_path / "link", "jsonl", [ONE, TWO])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == LINES


def test_the_mode_is_that_of_any_new_file_or_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    publish(tmp_path / "new", "jsonl", [ONE])
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode
    (tmp_path / "new").chmod(0o640)
    publish(tmp_path / "new", "jsonl", [TWO])
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    publish(f"/dev/fd/{writing}", "jsonl", [ONE, TWO])
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() == LINES


@pytest.mark.parametrize("name", FORMATS)
def test_standard_output(
    capfdbinary: pytest.CaptureFixture[bytes], name: str, tmp_path: Path
) -> None:
    published = publish("-", name, [ONE, TWO])
    written = capfdbinary.readouterr().out
    assert published == Published(None, 2, len(written))
    publish(tmp_path / "out", name, [ONE, TWO])
    assert written == (tmp_path / "out").read_bytes()


def test_a_reader_of_standard_output_that_goes_away() -> None:
    code = (
        "import datetime as dt, sys\n"
        "from crawler.article import Article\n"
        "from crawler.errors import FeedError\n"
        "from crawler.feeds.publish import publish\n"
        "sys.stdin.read()\n"
        "try: publish('-', 'jsonl', [Article(date=dt.date.min, title='t')])\n"
        "except FeedError as error: print(error, file=sys.stderr)\n"
    )
    # What is left in a buffer is what the interpreter would complain of.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=buffered, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.close()
        said = process.stderr.read().decode()
    assert said == "cannot write the feed standard output: its reader has gone away\n"
    assert process.returncode == 0


def test_a_disk_that_fails_at_the_last_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "out").write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FeedError, match="Input/output error"):
        publish(tmp_path / "out", "jsonl", [ONE])
    assert (tmp_path / "out").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_what_is_not_published_leaves_nothing(tmp_path: Path) -> None:
    file = WholeFile(tmp_path / "out")
    file.write(b"half")
    assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
    file.close()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="closed"):
        file.write(b"more")


def test_a_spoilt_file_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    file = WholeFile(tmp_path / "out")
    file.write(b"half")
    file.spoil(RuntimeError("first"))
    file.spoil(RuntimeError("second"))
    file.write(b"more")
    with pytest.raises(FeedError, match="was not written, what stood there still does: first"):
        file.publish()
    assert (tmp_path / "out").read_text() == "old"
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        pytest.param(None, b"new", id="no file"),
        pytest.param(b"", b"new", id="empty file"),
        pytest.param(b"old\n", b"old\nnew", id="whole lines"),
        pytest.param(b"old", b"old\nnew", id="cut line"),
    ],
)
def test_appending(tmp_path: Path, old: bytes | None, expected: bytes) -> None:
    path = tmp_path / "out"
    if old is not None:
        path.write_bytes(old)
    with WholeFile(path, append=True) as file:
        file.write(b"new")
        assert not path.exists() or path.read_bytes() == old
        file.publish()
    assert path.read_bytes() == expected
