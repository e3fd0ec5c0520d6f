"""A folder of an SFTP server: what sending a file there takes, over paramiko.

fsspec's own takes every host key it does not know, and cannot be told where the known ones are.
Here a server is spoken to only if its key is in known_hosts: the user's, the machine's, or the
file that CRAWLER_TARGET_KNOWN_HOSTS names. Who one is comes from the environment alone:
CRAWLER_TARGET_USER (else the user of this process), then the first there is of the key file
CRAWLER_TARGET_KEY (CRAWLER_TARGET_PASSWORD opens it), the password, the agent and ~/.ssh.
"""

from __future__ import annotations

import logging
import os
import weakref
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import paramiko

from crawler.errors import UsageError

PORT = 22
_SECONDS = 30.0
_KNOWN_HOSTS = ("/etc/ssh/ssh_known_hosts", "~/.ssh/known_hosts")
_LOG = "paramiko.feeds"


class SftpFolder:
    """A connection; it ends with `close`, or with the object.

    The methods bear the names that fsspec gives them. Raises what paramiko raises, OSError, and
    UsageError for what is wrong in the environment.
    """

    def __init__(self, host: str, port: int = PORT) -> None:
        client = paramiko.SSHClient()
        self.close = weakref.finalize(self, client.close)
        # It logs with tracebacks what it raises as well.
        logging.getLogger(_LOG).setLevel(logging.CRITICAL + 1)
        client.set_log_channel(_LOG)
        _load_known_hosts(client)
        client.set_missing_host_key_policy(_Refusal(host, port))
        times = dict.fromkeys(
            ("timeout", "banner_timeout", "auth_timeout", "channel_timeout"), _SECONDS
        )
        try:
            client.connect(host, port, **times, **_credentials())
            self._sftp: Any = client.open_sftp()
        except Exception as error:
            self.close()
            if str(error) == "No authentication methods available":
                raise paramiko.AuthenticationException(str(error)) from error
            raise
        self._sftp.get_channel().settimeout(_SECONDS)

    def exists(self, path: str) -> bool:
        """True if something stands there."""
        try:
            self._sftp.stat(path)
        except FileNotFoundError:
            return False
        return True

    def makedirs(self, path: str, exist_ok: bool = True) -> None:  # noqa: ARG002
        """Make the folder, and those above it; what is there stays (``exist_ok`` is always so)."""
        folder = PurePosixPath(path)
        for one in (*reversed(folder.parents), folder):
            if not self.exists(str(one)):
                self._sftp.mkdir(str(one))

    def put_file(self, local: str, path: str) -> None:
        """Send a file; its size is compared."""
        self._sftp.put(local, path)

    def mv(self, old: str, new: str) -> None:
        """Rename a file; one that stands at the new name is replaced at once, or nothing is done.

        A server without OpenSSH's posix-rename does only what replaces nothing.
        """
        try:
            self._sftp.posix_rename(old, new)
        except OSError as error:
            if self.exists(new):
                reason = f"its server does not replace what stands there ({error}); remove it first"
                raise OSError(reason) from error
            self._sftp.rename(old, new)

    def rm_file(self, path: str) -> None:
        """Remove a file."""
        self._sftp.remove(path)


def find_folder(url: str) -> tuple[SftpFolder, str]:
    """``sftp://host:port/a/b`` → a connection to the host, and ``/a/b``.

    ``/~/a`` is in the folder where a login begins: ``a``. Raises ValueError for an address without
    a host, or with a port that is none; UsageError for what is wrong in the environment; and what
    `SftpFolder` raises.
    """
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError("the address names no host")
    path = "/" + url.partition("://")[2].partition("/")[2]
    return SftpFolder(parts.hostname, parts.port or PORT), path.removeprefix("/~/")


def _load_known_hosts(client: paramiko.SSHClient) -> None:
    """Read the keys of known servers. Raises UsageError for a file that cannot be read."""
    named = _named_file("CRAWLER_TARGET_KNOWN_HOSTS")
    for path in (named,) if named else (Path(name).expanduser() for name in _KNOWN_HOSTS):
        if named or path.is_file():
            try:
                client.load_system_host_keys(str(path))
            except (OSError, ValueError, paramiko.SSHException) as error:
                raise UsageError(f"known hosts {path} cannot be read: {error}") from error


def _credentials() -> dict[str, Any]:
    """What paramiko is told of who we are; the passphrase of a key never goes to the server.

    Raises UsageError for a key file that is not there or cannot be read.
    """
    user = {"username": os.environ.get("CRAWLER_TARGET_USER") or None}
    password = os.environ.get("CRAWLER_TARGET_PASSWORD") or None
    alone = {"allow_agent": False, "look_for_keys": False}
    if key := _named_file("CRAWLER_TARGET_KEY"):
        return {**user, **alone, "pkey": _read_key(key, password)}
    return {**user, **alone, "password": password} if password else user


def _read_key(path: Path, password: str | None) -> Any:
    """The key of a file, whose kind is found in it."""
    try:
        return paramiko.PKey.from_path(path, password.encode() if password else None)
    except Exception as error:  # of three libraries, by kind of key and of failure
        raise UsageError(
            f"the key {path} cannot be read ({' '.join(str(error).split())}); if it is encrypted, "
            "CRAWLER_TARGET_PASSWORD opens it"
        ) from error


def _named_file(variable: str) -> Path | None:
    """The file that a variable names. Raises UsageError if it is none."""
    name = os.environ.get(variable)
    if not name:
        return None
    path = Path(name).expanduser()
    if not path.is_file():
        raise UsageError(f"{variable} names {path}, which is no file")
    return path


class _Refusal:
    """What paramiko asks about a server that is not known: says how one is made known."""

    def __init__(self, host: str, port: int) -> None:
        self._scan = f"ssh-keyscan -p {port} {host}"

    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:  # noqa: ARG002
        raise paramiko.SSHException(
            f"its host key is in no known_hosts ({key.get_name()} {key.fingerprint}); ask its "
            f"owner whether it is that one, then add what {self._scan} says"
        )
