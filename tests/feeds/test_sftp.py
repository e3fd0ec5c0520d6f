"""Feeds to an SFTP server: a real one on loopback; known by its key, whole or not at all."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import paramiko
import pytest

from crawler.errors import FeedError, UsageError
from crawler.feeds.delta import Delta, take_delta
from crawler.feeds.place import find_place
from crawler.feeds.selection import Selection
from tests.feeds.ftp_server import SECRET
from tests.feeds.sftp_server import SftpServer, sftp_server

NOW = dt.datetime(2026, 1, 22, tzinfo=dt.UTC)

pytestmark = pytest.mark.slow


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", SECRET)


def send(address: str, text: bytes = b"whole") -> None:
    with find_place(address).open() as file:
        file.write(text)
        file.publish()


def files(server: SftpServer) -> dict[str, bytes]:
    paths = (path for path in server.root.rglob("*") if path.is_file())
    return {str(path.relative_to(server.root)): path.read_bytes() for path in paths}


def use_key(server: SftpServer, folder: Path, monkeypatch: Any, passphrase: str | None) -> None:
    """A key that the server knows, in the environment."""
    key = paramiko.ECDSAKey.generate()
    server.keys.append(key)
    key.write_private_key_file(str(folder / "key"), password=passphrase)
    monkeypatch.setenv("CRAWLER_TARGET_KEY", str(folder / "key"))


@pytest.mark.usefixtures("password")
def test_deltas_go_there(library: Any, sftp: SftpServer) -> None:
    asked = Delta(name="mine", folder=f"{sftp.address}/a/b", format="jsonl", selection=Selection())
    for number in (1, 2):
        library.put(number)
        take_delta(library.engine, asked, NOW)
    names = ["a/b/mine-000001.jsonl", "a/b/mine-000002.jsonl"]
    assert sorted(files(sftp)) == sorted([*names, *(f"{name}.manifest.json" for name in names)])
    assert b"Story 2" in files(sftp)[names[1]]


@pytest.mark.usefixtures("password")
def test_a_place_is_tried_out_and_nothing_is_left(sftp: SftpServer) -> None:
    before = sorted(sftp.root.rglob("*"))
    find_place(f"{sftp.address}/a.jsonl").check()
    assert sorted(sftp.root.rglob("*")) == before


@pytest.mark.usefixtures("password")
def test_what_stands_there_is_replaced(sftp: SftpServer) -> None:
    send(f"{sftp.address}/a", b"old and longer")
    send(f"{sftp.address}/a", b"newer")
    send(f"{sftp.address}/~/b", b"in the folder of the login")
    send(f"{sftp.address}/~/c/d", b"and in one of its own")
    assert files(sftp) == {
        "a": b"newer",
        "home/b": b"in the folder of the login",
        "home/c/d": b"and in one of its own",
    }


@pytest.mark.usefixtures("password")
@pytest.mark.parametrize("refused", ["write", "posix_rename"])
def test_a_failure_leaves_the_old_file_and_nothing_beside_it(
    sftp: SftpServer, refused: str
) -> None:
    send(f"{sftp.address}/a", b"old")
    sftp.refuses.add(refused)
    with pytest.raises(FeedError, match=r"cannot write the feed sftp://127\.") as caught:
        send(f"{sftp.address}/a", b"newer")
    assert "\n" not in str(caught.value)
    assert files(sftp) == {"a": b"old"}


@pytest.mark.usefixtures("password")
def test_a_server_that_cannot_replace_takes_a_new_file(sftp: SftpServer) -> None:
    sftp.refuses.add("posix_rename")
    send(f"{sftp.address}/a")
    assert files(sftp) == {"a": b"whole"}


@pytest.mark.usefixtures("password")
def test_a_connection_that_was_closed_meanwhile(sftp: SftpServer) -> None:
    with find_place(f"{sftp.address}/a").open() as file:
        file.write(b"whole")
        for transport in sftp.transports:
            transport.close()
        file.publish()
    assert files(sftp) == {"a": b"whole"}


@pytest.mark.parametrize("passphrase", [None, "only-the-key-s"])
def test_a_key_file(
    sftp: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> None:
    use_key(sftp, tmp_path, monkeypatch, passphrase)
    if passphrase:
        for wrong in ("", "another"):
            monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", wrong)
            with pytest.raises(UsageError, match=r"cannot be read .*CRAWLER_TARGET_PASSWORD opens"):
                send(f"{sftp.address}/a")
        monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", passphrase)
    send(f"{sftp.address}/a")
    assert files(sftp) == {"a": b"whole"}


def test_a_key_in_the_home_folder(
    sftp: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "nobody" / ".ssh"
    folder.mkdir(parents=True)
    use_key(sftp, folder, monkeypatch, None)
    monkeypatch.delenv("CRAWLER_TARGET_KEY")
    (folder / "key").rename(folder / "id_ecdsa")
    (tmp_path / "known_hosts").rename(folder / "known_hosts")
    monkeypatch.delenv("CRAWLER_TARGET_KNOWN_HOSTS")
    send(f"{sftp.address}/a")
    assert files(sftp) == {"a": b"whole"}


def test_a_passphrase_never_goes_to_the_server(
    sftp: SftpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_key(sftp, tmp_path, monkeypatch, "only-the-key-s")
    monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", "only-the-key-s")
    sftp.keys.clear()
    with pytest.raises(FeedError, match="refuses the login"):
        send(f"{sftp.address}/a")
    assert set(sftp.logins) == {"key"}


@pytest.mark.usefixtures("password")
def test_a_server_that_is_not_known_is_told_no_password(sftp: SftpServer, tmp_path: Path) -> None:
    (tmp_path / "known_hosts").write_text("")
    with pytest.raises(FeedError, match="its host key is in no known_hosts") as caught:
        send(f"{sftp.address}/a")
    assert sftp.host_key.fingerprint in str(caught.value)
    assert f"ssh-keyscan -p {sftp.port} 127.0.0.1" in str(caught.value)
    assert sftp.logins == []


@pytest.mark.usefixtures("password")
def test_a_server_that_is_another_one_is_told_no_password(sftp: SftpServer, tmp_path: Path) -> None:
    with sftp_server(tmp_path / "other") as other:
        other.port = sftp.port
        (tmp_path / "known_hosts").write_text(other.known_hosts)
        with pytest.raises(FeedError, match="its host key is not the one in known_hosts"):
            send(f"{sftp.address}/a")
    assert sftp.logins == []


def test_a_wrong_password_is_one_line_and_not_told(
    sftp: SftpServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", "another-secret")
    with pytest.raises(FeedError, match="refuses the login") as caught:
        send(f"{sftp.address}/a")
    assert "\n" not in str(caught.value)
    assert "another-secret" not in str(caught.value) + caplog.text + capfd.readouterr().err


def test_nothing_to_log_in_with(sftp: SftpServer) -> None:
    with pytest.raises(FeedError, match="check CRAWLER_TARGET_USER, _PASSWORD, _KEY"):
        find_place(f"{sftp.address}/a")


@pytest.mark.parametrize("variable", ["CRAWLER_TARGET_KEY", "CRAWLER_TARGET_KNOWN_HOSTS"])
def test_a_file_of_the_environment_that_is_not_there(
    sftp: SftpServer, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "/nowhere/at-all")
    with pytest.raises(UsageError, match=f"{variable} names /nowhere/at-all, which is no file"):
        find_place(f"{sftp.address}/a")


WRONG = {
    "nobody there": ("sftp://127.0.0.1:1/a", "its server does not answer; check host and port"),
    "no port": ("sftp://127.0.0.1:x/a", "cannot write the feed sftp://127.0.0.1:x/a: Port could"),
    "no host": ("sftp://:22/a", "the address names no host"),
}


@pytest.mark.parametrize(("address", "message"), WRONG.values(), ids=WRONG)
@pytest.mark.usefixtures("sftp")
def test_an_address_that_leads_nowhere(address: str, message: str) -> None:
    with pytest.raises(FeedError, match=message):
        find_place(address)


@pytest.mark.usefixtures("password")
def test_a_server_that_speaks_something_else(
    sftp: SftpServer, ftp: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(FeedError, match="cannot write the feed sftp://") as caught:
        find_place(f"s{ftp}/a")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
