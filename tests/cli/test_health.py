"""`health`, and the log of a crawl as machines read it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.cli.health import sparkline
from crawler.health.alarm import Alarm, Kind
from crawler.health.judge import Verdict
from crawler.health.store import write_verdict
from crawler.ledger.connect import opened, writing

SITE = "interfax-ukraine"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
Run = Callable[..., Any]


@pytest.fixture
def alarmed(crawled: Path, tmp_path: Path) -> Path:
    """A data folder with an alarm, whose message is markup and control characters."""
    import shutil

    folder = shutil.copytree(crawled, tmp_path / "data")
    alarm = Alarm(
        site=SITE,
        kind=Kind.RULE_BLIND,
        subject="title: the site's rules",
        raised=NOW,
        last_seen=NOW,
        message="title: the rule 'site: [bold]h1' went blind",
        evidence={"rule": "site: [bold]h1"},
    )
    with opened(f"sqlite:///{folder / 'ledger.sqlite'}") as engine, writing(engine) as connection:
        write_verdict(connection, SITE, Verdict(raised=(alarm,)), ["log"], NOW)
    return folder


def test_a_site_that_is_well(crawled: Path, run_cli: Run) -> None:
    done = run_cli("crawler", "health", SITE, "--data", str(crawled))
    assert done.returncode == 0, done.stderr
    assert f"{SITE}: no alarms" in done.stdout
    assert "site: h1.article-content-title" in done.stdout
    assert " filled  usual  crawl by crawl " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_an_open_alarm_names_the_rule_and_is_the_exit_code(alarmed: Path, run_cli: Run) -> None:
    done = run_cli("crawler", "health", "--data", str(alarmed))
    assert done.returncode == 1
    assert f"{SITE}: 1 alarm" in done.stdout
    assert "rule-blind since 2026-01-21 19:00: title: the rule 'site: [bold]h1'" in done.stdout


def test_programs_get_json(alarmed: Path, run_cli: Run) -> None:
    done = run_cli("crawler", "health", SITE, "--format", "json", "--data", str(alarmed))
    told = json.loads(done.stdout)
    assert told["site"] == SITE
    assert told["last_crawl"]["articles_read"] == 60
    assert [one["rule"] for one in told["alarms"]] == ["site: [bold]h1"]
    title = next(one for one in told["fields"] if one["name"] == "title")
    assert (title["filled"], title["rule_share"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nosuch",), "nosuch"),
        (("tagesschau",), "crawl it first"),
    ],
)
def test_a_mistake_is_one_line(
    crawled: Path, run_cli: Run, words: tuple[str, ...], said: str
) -> None:
    done = run_cli("crawler", "health", *words, "--data", str(crawled))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert said in done.stderr


def test_a_bad_setting_is_told_before_a_crawl_begins(
    origin: str, run_cli: Run, tmp_path: Path
) -> None:
    words = ("crawler", "crawl", SITE, "--origin", origin, "--data", str(tmp_path))
    done = run_cli(*words, CRAWLER_ALARM_WEBHOOK="nonsense")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "webhook" in done.stderr


def test_a_log_for_machines(origin: str, run_cli: Run, tmp_path: Path) -> None:
    words = ("crawl", SITE, "--origin", origin, "--verbose", "--log-format", "json")
    done = run_cli("crawler", *words, "--max-pages", "3", "--data", str(tmp_path))
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines
    assert {"time", "level", "logger", "message"} <= set(lines[0])


@pytest.mark.parametrize(
    ("trend", "expected"), [((0.0, 0.5, 1.0), "▁▅█"), ((), ""), ((1.0,) * 99, "█" * 16)]
)
def test_a_trend_is_bars(trend: tuple[float, ...], expected: str) -> None:
    assert sparkline(trend) == expected
