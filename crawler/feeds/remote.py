"""A URL → a file elsewhere: S3, Google Cloud Storage and FTP through fsspec, SFTP by feeds.sftp.

What is written goes to a temporary file of this machine, and is sent when it is whole. An object
of S3 or GCS is there when all of it has arrived; on the others it arrives under a hidden name and
is renamed. Credentials come from the environment alone: those that AWS's and Google's own
programs read, or CRAWLER_TARGET_USER and CRAWLER_TARGET_PASSWORD for FTP and SFTP (which knows
keys, too).
"""

from __future__ import annotations

import contextlib
import importlib
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from crawler.errors import FeedError, UsageError
from crawler.feeds.whole_file import WholeFile

SCHEMES = {
    "s3": "s3fs",
    "gs": "gcsfs",
    "ftp": "fsspec",
    "sftp": "paramiko",
}
"""What reaches each, to be installed."""
_WHOLE_AT_ONCE = ("s3", "gs")
_HOST_AND_FILE = 2
_SECRETS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "CRAWLER_TARGET_PASSWORD",
)
_ADVICE = {
    "NoCredentialsError": "no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "PartialCredentialsError": "set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "FileNotFoundError": "its bucket or folder is not there; make it, or name another",
    "PermissionError": "no permission; check the credentials in the environment",
    "ConnectionRefusedError": "its server does not answer; check host and port",
    "NoValidConnectionsError": "its server does not answer; check host and port",
    "AuthenticationException": "refuses the login; check CRAWLER_TARGET_USER, _PASSWORD, _KEY",
    "BadAuthenticationType": "its server takes no such login; set CRAWLER_TARGET_KEY to a key file",
    "BadHostKeyException": "its host key is not the one in known_hosts; ask which is right",
}


@dataclass(frozen=True, slots=True)
class RemotePlace:
    """A file elsewhere; ``filesystem`` is fsspec's, or has its names."""

    scheme: str
    shown: str
    filesystem: Any
    location: PurePosixPath

    @property
    def name(self) -> str:
        """The file's name."""
        return self.location.name

    @property
    def path(self) -> None:
        """No file of this machine."""

    def exists(self) -> bool:
        """True if something stands there. Raises FeedError."""
        try:
            return bool(self.filesystem.exists(str(self.location)))
        except Exception as error:
            raise explain(self.shown, error) from error

    def check(self) -> None:
        """By a small file of a hidden name, put there and removed; folders that lack are made."""
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"\n")
            file.flush()
            try:
                hidden = _put_hidden(self.scheme, self.filesystem, file.name, self.location)
            except Exception as error:
                raise explain(self.shown, error) from error
        try:
            self.filesystem.rm_file(hidden)
        except Exception as error:
            text = f"{explain(self.shown, error)} (a trial file is left there: {hidden})"
            raise FeedError(text) from error

    def beside(self, name: str) -> RemotePlace:
        """Another file in the same folder."""
        shown = f"{self.shown.rpartition('/')[0]}/{name}"
        return RemotePlace(self.scheme, shown, self.filesystem, self.location.with_name(name))

    def open(self) -> WholeFile:
        """A file of this machine that is sent when it is published."""
        return _Parcel(self)


def check_remote(scheme: str, url: str) -> None:
    """Raises UsageError for a URL that can name no place; nobody is asked for that."""
    if scheme not in SCHEMES:
        known = ", ".join(f"{name}://" for name in SCHEMES)
        raise UsageError(f"nothing is reached by {scheme}://; write a path, or one of {known}")
    if len(PurePosixPath(url.partition("://")[2]).parts) < _HOST_AND_FILE or url.endswith("/"):
        raise UsageError(f"{url} names no file; write {scheme}://host-or-bucket/folder/file")
    try:
        importlib.import_module(SCHEMES[scheme])
    except ImportError as error:
        raise UsageError(
            f"{scheme}:// needs {SCHEMES[scheme]}, which is not installed; "
            f"pip install {SCHEMES[scheme]}"
        ) from error


