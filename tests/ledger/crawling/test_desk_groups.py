from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, insert, select

from crawler.errors import StorageFailed
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.crawling.desk import NO_MEMORY, Desk
from crawler.ledger.crawling.rest import FAILURES, FIRST_REST
from crawler.ledger.decide import Policy, State
from crawler.ledger.tables import hosts, leases, looks, page_id, pages
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import Link, PageKind, Where

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
GONE = Answer("gone", "http-404", status=404)
DOWN = Answer("retry", "http-503", status=503)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


def at_desk(engine: Engine, work: Callable[[Desk, Clock], Awaitable[Any]], count: int = 3) -> Any:
    """Do something at the desk of a crawl with some due pages."""
    clock = Clock()

    async def run() -> Any:
        with writing(engine) as connection:
            crawl = crawls.begin(connection, SITE, "crawl", {}, NOW)
            connection.execute(insert(pages), [due_page(n, crawl) for n in range(count)])
        desk = Desk(engine, SITE, crawl, Policy(), clock)
        try:
            return await work(desk, clock)
        finally:
            await desk.close()

    return asyncio.run(run())


def due_page(number: int, crawl: int) -> dict[str, Any]:
    url = f"https://gazette.example/news/{number}"
    return {
        "id": page_id(SITE, url),
        "site": SITE,
        "key": url,
        "url": url,
        "kind": PageKind.ARTICLE,
        "place": Where.LISTING,
        "depth": 0,
        "first_seen": NOW,
        "first_crawl": crawl,
        "state": State.DUE,
        "attempts": 0,
        "priority": 1,
        "next_look": NOW + dt.timedelta(microseconds=number - 1000),
    }


def visit(page: DuePage, answer: Answer, *links: tuple[str, Link]) -> Visit:
    return Visit(page, NOW, answer, page.url, page.key, links=links)


def count(engine: Engine, table: Any) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_visits_handed_in_together_are_one_transaction(engine: Engine) -> None:
    async def work(desk: Desk, clock: Clock) -> None:
        drawn = await desk.draw(9, ())
        await asyncio.gather(*(desk.keep(visit(page, GONE)) for page in drawn))
        assert await desk.draw(9, ()) == []

    at_desk(engine, work)
    assert count(engine, looks) == 3


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visits wait for company for ever."""
    monkeypatch.setattr("crawler.ledger.crawling.desk.LINGER", 1e6)


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize(
    ("drawn", "limit", "kind", "kept"),
    [
        pytest.param(4, 4, PageKind.ARTICLE, 2, id="half of what is out"),
        pytest.param(3, 2, PageKind.ARTICLE, 2, id="all that is out"),
        pytest.param(6, 9, PageKind.LISTING, 1, id="a listing while nothing else is due"),
    ],
)
def test_a_group_is_written_before_the_crawl_runs_dry(
    engine: Engine, drawn: int, limit: int, kind: PageKind, kept: int
) -> None:
    async def work(desk: Desk, clock: Clock) -> None:
        found = await desk.draw(limit, ())
        visits = [visit(replace(page, kind=kind), GONE) for page in found[:kept]]
        async with asyncio.timeout(600):
            await asyncio.gather(*(desk.keep(one) for one in visits))

    at_desk(engine, work, drawn)
    assert count(engine, looks) == kept


@pytest.mark.usefixtures("patient")
def test_visits_wait_for_company_while_more_is_due(engine: Engine) -> None:
    async def work(desk: Desk, clock: Clock) -> bool:
        page, *others = await desk.draw(6, ())
        first = asyncio.ensure_future(desk.keep(visit(replace(page, kind=PageKind.LISTING), GONE)))
        for _ in range(3):  # whatever could be written was written meanwhile
            await desk.count_due()
        waited = not first.done()
        await asyncio.gather(first, *(desk.keep(visit(one, GONE)) for one in others))
        return waited

    assert at_desk(engine, work, 9)


def test_a_crawl_that_lost_the_site_writes_nothing(engine: Engine) -> None:
    async def work(desk: Desk, clock: Clock) -> None:
        (page, *_) = await desk.draw(9, ())
        with writing(engine) as connection:
            connection.execute(delete(leases))
        with pytest.raises(StorageFailed, match="another crawl took over"):
            await desk.keep(visit(page, GONE))
        with pytest.raises(StorageFailed, match="another crawl took over"):
            await desk.draw(9, ())

    at_desk(engine, work)
    assert count(engine, looks) == 0


def test_a_visit_that_no_database_takes_costs_no_other(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """A title with half a surrogate pair cannot be encoded, whatever else is in its group."""

    async def work(desk: Desk, clock: Clock) -> Any:
        drawn = await desk.draw(9, ())
        url = "https://gazette.example/news/9"
        bad = (url, Link(url, PageKind.ARTICLE, Where.RELATED, title="\ud800"))
        links = [(), (bad,), ()]
        visits = [visit(page, GONE, *one) for page, one in zip(drawn, links, strict=True)]
        return await asyncio.gather(*(desk.keep(one) for one in visits))

    with caplog.at_level(logging.CRITICAL, "crawler.ledger.crawling.desk"):
        first, broken, last = at_desk(engine, work)
    assert first.standing.state == last.standing.state == State.GONE
    assert broken.standing.state == State.DUE
    assert broken.standing.reason == "unkeepable-UnicodeEncodeError"
    assert count(engine, looks) == 3


def test_where_memory_runs_out_no_page_is_blamed(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    async def work(desk: Desk, clock: Clock) -> Any:
        drawn = await desk.draw(9, ())
        monkeypatch.setattr("crawler.ledger.crawling.desk.keep.keep", fail)
        visits = (desk.keep(visit(page, GONE)) for page in drawn)
        return await asyncio.gather(*visits, return_exceptions=True)

    assert {str(error) for error in at_desk(engine, work)} == {NO_MEMORY}
    with reading(engine) as connection:
        rows = connection.execute(select(pages.c.state, pages.c.attempts)).all()
    assert (set(rows), count(engine, looks)) == ({(State.DUE, 0)}, 0)


def test_a_host_that_fails_on_is_left_alone_then_tried_by_one_page(engine: Engine) -> None:
    async def work(desk: Desk, clock: Clock) -> None:
        drawn = await desk.draw(FAILURES, ())
        assert len(drawn) == FAILURES
        await asyncio.gather(*(desk.keep(visit(page, DOWN)) for page in drawn))
        assert await desk.draw(9, ()) == []
        assert await desk.next_due() == NOW + FIRST_REST
        clock.now = NOW + FIRST_REST
        (tried,) = await desk.draw(9, ())
        assert await desk.draw(9, {tried.id}) == []
        await desk.keep(visit(tried, GONE))
        assert len(await desk.draw(9, ())) > 1

    at_desk(engine, work, count=FAILURES + 3)
    assert count(engine, hosts) == 0


def test_the_lease_is_renewed_while_nothing_is_kept(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.ledger.crawling.desk.RENEW_EVERY", dt.timedelta(milliseconds=5))

    async def work(desk: Desk, clock: Clock) -> None:
        await desk.draw(9, ())
        clock.now = NOW + crawls.LEASE
        for _ in range(12_000):
            await asyncio.sleep(0.01)
            with reading(engine) as connection:
                if connection.execute(select(leases.c.until)).scalar_one() > clock.now:
                    return
        pytest.fail("the lease was not renewed")

    at_desk(engine, work)
