"""The commands as a user runs them, on a newsroom of a fixed day."""

from __future__ import annotations

import json
import shutil
import urllib.request
from pathlib import Path

import feedparser
import jsonschema
import pytest

from crawler import article as schema
from crawler.demo import compare

from .conftest import ROOT, SINCE, Run


def truths(origin: str) -> dict[str, schema.Article]:
    with urllib.request.urlopen(f"{origin}/_newsroom/truth") as answer:
        found = (schema.from_json(line) for line in answer)
        return {article.url or "": article for article in found}


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_what_is_kept_is_what_the_newsroom_says(crawled: Path, origin: str) -> None:
    kept = [schema.from_json(line) for line in lines(crawled / "feeds/interfax-ukraine.jsonl")]
    true = truths(origin)
    assert len(kept) == len(true)
    by_number = {url.rpartition("/")[2]: article for url, article in true.items()}
    for article in kept:
        truth = by_number[(article.url or "").rpartition("/")[2]]
        differences = [one for one in compare(truth, article) if one.field != "url"]
        assert not differences, article.url


def test_every_line_validates_against_the_schema(crawled: Path) -> None:
    validator = jsonschema.Draft202012Validator(
        json.loads((ROOT / "data/schema/article.schema.json").read_text(encoding="utf-8"))
    )
    for line in lines(crawled / "feeds/interfax-ukraine.jsonl"):
        validator.validate(json.loads(line))


def test_what_is_kept_bears_the_real_addresses(crawled: Path) -> None:
    for name in ("jsonl", "rss"):
        text = (crawled / f"feeds/interfax-ukraine.{name}").read_text(encoding="utf-8")
        assert "https://en.interfax.com.ua/news/" in text
        assert "127.0.0.1" not in text


def test_a_second_crawl_asks_for_nothing_it_has(
    crawled: Path, origin: str, run_cli: Run, tmp_path: Path
) -> None:
    shutil.copytree(crawled, tmp_path, dirs_exist_ok=True)
    again = run_cli(
        *("crawler", "crawl", "interfax-ukraine", "--origin", origin, "--data", str(tmp_path))
    )
    assert again.returncode == 0
    assert "kept      0 new, 0 revised; 60 articles in all" in again.stdout
    assert "asked     2 pages" in again.stdout


def test_a_dry_run_keeps_nothing(origin: str, run_cli: Run, tmp_path: Path) -> None:
    done = run_cli(
        *("crawler", "crawl", "interfax-ukraine", "--origin", origin, "--since", SINCE),
        *("--data", str(tmp_path / "new"), "--dry-run"),
    )
    assert done.returncode == 0
    assert "60 articles would be fetched" in " ".join(done.stdout.split())
    assert not (tmp_path / "new").exists()


def test_max_pages_is_kept_to_and_the_rest_is_told(
    origin: str, run_cli: Run, tmp_path: Path
) -> None:
    words = ("crawler", "crawl", "interfax-ukraine", "--origin", origin, "--since", SINCE)
    cut = run_cli(*words, "--data", str(tmp_path), "--max-pages", "20")
    assert "asked     20 pages" in cut.stdout
    assert "max-pages" in cut.stdout
    rest = run_cli(*words, "--data", str(tmp_path))
    assert "60 articles in all" in rest.stdout
    assert "gap " not in rest.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--section", "Politics"], "Politics"),
        (["--since", "2026-01-21T12:00", "--until", "2026-01-21"], "2026-01-21"),
    ],
    ids=["section", "time"],
)
def test_export_writes_a_selection(
    crawled: Path, run_cli: Run, tmp_path: Path, words: list[str], said: str
) -> None:
    out = tmp_path / "out.jsonl"
    done = run_cli("crawler", "export", "--out", str(out), "--data", str(crawled), *words)
    assert done.returncode == 0, done.stderr
    chosen = [json.loads(line) for line in lines(out)]
    everything = lines(crawled / "feeds/interfax-ukraine.jsonl")
    assert 0 < len(chosen) < len(everything)
    assert all(said in (one["section"], one["date"]) for one in chosen)


def test_a_nothing_that_fits_is_said_and_is_no_mistake(
    crawled: Path, run_cli: Run, tmp_path: Path
) -> None:
    done = run_cli(
        *("crawler", "export", "--out", str(tmp_path / "o"), "--data", str(crawled)),
        *("--words", "xyzzy"),
    )
    assert (done.returncode, "nothing fits" in done.stderr) == (0, True)


@pytest.mark.parametrize("ending", ["jsonl", "csv", "rss", "txt"])
def test_plain_scrapy_writes_what_export_writes(
    origin: str, run_cli: Run, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"out.{ending}"
    done = run_cli(
        *("scrapy", "crawl", "interfax-ukraine", "-O", str(out), "-a", f"since={SINCE}"),
        *("-s", f"ORIGIN={origin}", "-a", "max_pages=40"),
        CRAWLER_DATA=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    exported = tmp_path / f"export.{ending}"
    name = {"txt": "text"}.get(ending, ending)
    asked = run_cli(
        *("crawler", "export", "--format", name, "--out", str(exported)), CRAWLER_DATA=str(tmp_path)
    )
    assert asked.returncode == 0, asked.stderr
    if ending == "rss":
        one, other = (feedparser.parse(path.read_bytes()) for path in (out, exported))
        assert {item.link for item in one.entries} == {item.link for item in other.entries}
        return
    # A crawl writes in the order of its answers, an export by time.
    separator = "\n date " if ending == "txt" else "\n"
    parts = [("\n" + path.read_text(encoding="utf-8")).split(separator) for path in (out, exported)]
    assert sorted(map(str.strip, parts[0])) == sorted(map(str.strip, parts[1]))


def test_scrapy_lists_the_sites(run_cli: Run, tmp_path: Path) -> None:
    listed = run_cli("scrapy", "list", CRAWLER_DATA=str(tmp_path)).stdout.split()
    assert {"interfax-ukraine", "interfax-ukraine-uk", "interfax-ukraine-ru"} <= set(listed)


def test_check_shows_value_raw_string_and_rule(origin: str, run_cli: Run) -> None:
    url = next(iter(truths(origin)))
    done = run_cli("crawler", "check", "interfax-ukraine", url, "--origin", origin)
    assert done.returncode == 0, done.stderr
    assert "h1.article-content-title" in done.stdout
    assert "div.article-time" in done.stdout


def test_check_reads_a_saved_page(origin: str, run_cli: Run, tmp_path: Path) -> None:
    url, truth = next(iter(truths(origin).items()))
    path = tmp_path / "page.html"
    with urllib.request.urlopen(url.replace("https://en.interfax.com.ua", origin)) as answer:
        path.write_bytes(answer.read())
    done = run_cli(*("crawler", "check", "interfax-ukraine", str(path), "--url", url, "--json"))
    assert json.loads(done.stdout)["title"] == truth.title
