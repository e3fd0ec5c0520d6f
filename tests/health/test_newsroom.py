"""The newsroom as a site that changes: what is crawled of it raises alarms, and heals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from crawler.demo import Newsroom, serving
from crawler.demo.fault import Fault
from crawler.demo.fault import Kind as FaultKind
from crawler.health.alarm import Kind
from crawler.ledger.connect import reading
from crawler.ledger.tables import alarm_news

NOW = dt.datetime.fromisoformat("2026-01-21T18:50:00+02:00")
SINCE = "2026-01-01"


@pytest.mark.thorough
def test_a_redesign_is_told_by_the_next_crawl_and_closes_when_it_heals(
    watch: Callable[..., Any],
) -> None:
    with serving(Newsroom.opened(now=NOW, articles=40)) as origin:
        watched = watch(origin)
        watched.crawl(since=SINCE)
        origin.house.publish(8)
        watched.crawl()
        assert watched.alarms(None) == []

        origin.house.behave(replace(origin.house.conduct, redesigned=True))
        origin.house.publish(8)
        said = watched.crawl()
        told = {(alarm.kind, alarm.rule) for alarm in watched.alarms()}
        assert told >= {
            (Kind.RULE_BLIND, "site: h1.article-content-title"),
            (Kind.RULE_BLIND, "site: div.article-time"),
            (Kind.RULE_BLIND, "site: div.article-content > p"),
            (Kind.RULE_BLIND, "site: div.article-tags a"),
            (Kind.PLACE_EMPTY, None),
        }
        assert "the rule 'site: h1.article-content-title' went blind" in said

        origin.house.behave(replace(origin.house.conduct, redesigned=False))
        origin.house.publish(8)
        assert "healed" not in watched.crawl()  # told, but not as a warning
        assert watched.alarms() == []
        assert len(watched.alarms(is_open=False)) == len(told)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("status", "kind", "subject"),
    [(403, Kind.BLOCKED, "http-403"), (200, Kind.PLACE_EMPTY, "https://en.interfax.com.ua/")],
)
def test_a_challenge_page_is_told_at_once(
    watch: Callable[..., Any], status: int, kind: Kind, subject: str
) -> None:
    with serving(Newsroom.opened(now=NOW, articles=20)) as origin:
        watched = watch(origin)
        watched.crawl(since=SINCE)
        origin.house.fail(Fault(kind=FaultKind.CHALLENGE, status=status))
        origin.house.publish(3)
        watched.crawl()
        alarms = watched.alarms()
        assert [one for one in alarms if one.kind is kind and one.subject.startswith(subject)]
        assert {one.kind for one in alarms} <= {kind, Kind.BLOCKED}
        origin.house.heal()
        watched.crawl(watched.origin.newsroom.now + dt.timedelta(hours=2))
        assert watched.alarms() == []


@pytest.mark.slow
def test_a_broken_file_stops_no_crawl_and_loses_no_alarm(
    watch: Callable[..., Any], engine: Engine, tmp_path: Path
) -> None:
    """Somebody edits crawler.toml while a crawl begins; what it raises waits for the channels."""
    broken = tmp_path / "crawler.toml"
    broken.write_text('[alarms]\nwebhook = "https://hooks.example/')
    with serving(Newsroom.opened(now=NOW, articles=20)) as origin:
        origin.house.fail(Fault(kind=FaultKind.CHALLENGE, status=403))
        watched = watch(origin, CRAWLER_CONFIG=str(broken))
        said = watched.crawl()
    assert "Alarms wait until this is mended" in said
    assert "crawler.toml is no TOML" in said
    assert Kind.BLOCKED in {one.kind for one in watched.alarms()}
    with reading(engine) as connection:
        rows = connection.execute(select(alarm_news.c.channel, alarm_news.c.state)).all()
    assert set(rows) == {("log", "delivered"), ("webhook", "waiting"), ("mail", "waiting")}


@pytest.mark.thorough
def test_a_newsroom_that_falls_silent_is_missed(watch: Callable[..., Any]) -> None:
    with serving(Newsroom.opened(now=NOW, articles=500)) as origin:
        watched = watch(origin)
        watched.crawl(since="2026-01-10", max_pages=700)
        watched.crawl(NOW + dt.timedelta(hours=12))
        assert watched.alarms() == []
        watched.crawl(NOW + dt.timedelta(days=2))
        assert [one.kind for one in watched.alarms()] == [Kind.SILENT]
        origin.house.publish(150)
        watched.crawl()
        assert watched.alarms() == []
