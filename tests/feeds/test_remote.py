"""Targets elsewhere: a local S3 server, a local FTP server; whole or not at all, no secret told."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from crawler.errors import FeedError, UsageError
from crawler.feeds.declared import parse_declared
from crawler.feeds.delta import Delta, take_delta
from crawler.feeds.kept_feeds import write_feeds
from crawler.feeds.place import find_place, place_in, redact
from crawler.feeds.selection import Selection
from tests.feeds.ftp_server import SECRET, ftp_server

NOW = dt.datetime(2026, 1, 22, tzinfo=dt.UTC)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of a fresh bucket called ``feeds``, and an environment that reaches it."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="feeds")
    yield client
    for key in keys(client):
        client.delete_object(Bucket="feeds", Key=key)
    client.delete_bucket(Bucket="feeds")
    client.close()


def keys(client: Any) -> list[str]:
    return [one["Key"] for one in client.list_objects_v2(Bucket="feeds").get("Contents", [])]


def body(client: Any, key: str) -> bytes:
    data: bytes = client.get_object(Bucket="feeds", Key=key)["Body"].read()
    return data


def take(library: Any, folder: str) -> Any:
    asked = Delta(name="mine", folder=folder, format="jsonl", selection=Selection())
    return take_delta(library.engine, asked, NOW)


def test_a_delta_goes_to_s3(library: Any, s3: Any) -> None:
    library.put(1)
    taken = take(library, "s3://feeds/deltas/")
    assert taken.place.shown == "s3://feeds/deltas/mine-000001.jsonl"
    library.put(2)
    take(library, "s3://feeds/deltas")
    names = ["deltas/mine-000001.jsonl", "deltas/mine-000002.jsonl"]
    assert keys(s3) == sorted([*names, *(f"{name}.manifest.json" for name in names)])
    manifest = json.loads(body(s3, f"{names[1]}.manifest.json"))
    assert manifest["files"][0]["bytes"] == len(body(s3, names[1]))
    assert [json.loads(body(s3, name))["title"] for name in names] == ["Story 1", "Story 2"]


def test_nothing_is_overwritten_on_s3(library: Any, s3: Any) -> None:
    s3.put_object(Bucket="feeds", Key="mine-000001.jsonl", Body=b"old")
    library.put(1)
    assert take(library, "s3://feeds").place.name == "mine-000002.jsonl"
    assert body(s3, "mine-000001.jsonl") == b"old"


def test_a_feed_keeps_itself_on_s3(library: Any, s3: Any, tmp_path: Path) -> None:
    text = '[[feed]]\nname = "a"\ntarget = "s3://feeds/a.rss"\n'
    feeds = parse_declared(text, "feeds.toml", tmp_path)
    library.put(1)
    assert [one.count for one in write_feeds(library.engine, feeds, NOW)] == [1]
    assert [one.count for one in write_feeds(library.engine, feeds, NOW)] == [None]
    assert b"Story 1" in body(s3, "a.rss")


def test_a_place_is_tried_out_and_nothing_is_left(s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    s3.put_object(Bucket="feeds", Key="a", Body=b"old")
    for address in ("s3://feeds/a", "s3://feeds/b/c"):
        find_place(address).check()
    assert (keys(s3), body(s3, "a")) == (["a"], b"old")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "me")  # no word of ours is taken for a secret
    with pytest.raises(FeedError, match="a: its bucket or folder is not there; make it, or name"):
        find_place("s3://lacking/a").check()


def test_what_fails_half_way_leaves_what_stood_there(s3: Any) -> None:
    s3.put_object(Bucket="feeds", Key="a", Body=b"old")
    with find_place("s3://feeds/a").open() as file:
        file.write(b"half")
    with find_place("s3://feeds/a").open() as file:
        file.write(b"half")
        file.spoil(RuntimeError("first"))
        with pytest.raises(FeedError, match="first"):
            file.publish()
    assert body(s3, "a") == b"old"


def test_a_failure_is_one_line_without_a_secret(
    library: Any, s3: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="crawler")
    library.put(1)
    with pytest.raises(FeedError, match="its bucket or folder is not there") as caught:
        take(library, "s3://nowhere-at-all")
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value) + caplog.text
    assert take(library, "s3://feeds").before == 0


def test_without_credentials_the_line_says_what_to_set(
    s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    with find_place("s3://feeds/a").open() as file:
        file.write(b"x")
        with pytest.raises(FeedError, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
            file.publish()


def test_a_delta_goes_by_ftp(
    library: Any, ftp: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAWLER_TARGET_USER", "me")
    monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", SECRET)
    library.put(1)
    take(library, f"{ftp}/deltas")
    names = sorted(path.name for path in (tmp_path / "ftp" / "deltas").iterdir())
    assert names == ["mine-000001.jsonl", "mine-000001.jsonl.manifest.json"]


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ("elradfmwMT", None),
        ("elr", "cannot write the feed ftp://127.0.0.1:"),
        ("elramwMT", r"\(a trial file is left there: /a/\.b\."),
    ],
)
def test_a_folder_of_a_server_is_tried_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rights: str, said: str | None
) -> None:
    monkeypatch.setenv("CRAWLER_TARGET_USER", "me")
    monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", SECRET)
    (tmp_path / "a").mkdir()
    with ftp_server(tmp_path, rights) as address:
        place = find_place(f"{address}/a/b")
        if said is None:
            place.check()
            assert list((tmp_path / "a").iterdir()) == []
            return
        with pytest.raises(FeedError, match=said):
            place.check()


def test_a_wrong_password_is_not_told(
    library: Any, ftp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAWLER_TARGET_USER", "me")
    monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", "another-secret")
    library.put(1)
    with pytest.raises(FeedError, match=r"cannot write the feed ftp://127\.") as caught:
        take(library, f"{ftp}/deltas")
    assert "another-secret" not in str(caught.value)


def test_a_server_that_closed_the_first_connection_meanwhile(
    ftp: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRAWLER_TARGET_USER", "me")
    monkeypatch.setenv("CRAWLER_TARGET_PASSWORD", SECRET)
    place = find_place(f"{ftp}/a")
    with place.open() as file:
        file.write(b"whole")
        place.filesystem.ftp.close()  # type: ignore[attr-defined]
        file.publish()
    assert (tmp_path / "ftp" / "a").read_bytes() == b"whole"


def test_a_folder_by_url(library: Any, tmp_path: Path) -> None:
    library.put(1)
    taken = take(library, (tmp_path / "out").as_uri())
    assert taken.place.path == tmp_path / "out" / "mine-000001.jsonl"
    assert taken.place.path.exists()


WRONG = {
    "another scheme": ("gopher://x/a", "nothing is reached by gopher://; write a path"),
    "a folder": ("s3://bucket/a/", "names no file; write s3://host-or-bucket/folder/file"),
    "a bucket": ("s3://bucket", "names no file; write s3://host-or-bucket/folder/file"),
    "a host": ("ftp://127.0.0.1:1", "names no file; write ftp://host-or-bucket/folder/file"),
    "a password": ("ftp://me:secret@host/a", "ftp://…@host/a bears a name or a password"),
    "a name": ("s3://secret@bucket/a", "s3://…@bucket/a bears a name or a password"),
    "an @ further on": ("ftp://me:sec@ret@host/a", "ftp://…@host/a bears a name"),
}


@pytest.mark.parametrize(("address", "message"), WRONG.values(), ids=WRONG)
def test_an_address_that_is_refused(address: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        find_place(address)
    assert "sec" not in str(caught.value).replace("secrets", "")


@pytest.mark.parametrize(
    ("scheme", "library"), [("s3", "s3fs"), ("gs", "gcsfs"), ("sftp", "paramiko")]
)
def test_a_library_that_is_not_installed(
    scheme: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, "crawler.feeds.sftp", raising=False)
    fsspec_registry = importlib.import_module("fsspec.registry")
    monkeypatch.delitem(fsspec_registry._registry, scheme, raising=False)  # what was found before
    with pytest.raises(UsageError, match=f"{scheme}:// needs {library}, .*pip install {library}"):
        find_place(f"{scheme}://bucket/a")


def test_addresses() -> None:
    assert place_in("a/b", "c").shown == "a/b/c"
    assert redact("x ftp://a:b@c/d?e=f@g y") == "x ftp://…@c/d?e=f@g y"
    assert redact("mail a@b.example") == "mail a@b.example"
