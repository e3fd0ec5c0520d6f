"""Feeds to Google Cloud Storage: an emulator on loopback, which asks for no credentials."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from gcp_storage_emulator.server import create_server

from crawler.errors import FeedError
from crawler.feeds.delta import Delta, take_delta
from crawler.feeds.place import find_place
from crawler.feeds.selection import Selection

NOW = dt.datetime(2026, 1, 22, tzinfo=dt.UTC)

pytestmark = pytest.mark.slow


@pytest.fixture
def gcs(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[None]:
    """A bucket called ``feeds``, and an environment that reaches it and no other machine."""
    running = create_server("127.0.0.1", 0, in_memory=True, default_bucket="feeds")
    running.start()
    port = running._api._httpd.server_address[1]
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    yield
    running.stop()


def read(address: str) -> bytes:
    place: Any = find_place(address)
    data: bytes = place.filesystem.cat_file(str(place.location))
    return data


@pytest.mark.usefixtures("gcs")
def test_deltas_go_there(library: Any) -> None:
    asked = Delta(name="mine", folder="gs://feeds/a", format="jsonl", selection=Selection())
    for number in (1, 2):
        library.put(number)
        take_delta(library.engine, asked, NOW)
    text = read("gs://feeds/a/mine-000002.jsonl")
    manifest = json.loads(read("gs://feeds/a/mine-000002.jsonl.manifest.json"))
    assert json.loads(text)["title"] == "Story 2"
    assert manifest["files"][0]["bytes"] == len(text)


@pytest.mark.usefixtures("gcs")
def test_what_stands_there_is_replaced_by_what_is_whole() -> None:
    for text in (b"old and longer", b"new"):
        with find_place("gs://feeds/a").open() as file:
            file.write(text)
            file.publish()
    with find_place("gs://feeds/a").open() as file:
        file.write(b"half")
    assert read("gs://feeds/a") == b"new"


@pytest.mark.usefixtures("gcs")
def test_a_bucket_that_is_not_there_is_one_line() -> None:
    with find_place("gs://nowhere-at-all/a").open() as file:
        file.write(b"x")
        with pytest.raises(FeedError, match="its bucket or folder is not there") as caught:
            file.publish()
    assert "\n" not in str(caught.value)
