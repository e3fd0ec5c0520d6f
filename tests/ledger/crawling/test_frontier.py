from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, insert, select

from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls, frontier
from crawler.ledger.decide import Priority, State
from crawler.ledger.tables import pages

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def engine_with_pages(engine: Engine) -> Engine:
    """Pages 1 to 9: three of each priority but RETRY, due one, two and three hours ago, and one
    that is due in an hour."""
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
        number = 0
        for priority in (Priority.PLACES, Priority.NEW, Priority.REVISIT):
            for hours in (1, 2, 3):
                number += 1
                connection.execute(insert(pages).values(**row(number, crawl, priority, -hours)))
        connection.execute(insert(pages).values(**row(10, crawl, Priority.RETRY, 1)))
    return engine


def row(number: int, crawl: int, priority: Priority, hours: int) -> dict[str, object]:
    return {
        "id": number,
        "site": SITE,
        "key": str(number),
        "url": f"https://gazette.example/{number}",
        "kind": "article",
        "place": "listing",
        "depth": 0,
        "first_seen": NOW,
        "first_crawl": crawl,
        "state": State.DUE,
        "attempts": 0,
        "priority": priority,
        "next_look": NOW + hours * HOUR,
    }


def draw(engine: Engine, limit: int, in_flight: tuple[int, ...] = ()) -> list[int]:
    with reading(engine) as connection:
        return [page.id for page in frontier.draw_due(connection, SITE, NOW, limit, in_flight)]


@pytest.mark.parametrize(
    ("limit", "in_flight", "expected"),
    [
        (2, (), [3, 2]),
        (4, (), [3, 2, 1, 6]),
        (20, (), [3, 2, 1, 6, 5, 4, 9, 8, 7]),
        (2, (3, 1), [2, 6]),
        (3, (1, 2, 3, 4, 5, 6), [9, 8, 7]),
        (1, tuple(range(1, 10)), []),
    ],
)
def test_the_most_urgent_come_first_and_none_twice(
    engine_with_pages: Engine, limit: int, in_flight: tuple[int, ...], expected: list[int]
) -> None:
    assert draw(engine_with_pages, limit, in_flight) == expected


def test_what_is_not_yet_due_is_told_by_its_time(engine_with_pages: Engine) -> None:
    with reading(engine_with_pages) as connection:
        assert frontier.next_due(connection, SITE, [Priority.RETRY]) == NOW + HOUR
        assert frontier.count_due(connection, SITE, NOW) == 9
        assert frontier.count_due(connection, SITE, NOW, revisits=1) == 7
        assert frontier.next_due(connection, "another") is None


def test_another_sites_pages_are_not_drawn(engine_with_pages: Engine) -> None:
    with reading(engine_with_pages) as connection:
        assert frontier.draw_due(connection, "another", NOW, 5, ()) == []


def test_make_due_keeps_the_state(engine_with_pages: Engine) -> None:
    with writing(engine_with_pages) as connection:
        frontier.make_due(connection, [10], NOW)
    assert 10 in draw(engine_with_pages, 20)
    with reading(engine_with_pages) as connection:
        state = connection.execute(select(pages.c.state).where(pages.c.id == 10)).scalar()
    assert state == State.DUE
