"""What a person writes for formats: lists of feeds, endings of files."""

from __future__ import annotations

import sys

import pytest

from crawler.cli.formats import read_formats
from crawler.errors import UsageError
from crawler.exporters import FORMATS, format_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("jsonl,rss", ("jsonl", "rss")),
        (" csv , text,", ("csv", "text")),
        ("none", ()),
        ("", ()),
        (",".join(FORMATS), tuple(FORMATS)),
    ],
)
def test_a_list_of_feeds(text: str, names: tuple[str, ...]) -> None:
    assert read_formats(text) == names


@pytest.mark.parametrize("text", ["xls", "jsonl,xls", "none,jsonl", "JSONL"])
def test_a_list_with_an_unknown_feed_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"no feed format '[^']+'; known are jsonl, csv"):
        read_formats(text)


def test_a_feed_whose_library_is_missing_is_refused_before_the_crawl(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="parquet needs pyarrow, which is not installed; pip"):
        read_formats("jsonl,parquet")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("out.csv", "csv"),
        ("out.CSV", "csv"),
        ("a.b/out.2026.xml", "rss"),
        ("out.txt.gz", "text"),
        ("out.parquet.zst", "parquet"),
        ("s3://bucket/out.db", "sqlite"),
        ("out", "jsonl"),
        ("out.gz", "jsonl"),
        ("-", "jsonl"),
        ("-.gz", "jsonl"),
        ("/dev/fd/63", "jsonl"),
    ],
)
def test_the_ending_of_a_file(path: str, name: str) -> None:
    assert format_of(path) == name


@pytest.mark.parametrize("path", ["out.xlsx", "out.json", "out.html.gz", "out.2026-07-01"])
def test_an_ending_that_promises_another_format_is_refused(path: str) -> None:
    with pytest.raises(UsageError, match=r"no format has the ending '.+'; name the format: jsonl"):
        format_of(path)
