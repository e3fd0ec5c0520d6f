"""The articles a ledger holds, in one order on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from crawler import article as schema
from crawler.article import Article
from crawler.feeds.selection import Selection, parse_selection
from crawler.ledger.articles.article_choice import choose_articles
from crawler.ledger.articles.library import read_articles, select_articles
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.tables import articles, revisions

KYIV = dt.timezone(dt.timedelta(hours=2))
SEEN = dt.datetime(2026, 1, 25, tzinfo=dt.UTC)


def article(number: int, day: int, hour: int | None, site: str = "gazette") -> Article:
    published = None if hour is None else dt.datetime(2026, 1, day, hour, tzinfo=KYIV)
    return Article(
        title=str(number),
        date=dt.date(2026, 1, day),
        published=published,
        site=site,
        url=f"https://{site}.example/{number}",
        first_seen=SEEN,
        last_seen=SEEN,
    )


def hold(engine: Engine, *held: Article) -> None:
    rows = [
        {
            "page": int(one.title),
            "site": one.site,
            "url": one.url,
            "published": one.published,
            "date": one.date.isoformat(),
            "section": one.section,
            "title": one.title,
            "revision": one.revision or 1,
            "content_hash": "",
            "first_seen": one.first_seen,
            "last_seen": SEEN + dt.timedelta(hours=int(one.title)),
            "related_hash": "",
            "document": schema.to_json(one).decode(),
        }
        for one in held
    ]
    with writing(engine) as connection:
        connection.execute(insert(articles), rows)


def titles(engine: Engine, selection: Selection, newest_first: bool = False) -> list[str]:
    with reading(engine) as connection:
        return [one.title for one in read_articles(connection, selection, newest_first)]


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_order_is_that_of_publication(engine: Engine, newest_first: bool) -> None:
    """Two of one moment stand by number; one without a time stands before those of its day."""
    hold(engine, article(5, 21, 9), article(4, 21, None), article(3, 22, 8), article(1, 20, 23))
    hold(engine, article(2, 21, 9))
    expected = ["1", "4", "2", "5", "3"]
    assert titles(engine, Selection(), newest_first) == expected[:: -1 if newest_first else 1]


def test_a_selection_is_kept_to(engine: Engine) -> None:
    hold(engine, article(1, 20, 9), article(2, 21, 9), article(3, 21, 9, "herald"))
    assert titles(engine, Selection(site="gazette")) == ["1", "2"]
    assert titles(engine, Selection(since=dt.date(2026, 1, 21))) == ["2", "3"]
    assert titles(engine, Selection(site="herald", until=dt.date(2026, 1, 20))) == []


def test_when_it_was_seen_last_is_the_ledgers_word(engine: Engine) -> None:
    hold(engine, article(7, 20, 9))
    with reading(engine) as connection:
        (one,) = read_articles(connection, Selection())
    assert one.last_seen == SEEN + dt.timedelta(hours=7)
    assert one.first_seen == SEEN


BOUNDS = ("2026-01-20", "2026-01-21", "2026-01-21T09:00+02:00", "2026-01-21T07:00:01Z")
SELECTIONS = [
    {},
    {"site": "gazette"},
    {"section": "fACTS"},
    {"section": "Facts", "site": "gazette", "until": "2026-01-21"},
    *({"since": one} for one in BOUNDS),
    *({"until": one, "site": "herald"} for one in BOUNDS),
    {"since": "2026-01-20", "until": "2026-01-21", "section": "Sport"},
    {"tag": "#a/b"},
    {"author": "ada quay"},
    {"language": "en"},
    {"words": "lamp"},
    {"since": "0001-01-01", "until": "9999-12-31"},
]


def library() -> list[Article]:
    """Articles of two sites, some without a time, a section, or whatever else is asked for."""
    many = []
    for number in range(24):
        one = article(number, 18 + number % 6, number % 24 if number % 5 else None)
        site = "herald" if number % 4 == 0 else "gazette"
        says = {"section": (None, "Facts", "FACTS", "Sport")[number % 4]}
        if number % 3 == 0:
            says |= {"tags": ("A/B",), "authors": ("Ada Quay",), "language": "en-GB"}
        many.append(replace(one, site=site, body=("A lamp.",) * (number % 2), **says))
    return many


@pytest.mark.parametrize("asked", SELECTIONS, ids=str)
@pytest.mark.parametrize("newest_first", [False, True])
def test_the_database_leaves_out_what_the_selection_does(
    engine: Engine, asked: dict[str, str], newest_first: bool
) -> None:
    held = library()
    hold(engine, *held)
    selection = parse_selection(**asked)
    admitted = {one.title for one in held if selection.admits(one)}
    found = titles(engine, selection, newest_first)
    everything = titles(engine, Selection(), newest_first)
    assert found == [one for one in everything if one in admitted]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["2", "1", "3"]),
        ({"since": "2026-01-25T01:00"}, ["1", "3"]),
        ({"until": "2026-01-25T03:00+02:00", "site": "gazette"}, ["2", "1"]),
        ({"since": "2026-01-26"}, ["3"]),
    ],
)
def test_by_the_first_look(engine: Engine, asked: dict[str, str], expected: list[str]) -> None:
    hours = {1: 1, 2: 0, 3: 24}
    held = [
        replace(article(number, day, 9), first_seen=SEEN + dt.timedelta(hours=hours[number]))
        for number, day in ((1, 20), (2, 22), (3, 21))
    ]
    hold(engine, *held)
    assert titles(engine, parse_selection(by="seen", **asked)) == expected
    assert titles(engine, parse_selection(by="seen", **asked), True) == expected[::-1]


def test_all_revisions(engine: Engine) -> None:
    """Of the articles that are admitted as they stand now, oldest first."""
    latest = replace(article(1, 20, 9), revision=3, section="Facts")
    hold(engine, article(2, 20, 10), latest)
    with writing(engine) as connection:
        crawl = crawls.begin(connection, "gazette", "crawl", {}, SEEN)
        for number in (1, 2, 3):
            said = replace(latest, revision=number, section="Sport" if number < 3 else "Facts")
            row = {"page": 1, "number": number, "crawl": crawl, "seen": SEEN, "content_hash": ""}
            connection.execute(
                insert(revisions), {**row, "document": schema.to_json(said).decode()}
            )
    with reading(engine) as connection:
        everything = parse_selection(revisions="all")
        found = [(one.title, one.revision) for one in read_articles(connection, everything)]
        assert found == [("1", 1), ("1", 2), ("1", 3), ("2", None)]
        facts = parse_selection(section="facts", revisions="all")
        assert [one.revision for one in read_articles(connection, facts)] == [1, 2, 3]
        sport = parse_selection(section="sport", revisions="all")
        assert list(read_articles(connection, sport)) == []


@pytest.mark.parametrize("by", ["published", "seen"])
@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"site": "gazette"},
        {"since": "2026-01-20"},
        {"since": "2026-01-20", "until": "2026-01-22", "site": "gazette", "section": "facts"},
    ],
    ids=str,
)
def test_nothing_is_sorted(
    tmp_path: Path, asked: dict[str, str], by: str, newest_first: bool
) -> None:
    """SQLite walks an index, whatever is asked for, and does not hold documents to sort them."""
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    hold(engine, *library())
    with reading(engine) as connection:
        selection = parse_selection(by=by, **asked)
        query = select_articles(connection, choose_articles(connection, selection, newest_first))
        words = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}")]
    engine.dispose()
    assert "USING INDEX ix_articles_" in plan[0]
    assert not [step for step in plan if "ORDER BY" in step]
