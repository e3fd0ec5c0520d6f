"""`crawl --archive`, `replay` and `reextract`: what a user does with stored pages."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("warcio")
pytest.importorskip("fastwarc")

from crawler.cli.demo import newsroom

from .conftest import NOW, SINCE, Run

pytestmark = pytest.mark.slow

SITE = "interfax-ukraine"
TABLES = {
    "articles": "page",
    "revisions": "page, number",
    "looks": "page, at",
    "walks": "id",
    "gaps": "id",
    "snapshots": "page, block, content_hash",
    "changes": "page, number",
}
Archived = tuple[Path, Path]


def order(origin: str, name: str, **values: Any) -> Any:
    body = json.dumps(values).encode()
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{origin}/_newsroom/{name}", body, kind)
    with urllib.request.urlopen(request, timeout=300) as answer:
        return json.loads(answer.read())["result"]


def truths(origin: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{origin}/_newsroom/truth", timeout=300) as answer:
        return [json.loads(line) for line in answer.read().splitlines()]


@contextlib.contextmanager
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as connection:
        yield connection
        connection.commit()


def rows(folder: Path, table: str) -> list[tuple[Any, ...]]:
    with database(folder) as connection:
        return list(connection.execute(f"SELECT * FROM {table} ORDER BY {TABLES[table]}"))


def done(ended: subprocess.CompletedProcess[str]) -> str:
    assert ended.returncode == 0, ended.stderr
    assert all(len(line) <= 80 for line in ended.stdout.splitlines() if "/" not in line)
    return ended.stdout


@pytest.fixture(scope="module")
def archived(run_cli: Run, tmp_path_factory: pytest.TempPathFactory) -> Archived:
    """Archive and data folder of two crawls, between which the site edited and withdrew."""
    base = tmp_path_factory.mktemp("archived")
    archive, data = base / "archive", base / "data"
    with newsroom(["--articles", "30", "--seed", "5", "--now", NOW]) as origin:
        words = ("crawler", "crawl", SITE, "--origin", origin, "--since", SINCE, "--feeds", "none")
        words += ("--data", str(data), "--archive", str(archive))
        done(run_cli(*words))
        urls = [truth["url"] for truth in truths(origin)]
        for url, change in zip(urls, ("headline", "paragraph", "tags", "section"), strict=False):
            order(origin, "change", url=url, change=change)
        for url, status in zip(urls[10:], (404, 410, 301), strict=False):
            order(origin, "remove", url=url, status=status)
        order(origin, "publish", count=2)
        order(origin, "fail", kind="status", pattern=f"*{urls[15][-12:]}", status=503, times=1)
        with database(data) as connection:
            connection.execute("UPDATE pages SET next_look = last_look WHERE state = 'kept'")
        done(run_cli(*words))
    return archive, data


def test_a_replay_alone_rebuilds_the_ledger(
    archived: Archived, run_cli: Run, tmp_path: Path
) -> None:
    archive, data = archived
    told = done(run_cli("crawler", "replay", str(archive), "--data", str(tmp_path)))
    assert "looks replayed" in told
    for words in (("--format", "jsonl"), ("revisions", "--format", "jsonl")):
        lines = [run_cli("crawler", "export", *words, "--out", "-", "--data", str(folder)).stdout
                 for folder in (data, tmp_path)]  # fmt: skip
        assert lines[0].splitlines() == lines[1].splitlines()
        assert lines[0]
    for table in TABLES:
        assert rows(tmp_path, table) == rows(data, table), table
    with database(tmp_path) as connection:
        (gone,) = connection.execute("SELECT count(*) FROM articles WHERE unpublished IS NOT NULL")
        (edited,) = connection.execute("SELECT count(*) FROM articles WHERE revision > 1")
    assert (gone[0], edited[0]) == (3, 4)


def test_a_second_replay_changes_nothing_and_says_so(
    archived: Archived, run_cli: Run, tmp_path: Path
) -> None:
    archive, _ = archived
    words = ("crawler", "replay", str(archive), "--data", str(tmp_path))
    done(run_cli(*words))
    before = {table: rows(tmp_path, table) for table in TABLES}
    with database(tmp_path) as connection:
        crawls = list(connection.execute("SELECT * FROM crawls"))
    assert done(run_cli(*words)).startswith("Nothing new")
    assert {table: rows(tmp_path, table) for table in TABLES} == before
    with database(tmp_path) as connection:
        assert list(connection.execute("SELECT * FROM crawls")) == crawls


def test_the_ledger_that_the_crawls_filled_learns_nothing(
    archived: Archived, run_cli: Run, tmp_path: Path
) -> None:
    archive, data = archived
    shutil.copytree(data, tmp_path / "data")
    told = done(run_cli("crawler", "replay", str(archive), "--data", str(tmp_path / "data")))
    assert told.startswith("Nothing new")


def test_a_replay_that_was_ended_goes_on(archived: Archived, run_cli: Run, tmp_path: Path) -> None:
    archive, data = archived
    first, *_ = sorted(archive.glob("*.warc.gz"))
    part = tmp_path / "part"
    part.mkdir()
    whole = first.read_bytes()
    (part / first.name).write_bytes(whole[: len(whole) // 2])
    ended = run_cli("crawler", "replay", str(part), "--data", str(tmp_path))
    assert (ended.returncode, "1 torn" in ended.stderr) == (0, True)
    done(run_cli("crawler", "replay", str(archive), "--data", str(tmp_path)))
    for table in ("articles", "revisions", "looks"):
        drop = {"looks": (0, 2), "revisions": (2,)}.get(table, ())  # numbers of rows and crawls
        both = [
            [tuple(v for n, v in enumerate(row) if n not in drop) for row in rows(folder, table)]
            for folder in (tmp_path, data)
        ]
        assert both[0] == both[1], table


def test_the_archive_is_read_by_warcio(archived: Archived, run_cli: Run) -> None:
    archive, _ = archived
    files = [str(file) for file in archive.glob("*.warc.gz")]
    ended = run_cli("warcio.cli", "check", *files)
    assert (ended.returncode, ended.stdout) == (0, "")
    index = run_cli("warcio.cli", "index", "-f", "warc-type,warc-target-uri,http:status", files[0])
    assert '"warc-target-uri": "https://en.interfax.com.ua/news/latest.html"' in index.stdout
    assert "127.0.0.1" not in index.stdout


def test_crawl_warc_reads_what_crawl_archive_writes(
    archived: Archived, run_cli: Run, tmp_path: Path
) -> None:
    archive, _ = archived
    first = min(archive.glob("*.warc.gz"))
    words = ("crawler", "crawl", "--warc", str(first), "--feeds", "none", "--data", str(tmp_path))
    assert "30 new, 0 revised" in done(run_cli(*words))


# Reextract


def forget(data: Path, **values: Any) -> list[str]:
    """As if older rules had read no more than this of two articles; their addresses."""
    with database(data) as connection:
        query = "SELECT page, url, document FROM articles WHERE unpublished IS NULL ORDER BY page"
        found = connection.execute(f"{query} LIMIT 2").fetchall()
        for page, _, document in found:
            old = json.dumps({**json.loads(document), **values, "content_hash": "0" * 64})
            connection.execute(
                "UPDATE articles SET document = ?, content_hash = ? WHERE page = ?",
                (old, "0" * 64, page),
            )
        return [url for _, url, _ in found]


def test_rules_that_did_not_change_change_nothing(archived: Archived, run_cli: Run) -> None:
    archive, data = archived
    words = ("crawler", "reextract", "--from", str(archive), "--data", str(data))
    told = run_cli(*words)
    assert done(told) == "Nothing changes: 32 articles read the same as they are kept.\n"
    assert told.stderr == ""


def test_what_would_change_is_told_field_by_field_and_written_on_request(
    archived: Archived, run_cli: Run, tmp_path: Path
) -> None:
    archive, _ = archived
    data = tmp_path / "data"
    shutil.copytree(archived[1], data)
    wanted = {row[0]: row for row in rows(data, "articles")}
    urls = forget(data, section=None, title="An old title [bold] of " + "many words " * 20)
    before = {table: rows(data, table) for table in TABLES}
    words = ("crawler", "reextract", "--from", str(archive), "--data", str(data))

    told = done(run_cli(*words))
    lines = told.splitlines()
    assert lines[0].split() == ["field", "filled", "then", "filled", "now", "changed"]
    assert ["section", "30", "32", "2"] in [line.split() for line in lines]
    assert f"section {urls[0]}"[:79] in told
    assert lines[lines.index(f"section {urls[0]}") + 1 :][0] == "  - —"
    assert "  - An old title [bold] of many words" in told
    assert "2 of 32 articles would change, 0 would be found." in told
    assert all(len(line) <= 80 for line in lines)
    assert {table: rows(data, table) for table in TABLES} == before

    assert "Written: 2 of 32 articles changed, 0 found." in done(run_cli(*words, "--write"))
    after = {row[0]: row for row in rows(data, "articles")}
    assert after.keys() == wanted.keys()
    assert len(rows(data, "revisions")) == len(before["revisions"]) + 2
    assert len(rows(data, "changes")) == len(before["changes"]) + 2
    assert rows(data, "looks") == before["looks"]
    changed = {page for page, row in after.items() if row != wanted[page]}
    assert len(changed) == 2
    for page in changed:
        old, new = (json.loads(row[-1]) for row in (wanted[page], after[page]))
        assert new.pop("revision") == old.pop("revision") + 1
        assert new == old
    assert done(run_cli(*words)).startswith("Nothing changes")
    told = done(run_cli("crawler", "replay", str(archive), "--data", str(data)))
    assert told.startswith("Nothing new")


def test_a_page_that_was_rejected_and_is_an_article_now_is_found(
    archived: Archived, run_cli: Run, tmp_path: Path
) -> None:
    archive, _ = archived
    data = tmp_path / "data"
    shutil.copytree(archived[1], data)
    with database(data) as connection:
        page, title = connection.execute("SELECT page, title FROM articles LIMIT 1").fetchone()
        for table in ("articles", "revisions", "changes"):
            connection.execute(f"DELETE FROM {table} WHERE page = ?", (page,))
        connection.execute(
            "UPDATE pages SET state = 'rejected', reason = 'no-time' WHERE id = ?", (page,)
        )
    words = ("crawler", "reextract", "--from", str(archive), "--data", str(data))
    told = done(run_cli(*words, "--site", SITE))
    assert "1 found: was rejected, is an article now" in told
    assert title in told
    assert "1 found" in done(run_cli(*words, "--write"))
    with database(data) as connection:
        (row,) = connection.execute("SELECT title FROM articles WHERE page = ?", (page,))
        assert row == (title,)
        (row,) = connection.execute("SELECT state FROM pages WHERE id = ?", (page,))
        assert row == ("kept",)


def test_a_ledger_names_its_archives(archived: Archived, run_cli: Run, tmp_path: Path) -> None:
    archive, _ = archived
    data = tmp_path / "data"
    shutil.copytree(archived[1], data)
    forget(data, section=None)
    words = ("crawler", "reextract", "--data", str(data), "--from")
    told = run_cli(*words, str(archive))
    assert "2 of 32 articles would change" in done(told)
    assert done(run_cli(*words, "ledger", "--site", SITE)) == told.stdout
    done(run_cli("crawler", "replay", str(archive), "--data", str(tmp_path / "again")))
    again = run_cli(*words[:-2], str(tmp_path / "again"), "--from", "ledger")
    assert done(again) == "Nothing changes: 32 articles read the same as they are kept.\n"


def test_an_archive_that_is_gone_is_told(archived: Archived, run_cli: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(archived[1], data)
    with database(data) as connection:
        told = json.dumps({"archived_in": str(tmp_path / "gone")})
        connection.execute("UPDATE crawls SET arguments = ? WHERE id = 1", (told,))
    words = ("crawler", "reextract", "--from", "ledger", "--data", str(data))
    ended = run_cli(*words)
    assert done(ended).startswith("Nothing changes")
    assert (
        ended.stderr == f"crawler: {tmp_path / 'gone'} is gone, in which a crawl kept its answers\n"
    )
    with database(data) as connection:
        connection.execute("UPDATE crawls SET arguments = '{}'")
    ended = run_cli(*words)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "name one with --from DIR" in ended.stderr


def test_articles_that_the_archive_does_not_hold_are_counted(
    archived: Archived, run_cli: Run, tmp_path: Path
) -> None:
    archive, data = archived
    part = tmp_path / "part"
    part.mkdir()
    first = min(archive.glob("*.warc.gz"))
    shutil.copy(first, part)
    told = run_cli("crawler", "reextract", "--from", str(part), "--data", str(data))
    assert done(told).startswith("Nothing changes")
    assert "articles were kept from answers that the archive does not hold" in told.stderr


# What cannot be done

MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "no ledger": (("reextract", "--from", "ledger"), "no ledger"),
    "no archive": (("replay", "{tmp}/none"), "is no archive"),
    "no archive to read anew": (("reextract", "--from", "{tmp}/none"), "is no archive"),
    "no such size": (("crawl", SITE, "--archive-size", "much"), "write it as 500M or 1G"),
    "a file in its place": (("crawl", SITE, "--archive", "{tmp}/file"), "cannot hold an archive"),
    "nothing is fetched": (
        ("crawl", SITE, "--archive", "{tmp}/a", "--dry-run"),
        "leave out --warc and --dry-run",
    ),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_in_one_line(
    run_cli: Run, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "file").write_text("x")
    given = [word.replace("{tmp}", str(tmp_path)) for word in words]
    ended = run_cli("crawler", *given, "--data", str(tmp_path / "data"))
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert said in line


def test_a_site_that_the_archive_does_not_hold_is_told(archived: Archived, run_cli: Run) -> None:
    archive, data = archived
    words = ("crawler", "reextract", "--from", str(archive), "--data", str(data))
    ended = run_cli(*words, "--site", "unian")
    assert ended.returncode == 2
    assert f"it holds {SITE}" in ended.stderr


def test_an_archive_of_another_program_is_told_from_ours(run_cli: Run, tmp_path: Path) -> None:
    block = b"HTTP/1.1 200 OK\r\n\r\n<p>"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/1\r\n"
        "WARC-Date: 2026-01-21T18:00:00Z\r\nWARC-Record-ID: <urn:uuid:7d1f2c1e>\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    (tmp_path / "a.warc").write_bytes(head.encode() + block + b"\r\n\r\n")
    for words in (("replay", str(tmp_path)), ("reextract", "--from", str(tmp_path))):
        ended = run_cli("crawler", *words, "--data", str(tmp_path / "data"))
        assert ended.returncode == 2
        (line,) = ended.stderr.splitlines()
        assert "`crawl --warc FILE` takes articles" in line


def test_scrapy_crawl_tells_in_one_line_what_cannot_hold_an_archive(
    run_cli: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    settings = (
        "-s",
        f"ARCHIVE={tmp_path / 'file'}",
        "-s",
        f"CRAWLER_LEDGER=sqlite:///{tmp_path}/l",
    )
    ended = run_cli("scrapy.cmdline", "crawl", SITE, *settings, "-L", "ERROR")
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert "cannot hold an archive" in line


def test_scrapy_crawl_and_backfill_fill_an_archive_too(
    origin: str, run_cli: Run, tmp_path: Path
) -> None:
    ledger = f"sqlite:///{tmp_path / 'one.sqlite'}"
    settings = {"ORIGIN": origin, "CRAWLER_LEDGER": ledger, "ARCHIVE": str(tmp_path / "one")}
    words = [word for pair in settings.items() for word in ("-s", "=".join(pair))]
    done(run_cli("scrapy.cmdline", "crawl", SITE, *words, "-a", f"since={SINCE}", "-L", "WARNING"))
    done(run_cli("crawler", "backfill", SITE, "--from", "2026-01-21", "--to", "2026-01-21",
                 "--origin", origin, "--archive", str(tmp_path / "two"), "--feeds", "none",
                 "--data", str(tmp_path / "data")))  # fmt: skip
    for name in ("one", "two"):
        copy = tmp_path / f"copy of {name}"
        done(run_cli("crawler", "replay", str(tmp_path / name), "--data", str(copy)))
    assert rows(tmp_path / "copy of two", "articles") == rows(tmp_path / "data", "articles")
    assert rows(tmp_path / "copy of two", "articles")
    assert rows(tmp_path / "copy of one", "articles")
