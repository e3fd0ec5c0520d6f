"""A folder ↔ its WARC files: names in the order of time, the file a run is writing, and what a
run that was killed left behind.

A file that is being written is called ``….warc.gz.open`` and locked; it gets its own name when it
is whole. One that is open and not locked was left by a run that died: its last record may be torn,
and is cut off.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import logging
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from crawler.errors import UsageError
from crawler.feeds.whole_file import sync_folder

logger = logging.getLogger(__name__)

ENDING = ".warc.gz"
OPEN_ENDING = ".warc.gz.open"
_BLOCK = 1 << 20
_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]+")


def prepare(folder: Path) -> Path:
    """The folder, made if it is not there, and whole whatever ended the last run.

    Raises UsageError for one that cannot be written to, and where the library that writes WARC
    files is not installed.
    """
    try:
        import warcio  # noqa: F401
    except ImportError as error:
        raise UsageError(
            "an archive needs warcio: pip install -r requirements-extras.txt"
        ) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise UsageError(f"{folder} may not be written to; name another folder for the archive")
        recover(folder)
    except OSError as error:
        why = error.strerror or error
        raise UsageError(f"{folder} cannot hold an archive ({why}); name another folder") from error
    return folder


def name_of(started: dt.datetime, site: str, token: str, serial: int) -> str:
    """A file's name: sorted by name, files are sorted by the start of their runs, to the
    millisecond; names that were once made to the second sort before those of the same second."""
    utc = started.astimezone(dt.UTC)
    moment = f"{utc:%Y%m%d%H%M%S}{utc.microsecond // 1000:03d}"
    return f"{moment}-{_NO_NAME.sub('-', site)}-{token}-{serial:05d}{ENDING}"


def list_files(folder: Path) -> list[Path]:
    """The files in order, those included that are still open. Raises UsageError if there is none,
    or no folder."""
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        raise UsageError(f"{folder} is no archive: {error.strerror or error}") from error
    files = [path for path in entries if path.name.endswith((ENDING, OPEN_ENDING, ".warc"))]
    if not files:
        raise UsageError(f"{folder} is no archive: there are no WARC files in it")
    return files


def create(folder: Path, name: str) -> IO[bytes]:
    """A new file, open and locked."""
    path = folder / (name + ".new")
    stream = path.open("xb")
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    # Not before it is locked: another run would take it for one that was left behind.
    path.rename(folder / (name + ".open"))
    sync_folder(folder)
    return stream


def finish(folder: Path, name: str) -> None:
    """Give a file that is whole and on the disk its own name."""
    (folder / (name + ".open")).rename(folder / name)
    sync_folder(folder)


def recover(folder: Path, level: int = logging.WARNING) -> list[Path]:
    """Cut the torn last record off files whose runs died, and close those files; what was cut is
    logged at that level."""
    recovered = []
    for path in sorted(folder.glob("*" + OPEN_ENDING)):
        with contextlib.suppress(BlockingIOError, FileNotFoundError), path.open("r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lost = _cut(stream)
            if lost:
                logger.log(level, "%s: %d bytes of a torn last record were cut off", path, lost)
            if stream.tell():
                finish(folder, path.name.removesuffix(".open"))
                recovered.append(path)
            else:
                path.unlink()
    return recovered


def _cut(stream: IO[bytes]) -> int:
    """End the file behind its last whole record; how many bytes are cut off."""
    end = 0
    for end in find_ends(stream):  # noqa: B007 - the last one is wanted
        pass
    lost = stream.seek(0, os.SEEK_END) - end
    stream.truncate(end)
    stream.seek(end)
    stream.flush()
    os.fsync(stream.fileno())
    return lost


def find_ends(stream: IO[bytes]) -> Iterator[int]:
    """Where each whole gzip member ends, which is a record, up to what is torn or no member."""
    stream.seek(0)
    decoder, before, position = zlib.decompressobj(wbits=31), b"", 0
    while block := before or stream.read(_BLOCK):
        try:
            decoder.decompress(block)
        except zlib.error:
            return
        before = decoder.unused_data
        position += len(block) - len(before)
        if decoder.eof:
            yield position
            decoder = zlib.decompressobj(wbits=31)
