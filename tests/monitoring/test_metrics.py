from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, insert, text, update

from crawler.health.sample import Sample
from crawler.health.store import write_sample
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.tables import alarm_news, alarms, articles, crawls, gaps, pages, walks
from crawler.monitoring import totals
from crawler.monitoring.metrics import REST, Metrics
from crawler.monitoring.probes import alive, ready

DOCS = Path(__file__).parents[2] / "docs" / "monitoring"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
COUNTS = {
    "requests": 12,
    "bytes": 3400,
    "answer/ok": 10,
    "answer/blocked": 2,
    "article/new": 7,
    "missed/rejected/no-body": 1,
    "missed/failed/reader-WhateverAPageBrings": 2,
    "page/article": 12,
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield engine
    engine.dispose()


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def add_crawl(engine: Engine, number: int, site: str = "gazette", **says: Any) -> None:
    row = {
        "id": number,
        "site": site,
        "command": "crawl",
        "arguments": "{}",
        "started": NOW,
        "ended": NOW + dt.timedelta(seconds=90),
        "outcome": "finished",
        "counts": json.dumps(COUNTS),
    }
    with writing(engine) as connection:
        connection.execute(insert(crawls).values({**row, **says}))


def add_all(engine: Engine) -> None:
    """Something of everything that is counted."""
    add_crawl(engine, 1)
    page = {
        "id": 1, "site": "gazette", "key": "k", "url": "u", "kind": "article", "place": "feed",
        "depth": 0, "first_seen": NOW, "first_crawl": 1, "state": "kept", "attempts": 0,
        "priority": 1,
    }  # fmt: skip
    article = {
        "page": 1, "site": "gazette", "url": "u", "date": "2026-01-21", "title": "t",
        "revision": 1, "content_hash": "", "first_seen": NOW, "last_seen": NOW, "related_hash": "",
        "document": "{}",
    }  # fmt: skip
    walk = {
        "id": 1, "site": "gazette", "listing": 1, "url": "u", "crawl": 1, "started": NOW,
        "state": "gap", "thorough": False, "pages": 1, "position": 1,
    }  # fmt: skip
    gap = {"site": "gazette", "walk": 1, "url": "u", "opened": NOW, "reason": "max-pages"}
    alarm = {
        "id": 1, "site": "gazette", "kind": "rule-blind", "subject": "s", "raised": NOW,
        "last_seen": NOW, "accepted": False, "message": "m", "evidence": "{}",
    }  # fmt: skip
    news = {
        "alarm": 1, "event": "raised", "channel": "mail", "state": "failed", "attempts": 9,
        "next_try": NOW,
    }  # fmt: skip
    rows = {pages: page, articles: article, walks: walk, gaps: gap, alarms: alarm, alarm_news: news}
    with writing(engine) as connection:
        for table, row in rows.items():
            connection.execute(insert(table).values(row))
        sample = Sample(crawl=1, at=NOW, articles=4, filled={"title": 3}, newest=NOW)
        write_sample(connection, "gazette", sample)


def lines(rendered: bytes) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(rendered.decode())
        for sample in family.samples
    }


def value(rendered: bytes, name: str, **labels: str) -> float | None:
    return lines(rendered).get((name, tuple(sorted(labels.items()))))


