from __future__ import annotations

import asyncio
import datetime as dt

from sqlalchemy import Engine, insert

from crawler.ledger.connect import writing
from crawler.ledger.crawling import crawls
from crawler.ledger.crawling.desk import Desk
from crawler.ledger.decide import Policy, Priority, State
from crawler.ledger.tables import page_id, pages

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


def add_pages(engine: Engine, crawl: int, state: State, priority: Priority, count: int) -> None:
    keys = [f"gazette.example/{priority.name}/{number}" for number in range(count)]
    rows = [
        {
            "id": page_id(SITE, key),
            "site": SITE,
            "key": key,
            "url": f"https://{key}",
            "kind": "article",
            "place": "feed",
            "depth": 0,
            "first_seen": NOW,
            "first_crawl": crawl,
            "state": state,
            "attempts": 0,
            "priority": priority,
            "next_look": NOW,
        }
        for key in keys
    ]
    with writing(engine) as connection:
        connection.execute(insert(pages), rows)


def test_revisits_come_last_and_end_with_their_budget(engine: Engine) -> None:
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
    add_pages(engine, crawl, State.KEPT, Priority.REVISIT, 9)
    add_pages(engine, crawl, State.DUE, Priority.NEW, 3)

    async def draw() -> list[list[str]]:
        desk = Desk(engine, SITE, crawl, Policy(), lambda: NOW, revisits=4)
        drawn: set[int] = set()
        rounds = []
        for _ in range(4):
            found = await desk.draw(5, drawn)
            drawn |= {page.id for page in found}
            rounds.append([page.state for page in found])
        await desk.close()
        return rounds

    assert asyncio.run(draw()) == [["due"] * 3 + ["kept"] * 2, ["kept"] * 2, [], []]