def find_remote(scheme: str, url: str) -> RemotePlace:
    """The place that a URL without credentials names. Raises UsageError or FeedError.

    FTP and SFTP servers are connected to.
    """
    check_remote(scheme, url)
    try:
        filesystem, location = _reach(scheme, url)
    except UsageError:
        raise
    except Exception as error:
        raise explain(url, error) from error
    return RemotePlace(scheme, url, filesystem, PurePosixPath(location))


def explain(shown: str, error: Exception) -> FeedError:
    """The one-line error for a place that fails; it holds no secret."""
    reason = _ADVICE.get(type(error).__name__) or _without_secrets(" ".join(str(error).split()))
    return FeedError(f"cannot write the feed {shown}: {reason or type(error).__name__}")


def _without_secrets(text: str) -> str:
    """What a library says, without what the environment holds of credentials."""
    for name in _SECRETS:
        if secret := os.environ.get(name):
            text = text.replace(secret, "…")
    return text


def _reach(scheme: str, url: str) -> tuple[Any, str]:
    """What writes there, and the path it takes. Raises whatever the libraries raise."""
    if scheme == "sftp":
        from crawler.feeds.sftp import find_folder

        return find_folder(url)
    from fsspec.core import url_to_fs

    filesystem, location = url_to_fs(url, **_options(scheme))
    return filesystem, location


def _options(scheme: str) -> dict[str, Any]:
    """What fsspec is told; instances are not shared, because environments differ."""
    options: dict[str, Any] = {"skip_instance_cache": True, "use_listings_cache": False}
    user = os.environ.get("CRAWLER_TARGET_USER")
    if scheme == "ftp" and user:
        options |= {
            "username": user,
            "password": os.environ.get("CRAWLER_TARGET_PASSWORD", ""),
        }
    return options


class _Parcel(WholeFile):
    """A temporary file of this machine, sent by `publish`."""

    def __init__(self, place: RemotePlace) -> None:
        self._place = place
        self._folder = Path(tempfile.mkdtemp(prefix="feed-"))
        super().__init__(self._folder / place.name, compress=True)

    def publish(self) -> None:
        """Send the whole file. Raises FeedError, and then nothing has changed there."""
        try:
            super().publish()
            # Reached anew: while the file was written, the first connection may have been closed.
            place = find_remote(self._place.scheme, self._place.shown)
            self._send(place.filesystem, place.location)
        except FeedError:
            raise
        except Exception as error:
            raise explain(self._place.shown, error) from error
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _send(self, filesystem: Any, location: PurePosixPath) -> None:
        if self._place.scheme in _WHOLE_AT_ONCE:
            filesystem.put_file(str(self.path), str(location))
            return
        hidden = _put_hidden(self._place.scheme, filesystem, str(self.path), location)
        try:
            filesystem.mv(hidden, str(location))
        except Exception:
            _drop(filesystem, hidden)
            raise

    def close(self) -> None:
        """Drop what was not sent."""
        super().close()
        if not self.path.exists():
            shutil.rmtree(self._folder, ignore_errors=True)


def _put_hidden(scheme: str, filesystem: Any, local: str, location: PurePosixPath) -> str:
    """Send a file to a hidden name beside its location; that name."""
    if scheme not in _WHOLE_AT_ONCE:
        filesystem.makedirs(str(location.parent), exist_ok=True)
    hidden = str(location.with_name(f".{location.name}.{secrets.token_hex(4)}.part"))
    try:
        filesystem.put_file(local, hidden)
    except Exception:
        _drop(filesystem, hidden)
        raise
    return hidden


def _drop(filesystem: Any, path: str) -> None:
    """Remove a file; the connection may be gone, and the first error tells."""
    with contextlib.suppress(Exception):
        filesystem.rm_file(path)
