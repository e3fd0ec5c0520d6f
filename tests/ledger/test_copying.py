"""A ledger copied whole into another database, and crawled on in the copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from crawler.demo import Newsroom, serving
from crawler.demo.places import read_article_path
from crawler.errors import LedgerUnusable
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.copying import copy_ledger
from crawler.ledger.crawling import crawls
from crawler.ledger.facts import count_rows
from crawler.ledger.tables import leases, metadata, page_id, pages

NOW = dt.datetime.fromisoformat("2026-01-21T18:50+02:00")
SITE = "interfax-ukraine"


def rows_of(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of the primary keys."""
    with reading(engine) as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(t).order_by(*t.primary_key))]
            for name, t in metadata.tables.items()
        }


def add_page(engine: Engine, number: int) -> None:
    key = f"gazette.example/news/{number}"
    with writing(engine) as connection:
        crawl = crawls.begin(connection, "gazette", "crawl", {}, NOW)
        connection.execute(
            insert(pages).values(
                id=page_id("gazette", key),
                site="gazette",
                key=key,
                url=f"https://{key}",
                kind="article",
                place="feed",
                depth=0,
                title="Тіна – 'quoted' \\ \u2028",
                published=NOW,
                first_seen=NOW,
                first_crawl=crawl,
                state="due",
                attempts=0,
                priority=1,
            )
        )
        crawls.finish(connection, "gazette", crawl, "finished", None, {"requests": 1}, NOW)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    engine = open_ledger(f"sqlite:///{tmp_path / 'other.sqlite'}")
    yield engine
    engine.dispose()


def test_there_and_back_every_row_is_the_same(
    engine: Engine, sqlite: Engine, tmp_path: Path
) -> None:
    for number in range(3):
        add_page(sqlite, number)
    assert copy_ledger(sqlite, engine) == 6
    assert rows_of(engine) == rows_of(sqlite)
    back = open_ledger(f"sqlite:///{tmp_path / 'back.sqlite'}")
    copy_ledger(engine, back)
    assert rows_of(back) == rows_of(sqlite)
    back.dispose()


def test_numbers_go_on_after_those_copied(engine: Engine, sqlite: Engine) -> None:
    for number in range(3):
        add_page(sqlite, number)
    copy_ledger(sqlite, engine)
    add_page(engine, 4)
    with reading(engine) as connection:
        assert count_rows(connection)["crawls"] == 4


def test_progress_counts_every_row(engine: Engine, sqlite: Engine) -> None:
    add_page(sqlite, 1)
    told: list[tuple[str, int]] = []
    copy_ledger(sqlite, engine, lambda *one: told.append(one))
    assert told == [("crawls", 1), ("pages", 1)]


def test_a_target_that_holds_anything_is_left_alone(engine: Engine, sqlite: Engine) -> None:
    add_page(sqlite, 1)
    add_page(engine, 2)
    before = rows_of(engine)
    with pytest.raises(LedgerUnusable, match="not empty"):
        copy_ledger(sqlite, engine)
    assert rows_of(engine) == before


def test_a_crawl_that_was_running_has_ended_in_the_copy(engine: Engine, sqlite: Engine) -> None:
    with writing(sqlite) as connection:
        crawls.begin(connection, "gazette", "crawl", {}, NOW)
    copy_ledger(sqlite, engine)
    rows = rows_of(engine)
    assert rows[leases.name] == []
    assert "killed" in rows["crawls"][0]


@pytest.mark.slow
def test_a_crawl_goes_on_in_the_copy(
    address: str, tmp_path: Path, crawler_of: Any, command: Callable[..., Any]
) -> None:
    first = tmp_path / "first.sqlite"
    newsroom = Newsroom.opened(now=NOW, articles=30)
    with serving(newsroom) as origin:
        crawler_of(origin, f"sqlite:///{first}").crawl(NOW, max_pages=18)
        said = command("ledger", "copy", "--from", str(first), "--to", address)
        assert said.code == 0, said.err
        assert "rows were copied into" in said.err
        crawler_of(origin, address).crawl(NOW)
        origin.house.publish(2)
        counts = crawler_of(origin, address).crawl(NOW + dt.timedelta(minutes=20))
        asked = origin.house.log.paths
    assert counts["article/new"] == 2
    articles = {path: count for path, count in asked.items() if read_article_path(path)}
    assert set(articles.values()) == {1}
    assert len(articles) == 32
    info = command("ledger", "info", "--ledger", address)
    assert f"{SITE}: 32 articles" in info.out


def test_copying_into_what_is_not_empty_is_one_line(
    address: str, sqlite: Engine, command: Callable[..., Any]
) -> None:
    add_page(sqlite, 1)
    source = sqlite.url.render_as_string()
    assert command("ledger", "copy", "--from", source, "--to", address).code == 0
    said = command("ledger", "copy", "--from", source, "--to", address)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "not empty" in said.err


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("none.sqlite", "new.sqlite", "there is no ledger"),
        ("a.sqlite", "a.sqlite", "the same ledger"),
        ("", "a.sqlite", "is empty"),
    ],
    ids=["no source", "onto itself", "no name"],
)
def test_what_cannot_be_copied_is_one_line(
    tmp_path: Path, command: Callable[..., Any], source: str, target: str, said: str
) -> None:
    names = [str(tmp_path / one) if one else "" for one in (source, target)]
    ended = command("ledger", "copy", "--from", names[0], "--to", names[1])
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert said in ended.err
    assert not list(tmp_path.iterdir())
