"""Why pages wait, read from the rows of both databases."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, insert

from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.crawling.waits import Wait, read_waits
from crawler.ledger.decide import State
from crawler.ledger.tables import hosts, pages

NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)


def add_pages(engine: Engine, *found: tuple[str, State, str | None]) -> None:
    with writing(engine) as connection:
        crawl = crawls.begin(connection, "gazette", "crawl", {}, NOW)
        for number, (url, state, reason) in enumerate(found):
            row = {"id": number, "site": "gazette", "key": str(number), "url": url}
            row |= {"kind": "article", "place": "listing", "depth": 0, "first_seen": NOW}
            row |= {"first_crawl": crawl, "state": state, "reason": reason, "priority": 1}
            connection.execute(insert(pages).values(**row))


def waits(engine: Engine, site: str = "gazette") -> tuple[Wait, ...]:
    with reading(engine) as connection:
        return read_waits(connection, site, NOW)


def test_only_what_is_due_waits(engine: Engine) -> None:
    url = "https://gazette.example/1"
    add_pages(engine, (url, State.KEPT, None), (url, State.FAILED, "http-503"))
    assert waits(engine) == ()


def test_the_worst_reason_comes_first(engine: Engine) -> None:
    add_pages(
        engine,
        *[("https://gazette.example/1", State.DUE, None)] * 4,
        ("https://gazette.example/2", State.DUE, "pager"),
        ("https://gazette.example/3", State.DUE, "http-503"),
        *[("https://gazette.example/4", State.DUE, "challenge")] * 2,
        ("https://old.gazette.example/5", State.DUE, "timeout"),
        ("https://old.gazette.example/6", State.DUE, None),
    )
    rests = {"failures": 9, "reason": "timeout", "resting_until": NOW + dt.timedelta(minutes=1)}
    with writing(engine) as connection:
        connection.execute(insert(hosts).values(host="old.gazette.example", **rests))
    assert waits(engine) == (
        Wait("resting host", 2),
        Wait("challenge", 2),
        Wait("http-503", 1),
        Wait("not asked yet", 5),
    )
    assert waits(engine, "herald") == ()
