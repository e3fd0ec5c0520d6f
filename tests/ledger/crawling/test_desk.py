"""One crawl's desk, as the spider uses it: what is handed in is kept once, or refused aloud."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Engine, func, select

from crawler.errors import StorageFailed
from crawler.ledger.connect import open_ledger, reading, writing
from crawler.ledger.crawling import crawls, places
from crawler.ledger.crawling.desk import Desk
from crawler.ledger.decide import Policy, Priority
from crawler.ledger.tables import leases, looks
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
LATEST = places.Place("gazette.example/latest", "https://gazette.example/latest", PageKind.LISTING)
Result = TypeVar("Result")


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    with writing(engine) as connection:
        crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
        places.open_places(connection, SITE, crawl, [LATEST], NOW, NOW)
    return Desk(engine, SITE, crawl, Policy(), clock)


def run(desk: Desk, work: Callable[[], Awaitable[Result]]) -> Result:
    """The work with an end: a desk that never answers fails the test."""

    async def whole() -> Result:
        try:
            return await asyncio.wait_for(_awaited(work), 5)
        finally:
            await asyncio.wait_for(desk.close(), 5)

    return asyncio.run(whole())


async def _awaited(work: Callable[[], Awaitable[Result]]) -> Result:
    return await work()


def visit(page: DuePage, *links: Link, answer: Answer | None = None) -> Visit:
    found = tuple((link.url.removeprefix("https://"), link) for link in links)
    answer = answer or Answer("ok", status=200, bytes=10)
    return Visit(page, NOW, answer, page.url, page.key, links=found)


def story(number: int, title: str = "A title") -> Link:
    url = f"https://gazette.example/news/{number}"
    return Link(url, PageKind.ARTICLE, Where.LISTING, LATEST.url, number, title)


def count(engine: Engine, column: object) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.count(column))).scalar_one())  # type: ignore[arg-type]


def test_what_one_look_finds_is_drawn_next(desk: Desk) -> None:
    async def work() -> list[str]:
        (page,) = await desk.draw(5, ())
        await desk.keep(visit(page, story(1), story(2)))
        assert await desk.count_due() == 2
        return [one.url for one in await desk.draw(5, ())]

    assert sorted(run(desk, work)) == [story(1).url, story(2).url]


def test_visits_handed_in_together_are_answered_each_in_its_order(desk: Desk) -> None:
    async def work() -> list[tuple[int, str | None]]:
        (page,) = await desk.draw(5, ())
        await desk.keep(visit(page, *(story(number) for number in range(150))))
        due = await desk.draw(200, ())
        reasons = [Answer("gone", f"http-{number}") for number in range(400, 400 + len(due))]
        kept = await asyncio.gather(
            *(desk.keep(visit(page, answer=one)) for page, one in zip(due, reasons, strict=True))
        )
        assert [one.visit.page.id for one in kept] == [page.id for page in due]
        return [(one.visit.page.id, one.standing.reason) for one in kept]

    kept = run(desk, work)
    assert len(set(kept)) == 150
    assert [reason for _, reason in kept] == [f"http-{number}" for number in range(400, 550)]


def test_counts_tell_answers_pages_and_what_was_missed(desk: Desk) -> None:
    async def work() -> None:
        (page,) = await desk.draw(5, ())
        await desk.keep(visit(page, story(1)))
        (due,) = await desk.draw(5, ())
        await desk.keep(visit(due, answer=Answer("gone", "http-404", 404, 7)))

    run(desk, work)
    assert desk.counts == {
        "requests": 2,
        "bytes": 17,
        "answer/ok": 1,
        "answer/gone": 1,
        "page/listing": 1,
        "page/article": 1,
        "missed/gone/http-404": 1,
    }


def test_only_what_it_was_told_to_draw_is_drawn(engine: Engine, desk: Desk, clock: Clock) -> None:
    places_only = Desk(engine, SITE, desk.crawl, Policy(), clock, (Priority.PLACES,))

    async def work() -> list[DuePage]:
        (page,) = await places_only.draw(5, ())
        await places_only.keep(visit(page, story(1)))
        return await places_only.draw(5, ())

    assert run(places_only, work) == []


def test_after_a_failure_what_waits_is_refused_too(engine: Engine, desk: Desk) -> None:
    async def work() -> list[object]:
        (page,) = await desk.draw(5, ())
        with writing(engine) as connection:
            looks.drop(connection)
        waiting = [desk.keep(visit(page)) for _ in range(150)]  # more than one group
        return await asyncio.gather(*waiting, return_exceptions=True)  # type: ignore[return-value]

    refused = run(desk, work)
    assert {type(one) for one in refused} == {StorageFailed}
    assert desk.counts == {}


def test_a_crawl_that_lost_its_site_keeps_nothing_more(
    engine: Engine, desk: Desk, clock: Clock
) -> None:
    async def work() -> None:
        (page,) = await desk.draw(5, ())
        with writing(engine) as connection:
            connection.execute(leases.delete())
        clock.now += crawls.LEASE / 2
        with pytest.raises(StorageFailed, match="another crawl took over gazette"):
            await desk.keep(visit(page))

    run(desk, work)
    assert count(engine, looks.c.id) == 0
