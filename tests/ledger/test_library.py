"""The articles a ledger holds, in one order on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, insert

from crawler import article as schema
from crawler.article import Article
from crawler.feeds.selection import Selection
from crawler.ledger.connect import reading, writing
from crawler.ledger.library import read_articles
from crawler.ledger.tables import articles

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
            "title": one.title,
            "revision": 1,
            "content_hash": "",
            "first_seen": SEEN,
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
