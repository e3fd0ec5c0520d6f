"""Cases: written, read again, never overwritten, refused where broken."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from crawler.cases.case import (
    SIZE_LIMIT,
    Case,
    name_case,
    read_case,
    unpack,
    write_case,
    write_expected,
)
from crawler.errors import UsageError
from crawler.page import Page

SEEN = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
PAGE = Page("https://news.example/1", "<h1>Ґрунт".encode(), SEEN, headers={"content-type": "a/b"})
CASE = Case("one", "example", PAGE, {"title": "Ґрунт", "tags": ["x"]}, reviewed=True)


def test_a_case_is_read_as_it_was_written(tmp_path: Path) -> None:
    files = write_case(tmp_path / "new" / "folder", CASE)
    assert [file.name for file in files] == ["one.html.gz", "one.json"]
    assert read_case(files[1]) == CASE
    assert "Ґрунт" in files[1].read_text("utf-8")


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    one, _ = write_case(tmp_path / "a", CASE)
    other, _ = write_case(tmp_path / "b", CASE)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("name", ["one.html.gz", "one.json"])
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(UsageError, match=r"is there already; remove it"):
        write_case(tmp_path, CASE)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_expected_values_are_drafted_anew(tmp_path: Path) -> None:
    _, file = write_case(tmp_path, CASE)
    write_expected(tmp_path, Case("one", "example", PAGE, {"title": "B"}))
    assert read_case(file) == Case("one", "example", PAGE, {"title": "B"}, reviewed=False)


BROKEN = {
    "not JSON": "{",
    "a list": "[]",
    "no address": json.dumps({"site": "x", "seen": SEEN.isoformat(), "content_type": None}),
    "bad time": json.dumps({"url": "u", "site": "x", "seen": "today", "content_type": None}),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_broken_case_is_named(tmp_path: Path, text: str) -> None:
    _, file = write_case(tmp_path, CASE)
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"one\.json is no recorded case"):
        read_case(file)


def test_a_case_without_its_page_is_named(tmp_path: Path) -> None:
    page, file = write_case(tmp_path, CASE)
    page.unlink()
    with pytest.raises(UsageError, match=r"one\.html\.gz cannot be read"):
        read_case(file)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("1143800", "1143800"),
        ("news/general/My_Title.html", "news-general-my-title-html"),
        ("../../etc/passwd", "etc-passwd"),
        ("Київ", "page"),
        ("a" * 300, "a" * 60),
        ("%D0%BC%D1%96%D1%81%D1%82-1", "1-bd24cf58"),
        ("%D0%BC%D1%96%D1%81%D1%82", "1a025c30"),
    ],
)
def test_the_name_of_a_case_is_a_plain_word(key: str, name: str) -> None:
    assert name_case(key) == name


def test_what_is_not_compressed_stays() -> None:
    assert unpack(b"<html>") == b"<html>"
    assert unpack(gzip.compress(b"<html>")) == b"<html>"


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"<html>" * 100)[:-12],
        b"\x1f\x8bnonsense",
        gzip.compress(b"\0" * (SIZE_LIMIT + 1), 1),
    ],
    ids=["cut", "broken", "bomb"],
)
def test_bad_gzip_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="gzip"):
        unpack(body)