def test_what_the_ledger_holds_is_told(engine: Engine) -> None:
    add_all(engine)
    told, content_type = Metrics(engine).render()
    assert content_type.startswith("text/plain")
    site = {"site": "gazette"}
    expected: list[tuple[str, dict[str, str], float]] = [
        ("crawler_ledger_up", {}, 1),
        ("crawler_articles", site, 1),
        ("crawler_frontier_pages", {**site, "state": "kept"}, 1),
        ("crawler_gaps_open", site, 1),
        ("crawler_alarms_open", {**site, "kind": "rule-blind"}, 1),
        ("crawler_alarm_news_untold", {"channel": "mail", "state": "failed"}, 1),
        ("crawler_requests_total", {**site, "outcome": "ok"}, 10),
        ("crawler_requests_total", {**site, "outcome": "blocked"}, 2),
        ("crawler_articles_read_total", {**site, "news": "new"}, 7),
        ("crawler_failures_total", {**site, "reason": "no-body"}, 1),
        ("crawler_failures_total", {**site, "reason": "other"}, 2),
        ("crawler_response_bytes_total", site, 3400),
        ("crawler_crawls_total", {**site, "command": "crawl", "outcome": "finished"}, 1),
        ("crawler_crawl_duration_seconds_sum", {**site, "command": "crawl"}, 90),
        ("crawler_crawl_duration_seconds_count", {**site, "command": "crawl"}, 1),
        ("crawler_last_crawl_timestamp_seconds", site, NOW.timestamp() + 90),
        ("crawler_newest_article_timestamp_seconds", site, NOW.timestamp()),
        ("crawler_field_fill_ratio", {**site, "field": "title"}, 0.75),
    ]
    for name, labels, number in expected:
        assert value(told, name, **labels) == number, name


def test_open_metrics_are_given_where_asked_for(engine: Engine) -> None:
    told, content_type = Metrics(engine).render("application/openmetrics-text; version=1.0.0")
    assert content_type.startswith("application/openmetrics-text")
    assert told.endswith(b"# EOF\n")


def test_the_ledger_is_not_asked_at_every_scrape(engine: Engine) -> None:
    clock = Clock()
    metrics = Metrics(engine, clock)
    metrics.render()
    add_crawl(engine, 1)
    clock.now += REST - 1
    assert (
        value(metrics.render()[0], "crawler_requests_total", site="gazette", outcome="ok") is None
    )
    clock.now += 2
    assert value(metrics.render()[0], "crawler_requests_total", site="gazette", outcome="ok") == 10


def test_a_crawl_counts_once_however_late_it_ends(engine: Engine) -> None:
    clock = Clock()
    metrics = Metrics(engine, clock)
    add_crawl(engine, 1, ended=None, outcome="running", counts=None)
    add_crawl(engine, 2)
    for _ in range(3):
        metrics.render()
        clock.now += 2 * REST
    with writing(engine) as connection:
        ended = {"ended": NOW, "outcome": "killed", "counts": json.dumps(COUNTS)}
        connection.execute(update(crawls).where(crawls.c.id == 1).values(ended))
    for _ in range(3):
        clock.now += 2 * REST
        told, _ = metrics.render()
    assert value(told, "crawler_requests_total", site="gazette", outcome="ok") == 20


def test_a_ledger_that_cannot_be_read_is_told(engine: Engine) -> None:
    clock = Clock()
    metrics = Metrics(engine, clock)
    add_crawl(engine, 1)
    metrics.render()
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE gaps"))
    clock.now += 2 * REST
    told, _ = metrics.render()
    assert value(told, "crawler_ledger_up") == 0
    assert value(told, "crawler_requests_total", site="gazette", outcome="ok") == 10


def test_many_sites_are_counted_together(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totals, "MOST_SITES", 3)
    for number in range(1, 9):
        add_crawl(engine, number, site=f"site-{number}")
    told, _ = Metrics(engine).render()
    found = {dict(labels).get("site") for _, labels in lines(told)} - {None}
    assert found == {"site-1", "site-2", "site-3", "other"}
    assert value(told, "crawler_requests_total", site="other", outcome="ok") == 50


# The files in docs

WORDS = frozenset(
    [
        "sum",
        "by",
        "rate",
        "increase",
        "time",
        "up",
        "job",
        "site",
        "kind",
        "channel",
        "state",
        "outcome",
        "or",
        "vector",
        "news",
        "new",
        "field",
        "reason",
        "command",
        "on",
        "and",
        "unless",
        "offset",
        "label_values",
    ]
)
_STRING = re.compile(r'"[^"]*"')
_NAME = re.compile(r"\b[a-zA-Z_:][a-zA-Z0-9_:]*\b")


