"""Kind and arguments become the words of a command, and no value becomes more than a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import CrawlerError, UsageError
from crawler.jobs.job import Kind
from crawler.jobs.work import CHECKS, read_work, write_words

DATA = Path("/data")
SITE = "interfax-ukraine"


@pytest.mark.parametrize(
    ("kind", "arguments", "words"),
    [
        ("crawl", {"site": SITE}, "crawl --verbose -- interfax-ukraine"),
        (
            "crawl",
            {
                "site": SITE,
                "max_pages": "5",
                "depth": 0,
                "feeds": "rss, csv",
            },
            "crawl --verbose --max-pages=5 --depth=0 --feeds=rss,csv -- interfax-ukraine",
        ),
        ("crawl", {"site": "https://news.example/"}, "crawl --verbose -- https://news.example/"),
        (
            "backfill",
            {"site": SITE, "from": "2026-01-01", "to": "2026-01-31", "again": "yes"},
            "backfill --verbose --from=2026-01-01 --to=2026-01-31 --again -- interfax-ukraine",
        ),
        (
            "backfill",
            {"site": SITE, "from": "2026-01-01", "to": "2026-01-31", "again": False},
            "backfill --verbose --from=2026-01-01 --to=2026-01-31 -- interfax-ukraine",
        ),
        (
            "export",
            {"out": "a.csv", "format": "csv", "site": SITE, "tag": "x"},
            "export --out=/data/exports/a.csv --format=csv --site=interfax-ukraine --tag=x",
        ),
        ("export", {"delta": "mine"}, "export --delta=mine"),
        ("reextract", {}, "reextract --from=/data/archive"),
        (
            "reextract",
            {"site": SITE, "write": "yes"},
            "reextract --from=/data/archive --site=interfax-ukraine --write",
        ),
        (
            "crawl",
            {"site": SITE, "archive": "yes"},
            "crawl --verbose --archive=/data/archive -- interfax-ukraine",
        ),
        ("crawl", {"site": SITE, "archive": "no"}, "crawl --verbose -- interfax-ukraine"),
        ("feeds", {}, "feeds run"),
        ("feeds", {"name": "facts"}, "feeds run -- facts"),
    ],
)
def test_words(kind: str, arguments: dict[str, object], words: str) -> None:
    assert write_words(read_work(kind, arguments), DATA) == tuple(words.split(" "))


@pytest.mark.parametrize(
    ("kind", "arguments", "complaint"),
    [
        pytest.param("crawl", {}, "needs 'site'", id="no site"),
        pytest.param("crawl", {"site": "--help"}, "no site is named", id="option as site"),
        pytest.param("crawl", {"site": SITE, "verbose": True}, "no argument", id="unknown"),
        pytest.param("crawl", {"site": SITE, "max-pages": 1}, "did you mean max_pages", id="hint"),
        pytest.param("crawl", {"site": SITE, "max_pages": 0}, "no whole number", id="zero"),
        pytest.param("crawl", {"site": SITE, "max_pages": True}, "no whole number", id="bool"),
        pytest.param("crawl", {"site": SITE, "depth": "1 --x"}, "no whole number", id="two words"),
        pytest.param("crawl", {"site": SITE, "since": "--help"}, "no date", id="option as date"),
        pytest.param("crawl", {"site": SITE, "feeds": "rss,exe"}, "none of", id="format"),
        pytest.param("crawl", {"site": [SITE]}, "not understood", id="a list"),
        pytest.param("crawl", {"site": "http://127.0.0.1/"}, "cannot be crawled", id="loopback"),
        pytest.param("crawl", {"site": "http://[::1]/"}, "cannot be crawled", id="loopback 6"),
        pytest.param("crawl", {"site": "http://10.0.0.1/"}, "cannot be crawled", id="private"),
        pytest.param(
            "crawl", {"site": "http://169.254.169.254/"}, "cannot be crawled", id="metadata"
        ),
        pytest.param("crawl", {"site": "file:///etc/passwd"}, "cannot be crawled", id="file"),
        pytest.param(
            "crawl", {"site": SITE, "origin": "http://127.0.0.1:1"}, "leave it out", id="origin"
        ),
        pytest.param("backfill", {"site": SITE, "from": "2026-01-01"}, "needs 'to'", id="no end"),
        pytest.param(
            "backfill",
            {"site": SITE, "from": "2026-01-20", "to": "2026-01-01"},
            "from 2026-01-20 is after to 2026-01-01; swap them",
            id="ends before it begins",
        ),
        pytest.param("export", {}, "either 'out'", id="neither"),
        pytest.param("export", {"out": "a", "delta": "b"}, "either 'out'", id="both"),
        pytest.param("export", {"out": "../a"}, "no name", id="parent folder"),
        pytest.param("export", {"out": "/etc/passwd"}, "no name", id="root"),
        pytest.param("export", {"out": "s3://bucket/a"}, "no name", id="elsewhere"),
        pytest.param("export", {"out": "-"}, "no name", id="standard output"),
        pytest.param("export", {"out": "a\n"}, "no name", id="line end"),
        pytest.param("export", {"out": "a", "words": "a\0b"}, "one line", id="null"),
        pytest.param("export", {"out": "a", "words": "x" * 501}, "one line", id="long"),
        pytest.param("feeds", {"name": "--data=/"}, "no name", id="option as name"),
        pytest.param("shell", {}, "no job is a 'shell'", id="kind"),
    ],
)
def test_what_is_refused(kind: str, arguments: dict[str, object], complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as told:
        read_work(kind, arguments)
    assert "\n" not in str(told.value)


def test_whoever_runs_the_program_may_name_an_origin() -> None:
    arguments = {"site": SITE, "origin": "http://127.0.0.1:8001"}
    words = write_words(read_work("crawl", arguments, private=True), DATA)
    assert words[-3:] == ("--origin=http://127.0.0.1:8001", "--", SITE)
    home = read_work("crawl", {"site": "http://127.0.0.1:8001/"}, private=True)
    assert home.site == "127.0.0.1-8001"


def test_a_site_bears_one_name_however_it_is_written() -> None:
    assert read_work("crawl", {"site": "https://en.interfax.com.ua/"}).site == SITE


@given(st.data())
def test_no_value_becomes_an_option_of_another_name(data: st.DataObject) -> None:
    """Whatever is sent: known options with a value each, then at most one word behind --."""
    kind = data.draw(st.sampled_from(Kind))
    hostile = st.text(st.sampled_from("-=ab1/. \n\0'\"$;&|й")) | st.sampled_from(
        ["--", "-h", "--out=/x", "../x", "a b", "a\nb", SITE]
    )
    value = hostile | st.integers() | st.booleans() | st.none()
    names = [*CHECKS[kind], "data", "ledger"]
    arguments = data.draw(st.dictionaries(st.sampled_from(names), value))
    try:
        words = write_words(read_work(kind, arguments), DATA)
    except CrawlerError:
        return
    cut = words.index("--") if "--" in words else len(words)
    assert len(words) - cut in (0, 2)
    own = {"--verbose", "--from=/data/archive"}
    options = [word for word in words[:cut] if word.startswith("-") and word not in own]
    known = {"--" + name.replace("_", "-") for name in CHECKS[kind]}
    assert all(word.partition("=")[0] in known for word in options)
    files = [word.removeprefix("--out=") for word in options if word.startswith("--out=")]
    assert all(Path(file).parent == DATA / "exports" for file in files)
