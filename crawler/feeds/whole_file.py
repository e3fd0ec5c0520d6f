"""A path → a file that appears there whole or not at all.

What is written goes to a temporary file in the same folder (``.out.csv.5f3a….part``), which takes
the path's place only when all of it is on the disk. Until then, and if it fails, what stood there
before still does. Only a killed process leaves its temporary file behind.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
import shutil
import stat
import tempfile
from pathlib import Path
from typing import IO, Any

from crawler.errors import FeedError
from crawler.exporters import part_compression
from crawler.feeds.compression import find_compressor

_BUFFER = 1 << 18
_ADVICE = {
    errno.ENOSPC: "the disk is full; free some space or choose another place",
    errno.EDQUOT: "your quota is used up; free some space or choose another place",
    errno.EACCES: "no permission; choose a place that you may write to",
    errno.EPERM: "no permission; choose a place that you may write to",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.EISDIR: "it is a folder; give the name of a file in it",
    errno.ENOTDIR: "a part of the path is a file, not a folder; choose another place",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EFBIG: "the file would be larger than is allowed here; choose another place",
    errno.EPIPE: "its reader has gone away",
}


def explain(path: object, error: OSError) -> FeedError:
    """The one-line error for a feed that could not be written."""
    advice = _ADVICE.get(error.errno or 0, error.strerror or str(error))
    return FeedError(f"cannot write the feed {path}: {advice}")


class WholeFile(io.RawIOBase):
    """A binary stream; `publish` puts what was written at ``path``, closing it before drops it.

    ``append`` begins with what stands at the path; ``compress`` does so by its ending, .gz or .zst.
    A path to something that is neither file nor folder, such as a pipe or /dev/stdout, is written
    to directly. Folders on the way are made.
    Raises FeedError where the file cannot be made, and from `publish`.
    """

    def __init__(self, path: str | Path, *, append: bool = False, compress: bool = False) -> None:
        super().__init__()
        self.path = Path(path)
        self._compressor = find_compressor(self.path.name if compress else "")
        self._is_compressed = compress and part_compression(self.path.name)[1] != ""
        self.bytes_written = 0
        self._digest = hashlib.sha256()
        self._problem: Exception | None = None
        """What was wrong first."""
        self._temporary: Path | None = None
        self._file: IO[bytes] | None = None
        try:
            self._file = self._open()
            if append:
                self._copy_old()
        except OSError as error:
            self.close()
            raise explain(path, error) from error

    def _open(self) -> IO[bytes]:
        """The file that is written to."""
        mode = _find_mode(self.path)
        if mode is not None and not stat.S_ISREG(mode):
            return self.path.open("wb", buffering=_BUFFER)
        if mode is not None and not os.access(self.path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        # A link stays a link: its target is replaced.
        self.path = Path(os.path.realpath(self.path))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # 200 bytes of the name leave room for the rest in the 255 that file systems allow.
        name = os.fsdecode(os.fsencode(self.path.name)[:200])
        temporary = self.path.with_name(f".{name}.{secrets.token_hex(4)}.part")
        # os.open and not tempfile: the feed gets the mode any new file gets, or the old one's.
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        file = open(os.open(temporary, flags, 0o666), "wb", buffering=_BUFFER)  # noqa: SIM115, PTH123
        self._temporary = temporary
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        return file

    def _copy_old(self) -> None:
        """Begin with what stands at the path; its last line is ended if it was cut."""
        if self._file is None or not self.path.is_file():
            return
        with self.path.open("rb") as old:
            shutil.copyfileobj(old, self._file)
            if old.tell() and not self._is_compressed:
                old.seek(-1, os.SEEK_END)
                self._file.write(b"" if old.read(1) == b"\n" else b"\n")

    def writable(self) -> bool:
        """True, for wrappers such as TextIOWrapper."""
        return True

    def write(self, data: Any) -> int:
        """Write bytes; a failure spoils the file, and what comes after it goes nowhere."""
        if self._file is None:
            raise ValueError("the feed is closed")
        if not self._problem:
            self._write(self._compressor.compress(data))
        return len(data)

    def _write(self, data: bytes) -> None:
        """Write bytes as they are to stand in the file."""
        if self._file is None:
            return
        try:
            self._file.write(data)
        except OSError as error:
            self.spoil(error)
            raise explain(self.path, error) from error
        self.bytes_written += len(data)
        self._digest.update(data)

    @property
    def sha256(self) -> str:
        """The digest of what was written, in hexadecimal digits."""
        return self._digest.hexdigest()

    def spoil(self, problem: Exception) -> None:
        """Something is missing from the file: `publish` will refuse, naming the first problem."""
        self._problem = self._problem or problem

    def publish(self) -> None:
        """Put the file in its place. Raises FeedError, and then nothing has changed there."""
        if self._problem:
            self.close()
            raise _spoilt(self.path, self._problem) from self._problem
        try:
            self._write(self._compressor.flush())
            self._sync()
            if self._temporary:
                self._temporary.replace(self.path)
                self._temporary = None
                sync_folder(self.path.parent)
        except OSError as error:
            raise explain(self.path, error) from error
        finally:
            self.close()

    def _sync(self) -> None:
        """All of it is on the disk (a pipe has none)."""
        if self._file is None:
            raise ValueError("the feed is closed")
        self._file.flush()
        if self._temporary:
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Drop what was not published."""
        super().close()
        file, self._file = self._file, None
        temporary, self._temporary = self._temporary, None
        try:
            if file:
                file.close()
        except OSError as error:
            # Its buffer may still hold what the full disk refused; it is dropped anyway.
            self.spoil(error)
        finally:
            if temporary:
                temporary.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Raises FeedError where no `WholeFile` could be published; leaves nothing behind."""
    try:
        mode = _find_mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if mode is not None and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        if mode is None or stat.S_ISREG(mode):
            real = Path(os.path.realpath(path))
            folder = next(one for one in real.parents if one.exists())
            # A file without a name, and a byte in it: asked alone, some file systems say yes.
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"\n")
    except OSError as error:
        raise explain(path, error) from error


def _spoilt(path: Path, problem: Exception) -> FeedError:
    """The error of a file that lacks something."""
    if isinstance(problem, OSError):
        return explain(path, problem)
    return FeedError(f"the feed {path} was not written, what stood there still does: {problem}")


def _find_mode(path: Path) -> int | None:
    """Kind and permissions of what stands at a path; None if nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def sync_folder(folder: Path) -> None:
    """The new name is on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