def names_in(expression: str) -> set[str]:
    """The metric names in a PromQL expression."""
    bare = re.sub(r"\[[0-9smhd]+\]|\b[0-9]+[smhd]\b", "", _STRING.sub("", expression))
    return {name for name in _NAME.findall(bare) if name not in WORDS and not name.isdigit()}


def rules() -> list[dict[str, Any]]:
    found = yaml.safe_load((DOCS / "alerts.yml").read_text(encoding="utf-8"))
    return [rule for group in found["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DOCS / "grafana.json").read_text("utf-8"))["panels"]
    return found


EXPRESSIONS = [rule["expr"] for rule in rules()] + [
    target["expr"] for panel in panels() for target in panel["targets"]
]


@pytest.fixture
def existing(engine: Engine) -> set[str]:
    """The names there are; process_… where the system tells them, crawler_jobs with jobs."""
    add_all(engine)
    told, _ = Metrics(engine).render()
    declared = set(re.findall(rb"^# TYPE (\S+) ", told, re.M))
    return {name for name, _ in lines(told)} | {name.decode() for name in declared} | {"up"}


def test_dashboard_and_alerts_name_metrics_that_exist(existing: set[str]) -> None:
    for expression in EXPRESSIONS:
        assert names_in(expression) <= existing, expression


def test_every_metric_of_ours_follows_the_conventions(engine: Engine) -> None:
    add_all(engine)
    told, _ = Metrics(engine).render()
    for family in text_string_to_metric_families(told.decode()):
        if family.name.startswith("crawler_"):
            assert re.fullmatch(r"crawler_[a-z_]+", family.name)
            assert family.documentation
            assert not family.name.endswith(("_count", "_sum", "_bucket"))
            assert all(len(sample.labels) <= 3 for sample in family.samples)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_is_balanced(expression: str) -> None:
    bare = _STRING.sub("", expression)
    for opening, closing in ("()", "{}", "[]"):
        assert bare.count(opening) == bare.count(closing)
    assert bare.count('"') == 0


def test_alert_rules_have_what_prometheus_asks_for() -> None:
    names = [rule["alert"] for rule in rules()]
    assert len(names) == len(set(names)) > 5
    for rule in rules():
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert re.fullmatch(r"[A-Za-z_]+", rule["alert"])
        assert re.fullmatch(r"[0-9]+[smhd]", rule.get("for", "1m"))
        assert rule["labels"]["severity"] in ("critical", "warning", "info")
        assert rule["annotations"]["summary"]


def test_the_dashboard_is_one_that_grafana_reads() -> None:
    found = json.loads((DOCS / "grafana.json").read_text("utf-8"))
    assert {"title", "uid", "schemaVersion", "panels", "templating"} <= set(found)
    assert len({panel["id"] for panel in panels()}) == len(panels())
    for panel in panels():
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        assert panel["targets"]


# Probes


def test_the_process_is_alive() -> None:
    assert alive().is_ok


def test_a_ledger_of_this_version_is_ready(engine: Engine) -> None:
    assert ready(engine).is_ok


def test_a_ledger_of_another_version_is_not(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    probe = ready(engine)
    assert not probe.is_ok
    assert "0001" in probe.details["ledger"]


def test_a_file_that_is_gone_is_not_ready(tmp_path: Path) -> None:
    """Though who holds it open can still read it."""
    file = tmp_path / "ledger.sqlite"
    engine = open_ledger(f"sqlite:///{file}")
    with engine.connect() as held:
        assert ready(engine).is_ok
        file.rename(tmp_path / "elsewhere")
        assert held.exec_driver_sql("SELECT count(*) FROM jobs").scalar() == 0
        assert ready(engine).details == {"ledger": "its file is gone"}
    engine.dispose()


def test_a_ledger_that_is_gone_is_not_ready(tmp_path: Path) -> None:
    engine = open_ledger(f"sqlite:///{tmp_path / 'l.sqlite'}")
    engine.dispose()
    (tmp_path / "l.sqlite").write_bytes(b"no database at all" * 100)
    assert not ready(engine).is_ok
    engine.dispose()
