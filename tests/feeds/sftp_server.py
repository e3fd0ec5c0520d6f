"""An SFTP server on loopback."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paramiko

from tests.feeds.ftp_server import SECRET


@dataclass
class SftpServer:
    """A server of the folder ``root``: one login, ``me``, by SECRET or one of the keys.

    ``refuses`` names what it fails at: write, posix_rename. ``logins`` says by what clients tried.
    """

    root: Path
    host_key: paramiko.PKey
    keys: list[paramiko.PKey] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)
    port: int = 0
    transports: list[paramiko.Transport] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"sftp://127.0.0.1:{self.port}"

    @property
    def known_hosts(self) -> str:
        """The line that makes it known."""
        key = self.host_key
        return f"[127.0.0.1]:{self.port} {key.get_name()} {key.get_base64()}\n"

    def greet(self, connection: socket.socket) -> None:
        logging.getLogger("sftp-server").setLevel(logging.CRITICAL + 1)
        transport = paramiko.Transport(connection)
        transport.set_log_channel("sftp-server")
        transport.add_server_key(self.host_key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Folder, self)
        self.transports.append(transport)
        with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
            transport.start_server(server=_Login(self))


class _Login(paramiko.ServerInterface):
    def __init__(self, server: SftpServer) -> None:
        self._server = server

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"

    def check_auth_password(self, username: str, password: str) -> int:
        self._server.logins.append(f"password {password}")
        return self._answer((username, password) == ("me", SECRET))

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        self._server.logins.append("key")
        return self._answer(username == "me" and key in self._server.keys)

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def _answer(self, is_right: bool) -> int:
        return paramiko.AUTH_SUCCESSFUL if is_right else paramiko.AUTH_FAILED


class _Handle(paramiko.SFTPHandle):
    """An open file; one that refuses to be written takes the first bytes."""

    def __init__(self, flags: int, file: Any, refuses: bool) -> None:
        super().__init__(flags)
        self.writefile = self.readfile = file
        self._refuses = refuses

    def stat(self) -> Any:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self.writefile.fileno()))

    def write(self, offset: int, data: bytes) -> int:
        if not self._refuses:
            return super().write(offset, data)
        super().write(offset, data[:3])
        return paramiko.SFTP_FAILURE


class _Folder(paramiko.SFTPServerInterface):
    """A folder; a login begins in its folder ``home``."""

    def __init__(self, login: paramiko.ServerInterface, server: SftpServer) -> None:
        super().__init__(login)
        self._server = server

    def stat(self, path: str) -> Any:
        return self._try(lambda: paramiko.SFTPAttributes.from_stat(self._find(path).stat()))

    def open(self, path: str, flags: int, attr: Any) -> Any:
        def open_file() -> _Handle:
            descriptor = os.open(self._find(path), flags, 0o644)
            file = os.fdopen(descriptor, "wb" if flags & os.O_WRONLY else "rb")
            return _Handle(flags, file, "write" in self._server.refuses)

        return self._try(open_file)

    def mkdir(self, path: str, attr: Any) -> Any:
        return self._try(lambda: self._find(path).mkdir())

    def remove(self, path: str) -> Any:
        return self._try(lambda: self._find(path).unlink())

    def rename(self, oldpath: str, newpath: str) -> Any:
        if self._find(newpath).exists():
            return paramiko.SFTP_FAILURE
        return self._try(lambda: self._find(oldpath).rename(self._find(newpath)))

    def posix_rename(self, oldpath: str, newpath: str) -> Any:
        if "posix_rename" in self._server.refuses:
            return paramiko.SFTP_OP_UNSUPPORTED
        return self._try(lambda: self._find(oldpath).replace(self._find(newpath)))

    def _find(self, path: str) -> Path:
        return self._server.root / path.lstrip("/") if path[:1] == "/" else self._home / path

    @property
    def _home(self) -> Path:
        return self._server.root / "home"

    def _try(self, do: Callable[[], Any]) -> Any:
        try:
            done = do()
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        return done if isinstance(done, (_Handle, paramiko.SFTPAttributes)) else paramiko.SFTP_OK


@contextlib.contextmanager
def sftp_server(root: Path) -> Iterator[SftpServer]:
    """A running server of that folder."""
    (root / "home").mkdir(parents=True)
    server = SftpServer(root, paramiko.ECDSAKey.generate())
    listening = socket.create_server(("127.0.0.1", 0))
    server.port = listening.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            server.greet(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    yield server
    listening.shutdown(socket.SHUT_RDWR)
    thread.join()
    listening.close()
    for transport in server.transports:
        transport.close()
        transport.join()
