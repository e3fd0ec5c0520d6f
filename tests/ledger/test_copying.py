"""A ledger copied into another, from each database into each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from crawler.article import Article
from crawler.errors import LedgerUnusable
from crawler.ledger import crawls, frontier, keep, places
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.copying import copy_ledger
from crawler.ledger.decide import Policy
from crawler.ledger.tables import leases, metadata
from crawler.ledger.visit import Answer, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 12, 0, 0, 123456, tzinfo=dt.UTC)
LATEST = places.Place("gazette.example/latest", "https://gazette.example/latest", PageKind.LISTING)
STORY = Link("https://gazette.example/1", PageKind.ARTICLE, Where.LISTING, title="Що — «нове»")


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite ledger in which a crawl kept a listing and an article, and still runs."""
    engine = open_ledger(f"sqlite:///{tmp_path / 'source.sqlite'}")
    fill(engine)
    yield engine
    engine.dispose()


def fill(engine: Engine) -> None:
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {"depth": 1}, NOW)
        places.open_places(connection, SITE, crawl, [LATEST], NOW, NOW)
        (page,) = frontier.draw_due(connection, SITE, NOW, 9, ())
        answer = Answer("ok", status=200, bytes=1)
        found = Visit(page, NOW, answer, page.url, page.key, links=(("1", STORY),))
        keep.keep(connection, SITE, crawl, Policy(), [found], NOW)
        (due,) = frontier.draw_due(connection, SITE, NOW, 9, ())
        article = Article(title="Що — «нове»", date=NOW.date(), site=SITE, url=due.url)
        read = Visit(due, NOW, answer, due.url, due.key, article=article)
        keep.keep(connection, SITE, crawl, Policy(), [read], NOW)


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with reading(engine) as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
            if table is not leases
        }


def test_every_row_arrives_and_is_told(source: Engine, engine: Engine) -> None:
    told: dict[str, int] = {}
    total = copy_ledger(source, engine, told.__setitem__)
    assert rows(engine) == rows(source)
    assert told == {name: len(held) for name, held in rows(source).items()}
    assert total == sum(told.values()) > 5


def test_it_goes_back_as_it_came(source: Engine, engine: Engine, tmp_path: Path) -> None:
    copy_ledger(source, engine)
    third = open_ledger(f"sqlite:///{tmp_path / 'third.sqlite'}")
    copy_ledger(engine, third)
    assert rows(third) == rows(source)
    third.dispose()


def test_a_copy_is_held_by_nobody_and_goes_on(source: Engine, engine: Engine) -> None:
    copy_ledger(source, engine)
    with writing(engine) as connection:
        assert connection.execute(select(func.count()).select_from(leases)).scalar() == 0
        assert crawls.begin(connection, SITE, "crawl", {}, NOW + dt.timedelta(hours=1)) == 2
        places.open_places(connection, SITE, 2, [LATEST], NOW, NOW + dt.timedelta(hours=1))


def test_a_ledger_that_holds_anything_is_left_as_it_is(source: Engine, engine: Engine) -> None:
    with writing(engine) as connection:
        crawls.begin(connection, "herald", "crawl", {}, NOW)
    before = rows(engine)
    with pytest.raises(LedgerUnusable, match=r"not empty \(crawls has rows\); name an empty one"):
        copy_ledger(source, engine)
    assert rows(engine) == before
