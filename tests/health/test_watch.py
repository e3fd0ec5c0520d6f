"""From the ledger to alarms, over both databases: crawls as rows, no network."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, select, update

from crawler.health import store, watch
from crawler.health.alarm import Kind
from crawler.health.channels import Channels
from crawler.health.overview import look_at, read_health, values
from crawler.health.sample import Sample
from crawler.health.store import read_alarms, read_samples
from crawler.health.watch import judge_crawls, judge_quietly
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import alarm_news, articles, crawls, looks, metadata, page_id, pages
from crawler.site import Site

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class Gazette(Site):
    """A site."""

    name = "gazette"
    home = "https://gazette.example/"


SITE = Gazette()


def document(number: int, rule: str) -> str:
    says = {"title": f"Story {number}", "body": ["Words of it."], "provenance": {"title": rule}}
    return json.dumps(says)


def add_crawl(
    engine: Engine,
    number: int,
    rule: str = "site: h1",
    outcome: str = "finished",
    kept: int = 6,
    **says: Any,
) -> None:
    """A crawl that read six new articles, an hour after the one before."""
    started = NOW + number * HOUR
    crawl = {
        "id": number,
        "site": SITE.name,
        "command": "crawl",
        "arguments": "{}",
        "started": started,
        "ended": started + HOUR / 6,
        "outcome": outcome,
    }
    with writing(engine) as connection:
        connection.execute(insert(crawls).values({**crawl, **says}))
        for story in range(kept):
            _add_article(connection, number, started, f"{number}-{story}", rule)


def _add_article(connection: Any, crawl: int, at: dt.datetime, key: str, rule: str) -> None:
    page, url = page_id(SITE.name, key), f"{SITE.home}{key}"
    row = {
        "id": page,
        "site": SITE.name,
        "key": key,
        "url": url,
        "kind": "article",
        "place": "listing",
        "depth": 0,
        "first_seen": at,
        "first_crawl": crawl,
        "state": "kept",
        "attempts": 0,
        "priority": 1,
    }
    article = {
        "page": page,
        "site": SITE.name,
        "url": url,
        "published": at - HOUR / 2,
        "date": at.date().isoformat(),
        "title": key,
        "revision": 1,
        "content_hash": "",
        "first_seen": at,
        "last_seen": at,
        "related_hash": "",
        "document": document(1, rule),
    }
    look = {
        "page": page, "crawl": crawl, "at": at, "status": 200, "bytes": 1, "outcome": "ok",
        "changed": True,
    }  # fmt: skip
    connection.execute(insert(pages).values(row))
    connection.execute(insert(articles).values(article))
    connection.execute(insert(looks).values(look))


def judged(engine: Engine, hours: int) -> list[Any]:
    return judge_crawls(engine, SITE, Channels(), NOW + hours * HOUR)


def test_crawls_are_judged_once_and_in_order(any_engine: Engine) -> None:
    for number in range(1, 5):
        add_crawl(any_engine, number)
    assert len(judged(any_engine, 5)) == 4
    assert judged(any_engine, 5) == []
    with reading(any_engine) as connection:
        samples = read_samples(connection, SITE.name)
    assert [one.crawl for one in samples] == [1, 2, 3, 4]
    assert {(one.articles, one.new, one.late) for one in samples} == {(6, 6, 0), (6, 6, None)}


def test_a_blind_rule_is_raised_and_closed(any_engine: Engine) -> None:
    for number in range(1, 5):
        add_crawl(any_engine, number)
        judged(any_engine, number + 1)
    add_crawl(any_engine, 5, rule="html: h1")
    (verdict,) = judged(any_engine, 6)
    assert [one.rule for one in verdict.raised] == ["site: h1"]
    add_crawl(any_engine, 6, rule="html: h1")
    (verdict,) = judged(any_engine, 7)
    assert (len(verdict.raised), len(verdict.kept)) == (0, 1)
    add_crawl(any_engine, 7)
    judged(any_engine, 8)
    with reading(any_engine) as connection:
        (alarm,) = read_alarms(connection, SITE.name)
        news = connection.execute(select(alarm_news.c.event, alarm_news.c.channel)).all()
    assert alarm.raised == NOW + 5 * HOUR + HOUR / 6
    assert alarm.closed == NOW + 7 * HOUR + HOUR / 6
    assert alarm.last_seen == NOW + 6 * HOUR + HOUR / 6
    assert sorted(tuple(one) for one in news) == [("closed", "log"), ("raised", "log")]


def test_a_killed_crawl_is_judged_at_the_next_start(engine: Engine) -> None:
    for number in range(1, 4):
        add_crawl(engine, number)
    add_crawl(engine, 4, rule="html: h1", outcome="running", ended=None)
    assert len(judged(engine, 5)) == 3
    with writing(engine) as connection:
        connection.execute(
            update(crawls).where(crawls.c.id == 4).values(outcome="killed", ended=NOW + 5 * HOUR)
        )
    (verdict,) = judged(engine, 5)
    assert [one.kind for one in verdict.raised] == [Kind.RULE_BLIND]


@pytest.mark.parametrize(
    "says",
    [
        {"command": "backfill"},
        {"command": "warc"},
        {"arguments": '{"urls": 3}'},
        {"arguments": '{"places_only": "yes"}'},
    ],
    ids=str,
)
def test_what_is_no_usual_crawl_is_not_judged(engine: Engine, says: dict[str, Any]) -> None:
    add_crawl(engine, 1, **says)
    assert judged(engine, 2) == []


def test_old_crawls_give_a_history_and_no_alarms(engine: Engine) -> None:
    """A ledger that an older version kept."""
    for number in range(1, 5):
        add_crawl(engine, number)
    add_crawl(engine, 5, rule="html: h1")
    assert [one.raised for one in judged(engine, 24 * 9)] == [()] * 5


def test_only_so_many_samples_are_kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SAMPLES_KEPT", 3)
    for number in range(1, 8):
        add_crawl(engine, number, kept=0)
    judged(engine, 8)
    with reading(engine) as connection:
        assert [one.crawl for one in read_samples(connection, SITE.name)] == [5, 6, 7]


def test_of_what_is_not_the_newest_one_in_a_span_is_kept(engine: Engine) -> None:
    """Crawls every ten minutes; the fullest of each two hours, then the newest sixty."""
    with writing(engine) as connection:
        for number in range(200):
            at = NOW.replace(hour=0) + number * HOUR / 6
            row = {"id": number + 1, "site": SITE.name, "command": "crawl", "arguments": "{}"}
            connection.execute(insert(crawls).values(**row, started=at, outcome="finished"))
            sample = Sample(crawl=number + 1, at=at, articles=number % 12)
            store.write_sample(connection, SITE.name, sample)
        kept = read_samples(connection, SITE.name)
    assert [one.crawl for one in kept[-60:]] == list(range(141, 201))
    assert [one.crawl for one in kept[:-60]] == [*range(12, 133, 12), 140]


def test_closed_alarms_are_forgotten_after_a_year(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 5):
        add_crawl(engine, number)
    add_crawl(engine, 5, rule="html: h1")
    add_crawl(engine, 6)
    judged(engine, 7)
    monkeypatch.setattr(store, "ALARMS_KEPT", HOUR)
    add_crawl(engine, 9)
    judged(engine, 10)
    with reading(engine) as connection:
        assert read_alarms(connection) == []
        assert connection.execute(select(func.count()).select_from(alarm_news)).scalar() == 0


def test_a_judgement_that_fails_does_not_fail_the_crawl(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    add_crawl(engine, 1)

    def broken(*_: object) -> None:
        raise LookupError("no such thing")

    monkeypatch.setattr(watch, "measure", broken)
    assert judge_quietly(engine, SITE, Channels(), NOW) == []
    assert "the next crawl tries again" in caplog.text
    monkeypatch.undo()
    assert len(judged(engine, 2)) == 1


def test_what_a_ledger_asks_is_found_by_index(engine: Engine) -> None:
    """Beside tables of any size: no statement of a judgement reads a whole one."""
    from sqlalchemy import event

    add_crawl(engine, 1)
    add_crawl(engine, 2)
    asked: dict[str, Any] = {}

    def note(_c: Any, _cursor: Any, statement: str, found: Any, *_: Any) -> None:
        asked[statement] = found

    event.listen(engine, "before_cursor_execute", note)
    judged(engine, 3)
    event.remove(engine, "before_cursor_execute", note)
    with reading(engine) as connection:
        steps = [
            row[-1]
            for statement, found in asked.items()
            if statement.startswith(("SELECT", "UPDATE", "DELETE"))
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", found)
        ]
    assert steps
    assert not [one for one in steps if one.startswith("SCAN")]


def test_a_sites_health_is_told_by_field(engine: Engine) -> None:
    for number in range(1, 4):
        add_crawl(engine, number)
    add_crawl(engine, 4, rule="html: h1")
    judged(engine, 5)
    with reading(engine) as connection:
        health = read_health(connection, SITE.name)
    title = next(one for one in health.fields if one.name == "title")
    assert (title.share, title.usual, title.rule, title.rule_share) == (1.0, 1.0, "html: h1", 1.0)
    assert title.trend == (1.0,) * 4
    told = values(health)
    assert json.loads(json.dumps(told)) == told
    assert told["alarms"][0]["rule"] == "site: h1"


def test_a_site_that_was_never_judged_has_no_health() -> None:
    assert look_at("gazette", [], []).last is None


def test_the_tables_are_those_of_the_migrations(any_engine: Engine) -> None:
    """Alembic finds nothing that the migrations left out."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with reading(any_engine) as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)
    ours = ("health_samples", "alarms", "alarm_news")
    assert not [one for one in found if any(name in str(one) for name in ours)]
