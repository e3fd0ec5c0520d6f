"""Exchanges → WARC files that other programs read, and back."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest
from fastwarc import warc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.recordloader import ArcWarcRecord

from crawler.archive.exchange import NOT_MODIFIED, SAME_BYTES, Exchange
from crawler.archive.session import KIND, PAGE, PLACE
from crawler.archive.writer import Writer
from crawler.errors import ArchiveFailed

from .conftest import NOON, SESSION, URL, exchange, read_all

Fill = Callable[..., Path]
LATER = NOON + dt.timedelta(hours=1)
FACTS = {PAGE: URL, KIND: "article", PLACE: "listing"}


def records(folder: Path) -> list[tuple[str, dict[str, str]]]:
    """Type and headers of all records, as warcio reads them."""
    found: list[tuple[str, dict[str, str]]] = []
    for file in sorted(folder.glob("*.warc.gz")):
        with file.open("rb") as stream:
            found += [(one.rec_type, dict(one.rec_headers.headers)) for one in _each(stream)]
    return found


def _each(stream: IO[bytes]) -> Iterator[ArcWarcRecord]:
    yield from ArchiveIterator(stream)


def assert_checked(folder: Path) -> None:
    """warcio's own checker finds every digest right, and each record its own gzip member."""
    files = [str(file) for file in folder.glob("*.warc.gz")]
    assert files

    class Arguments:
        inputs, verbose = files, False

    checker = Checker(Arguments)
    for file in files:
        checker.process_one(file)
    assert checker.exit_value == 0


KINDS = {
    "a page": exchange(facts=FACTS),
    "a packed page": exchange(
        body=gzip.compress(b"<p>" * 900, mtime=0), headers=((b"Content-Encoding", b"gzip"),)
    ),
    "no body": exchange(body=b""),
    "bytes of any kind": exchange(body=bytes(range(256)) * 9),
    "not found": exchange(status=404, facts=FACTS),
    "a status that nobody knows": exchange(status=599),
    "headers of any bytes": exchange(headers=((b"Server", "Київ".encode("cp1251")),)),
    "a header twice": exchange(headers=((b"Set-Cookie", b"a"), (b"Set-Cookie", b"b"))),
    "an address with a query": exchange(url="https://gazette.example/?page=2&x=%D0%B0"),
    "something that looks like a head": exchange(body=b"HTTP/1.1 200 OK\r\n\r\nA: b\r\n\r\n"),
}


@pytest.mark.parametrize("one", KINDS.values(), ids=KINDS)
def test_what_is_archived_is_read_back(fill: Fill, one: Exchange) -> None:
    folder = fill(one)
    assert read_all(folder) == [one]
    assert_checked(folder)


@given(
    bodies=st.lists(st.binary(max_size=300), min_size=1, max_size=6),
    value=st.binary(max_size=40),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], value: bytes
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    sent = [
        exchange(f"{URL}{n % 2}", body, headers=((b"X", value),)) for n, body in enumerate(bodies)
    ]
    writer = Writer(folder, SESSION)
    writer.write(sent)
    writer.close()
    assert [one.body for one in read_all(folder)] == bodies
    assert_checked(folder)


def test_a_header_cannot_end_the_head(fill: Fill) -> None:
    (found,) = read_all(fill(exchange(headers=((b"A\r\nB", b"c\r\n\r\nd"),))))
    assert found.headers == ((b"A B", b"c d"),)


def test_request_and_answer_stand_next_to_each_other(fill: Fill) -> None:
    folder = fill(exchange(asked_with=((b"User-Agent", b"news"),)))
    (info, _), (request, asked), (response, answered) = records(folder)
    assert (info, request, response) == ("warcinfo", "request", "response")
    assert asked["WARC-Concurrent-To"] == answered["WARC-Record-ID"]
    assert answered["WARC-Date"] == "2026-01-21T12:00:00.123456Z"
    with next(folder.glob("*.warc.gz")).open("rb") as stream:
        kinds = warc.WarcRecordType.request
        found = next(iter(warc.ArchiveIterator(stream, record_types=kinds, parse_http=False)))
        assert found.reader.read() == (
            b"GET /news/1 HTTP/1.1\r\nHost: gazette.example\r\nUser-Agent: news\r\n\r\n"
        )


def test_the_same_bytes_are_stored_once_and_given_twice(fill: Fill) -> None:
    again = exchange(at=LATER)
    folder = fill(exchange())
    fill(again, session=replace(SESSION, id="8d1f2c1e", started=LATER))
    kind, headers = records(folder)[-1]
    first = records(folder)[2][1]
    assert (kind, headers["WARC-Profile"]) == ("revisit", SAME_BYTES)
    assert headers["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert headers["WARC-Refers-To-Target-URI"] == URL
    assert headers["WARC-Refers-To-Date"] == first["WARC-Date"]
    assert headers["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    assert read_all(folder) == [exchange(), again]
    assert_checked(folder)


def test_an_unchanged_page_refers_to_the_page_and_to_no_error_page(fill: Fill) -> None:
    unchanged = exchange(body=b"", status=304, headers=(), at=LATER)
    broken = exchange(body=b"<h1>500</h1>", status=500, at=LATER)
    folder = fill(exchange(), broken, broken, unchanged)
    kinds = [kind for kind, _ in records(folder) if kind != "request"]
    assert kinds == ["warcinfo", "response", "response", "response", "revisit"]
    headers = records(folder)[-1][1]
    assert headers["WARC-Profile"] == NOT_MODIFIED
    assert headers["WARC-Refers-To-Date"] == "2026-01-21T12:00:00.123456Z"
    assert headers["WARC-Refers-To-Target-URI"] == URL
    assert read_all(folder)[-1] == unchanged
    assert_checked(folder)


def test_without_its_memory_an_archive_stores_a_page_once_more(fill: Fill) -> None:
    folder = fill(exchange())
    (folder / ".gazette.payloads").write_bytes(b"no database" * 100)
    fill(exchange(at=LATER), session=replace(SESSION, id="8d1f2c1e", started=LATER))
    assert records(folder)[-1][0] == "response"
    assert len(read_all(folder)) == 2


def test_a_page_whose_file_was_taken_away_is_stored_again(fill: Fill) -> None:
    folder = fill(exchange())
    next(folder.glob("*.warc.gz")).unlink()
    fill(exchange(at=LATER), session=replace(SESSION, id="8d1f2c1e", started=LATER))
    assert records(folder)[-1][0] == "response"


def test_a_full_file_is_followed_by_the_next(fill: Fill) -> None:
    sent = [exchange(f"{URL}/{n}", bytes([n]) * 99) for n in range(5)]
    folder = fill(*sent, max_size=2000)
    files = sorted(file.name for file in folder.glob("*.warc.gz"))
    assert len(files) > 1
    assert files[0] == "20260121120000123-gazette-7d1f2c1e-00001.warc.gz"
    assert all(file.stat().st_size < 4000 for file in folder.glob("*.warc.gz"))
    assert [kind for kind, _ in records(folder)].count("warcinfo") == len(files)
    assert read_all(folder) == sent


def test_a_disk_that_takes_nothing_is_told_once_and_for_all(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "taken away", SESSION)
    for _ in range(2):
        with pytest.raises(ArchiveFailed, match="could not be written: No such file"):
            writer.write([exchange()])
