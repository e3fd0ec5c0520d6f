"""Every mistake is answered in one line that says what to do, with exit code 2."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from .conftest import Run

SITE = "interfax-ukraine"
MISTAKES: dict[str, tuple[list[str], str]] = {
    "no such command": (["fly"], "No such command"),
    "no site": (["crawl"], "name one of SITE"),
    "unknown site": (["crawl", "interfax-ukrain"], "did you mean interfax-ukraine?"),
    "no such option": (["crawl", SITE, "--fast"], "No such option"),
    "bad date": (["crawl", SITE, "--since", "yesterday"], "write it as 2026-01-31"),
    "a date to come": (["crawl", SITE, "--since", "2999-01-01"], "in the future"),
    "bad origin": (["crawl", SITE, "--origin", "ftp://x"], "write http://host:port"),
    "no origin": (["crawl", SITE, "--origin", "here"], "neither http:// nor https:// in 'here'"),
    "small number": (["crawl", SITE, "--max-pages", "0"], "must be greater than or equal to 1"),
    "no number": (["crawl", SITE, "--max-pages", "all"], "'--max-pages': write a whole number"),
    "no log format": (["crawl", SITE, "--log-format", "x"], "'--log-format': 'x' is not one of"),
    "bad feed": (["crawl", SITE, "--feeds", "xls"], "no feed format"),
    "ledger is text": (["crawl", SITE, "--ledger", "{text}"], "not a database"),
    "ledger is a folder": (["crawl", SITE, "--ledger", "{folder}"], "is a folder"),
    "ledger in a file": (["crawl", SITE, "--data", "{text}/data"], "cannot be made"),
    "ledger not understood": (["crawl", SITE, "--ledger", "mongo://x"], "not understood"),
    "another database": (["crawl", SITE, "--ledger", "mysql://x/y"], "not understood"),
    "no address": (["show", "here"], "'here' is no article's address; write it whole"),
    "no ledger of that name": (["sites", "--ledger", "{folder}/none"], "there is no ledger"),
    "no data there": (["sites", "--data", "{text}"], "there is no ledger"),
    "no schedules there": (["schedule", "list", "--config", "{folder}/no"], "check --config"),
    "nor for a service": (["serve", "--no-web", "--config", "{folder}/no"], "check --config"),
    "no words": (["export", "--out", "{folder}/o.csv", "--words", ""], "holds no word"),
    "an ending of no format": (["export", "--out", "{folder}/o.xlsx"], "name the format: jsonl"),
    "nor of rows": (["export", "links", "--out", "{folder}/o.rss"], "jsonl, csv, parquet, graphml"),
    "nor behind gz": (["export", "revisions", "--out", "{folder}/o.txt.gz"], "the ending 'txt'"),
    "nothing to export": (["export", "--out", "{folder}/o"], "there is no ledger"),
    "bad format": (["export", "--out", "o", "--format", "xls"], "no format is named 'xls'"),
    "until before since": (
        ["export", "--out", "o", "--since", "2026-02-01", "--until", "2026-01-01"],
        "swap them",
    ),
    "no article's address": (
        ["check", SITE, "https://en.interfax.com.ua/news/general.html"],
        "is no article's address",
    ),
    "another site's address": (["check", SITE, "https://example.org/1"], "is no article's address"),
    "no such file": (["check", SITE, "{folder}/none.html"], "cannot be read"),
    "no page": (["check", SITE, "{text}"], "is no article"),
    "days the wrong way": (
        ["backfill", SITE, "--from", "2026-02-01", "--to", "2026-01-01"],
        "swap them",
    ),
    "days to come": (["backfill", SITE, "--from", "2999-01-01", "--to", "2999-01-02"], "future"),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line(run_cli: Run, tmp_path: Path, words: list[str], said: str) -> None:
    text = tmp_path / "text"
    text.write_text("This is no database and no page.", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    filled = [word.format(text=text, folder=tmp_path) for word in words]
    done = run_cli("crawler", *filled, CRAWLER_DATA=str(tmp_path / "data"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("crawler: ")
    assert said in done.stderr
    assert done.stdout == ""
    assert sorted(tmp_path.rglob("*")) == before


def test_a_database_that_does_not_answer_is_no_mistake(run_cli: Run, tmp_path: Path) -> None:
    """Who starts a service with the machine tries again."""
    away = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    done = run_cli("crawler", "serve", "--no-web", "--data", str(tmp_path), "--ledger", away)
    assert done.returncode == 1
    assert "check that the server runs" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_taken_port_is_one_line(run_cli: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run_cli("crawler", "demo", "--serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be used" in done.stderr


OF_SCRAPY = {
    "an argument": ([SITE, "-a", "since=foo"], "crawler: 'foo' is no date"),
    "an origin": ([SITE, "-s", "ORIGIN=gopher://x"], "crawler: "),
    "a folder": ([SITE, "-O", "{folder}:csv"], "crawler: cannot write the feed {folder}: it is a"),
    "a password": ([SITE, "-O", "ftp://me:secret@127.0.0.1/a.csv"], "crawler: ftp://…@127.0.0.1"),
    "no server": ([SITE, "-O", "sftp://127.0.0.1:1/a.csv"], "crawler: cannot write the feed sftp:"),
    "no such place": ([SITE, "-O", "gopher://x/a.csv"], "crawler: nothing is reached by gopher://"),
}


@pytest.mark.parametrize(("words", "said"), OF_SCRAPY.values(), ids=OF_SCRAPY)
def test_plain_scrapy_says_a_mistake_in_one_line_too(
    run_cli: Run, tmp_path: Path, words: list[str], said: str
) -> None:
    filled = [word.format(folder=tmp_path) for word in words]
    done = run_cli("scrapy", "crawl", *filled, CRAWLER_DATA=str(tmp_path))
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert [line for line in lines if line.startswith("crawler: ")] == lines[-1:]
    assert lines[-1].startswith(said.format(folder=tmp_path))
    assert not any(word in done.stderr for word in ("Traceback", "secret"))


def test_plain_scrapy_names_the_nearest_site(run_cli: Run) -> None:
    done = run_cli("scrapy", "crawl", f"{SITE}e")
    said = f"error: no site is named '{SITE}e'; did you mean {SITE}?"
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith(said)
    assert "Traceback" not in done.stderr


def test_a_site_that_does_not_answer_is_no_success(run_cli: Run, tmp_path: Path) -> None:
    done = run_cli(
        *("crawler", "crawl", SITE, "--origin", "http://127.0.0.1:1", "--data", str(tmp_path))
    )
    assert done.returncode == 1
    assert "Nothing answered." in done.stdout


@pytest.mark.parametrize(
    "command", ["crawl", "backfill", "export", "check", "new", "record", "demo", "sites"], ids=str
)
def test_help_reads_well_at_80_columns(run_cli: Run, command: str) -> None:
    done = run_cli("crawler", command, "--help")
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "Usage: python -m crawler" in done.stdout


def test_a_report_that_cannot_be_written_is_a_mistake(crawled: Path, run_cli: Run) -> None:
    done = run_cli("crawler", "report", SITE, "--data", str(crawled), "--out", str(crawled))
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")
    assert "it is a folder" in done.stderr


def test_a_file_of_feeds_that_is_named_must_be_there(run_cli: Run, tmp_path: Path) -> None:
    named = {"CRAWLER_FEEDS": str(tmp_path / "none.toml")}
    done = run_cli("crawler", "crawl", SITE, "--data", str(tmp_path / "data"), **named)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "the file that CRAWLER_FEEDS names" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("CRAWLER_ALARM_WEBHOOK", "here", "no http(s) address"),
        ("CRAWLER_SMTP_SECURITY", "ssl", "starttls"),
    ],
)
def test_a_service_that_could_tell_no_alarm_does_not_start(
    run_cli: Run, tmp_path: Path, variable: str, value: str, said: str
) -> None:
    mail = {"CRAWLER_SMTP": "127.0.0.1:1", "CRAWLER_ALARM_MAIL_TO": "desk@news.example"}
    environment = {**mail, variable: value, "CRAWLER_DATA": str(tmp_path)}
    done = run_cli("crawler", "serve", "--no-web", **environment)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
