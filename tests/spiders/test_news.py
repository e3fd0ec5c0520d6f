"""The spider between the downloader and the ledger, by its callbacks, on a real ledger."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse, Request
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler
from sqlalchemy import select
from twisted.python.failure import Failure

from crawler import registry
from crawler.ledger.tables import pages
from crawler.ledger.visit import DuePage
from crawler.link import PageKind, Where
from crawler.spiders.news import NewsSpider
from crawler.spiders.reading import Reading
from crawler.spiders.session import open_session
from crawler.spiders.sites import spider_for

SITE = registry.site("interfax-ukraine")
NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
LISTING = "https://en.interfax.com.ua/news/latest.html"
STORY = "https://en.interfax.com.ua/news/general/1.html"
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def spider(tmp_path: Path) -> NewsSpider:
    kind = spider_for(SITE)
    crawler = get_crawler(kind, {"TWISTED_REACTOR_ENABLED": False, "TWISTED_REACTOR": None})
    assert isinstance(crawler.stats, MemoryStatsCollector)
    settings = Settings({"CRAWLER_LEDGER": f"sqlite:///{tmp_path / 'ledger.sqlite'}"})
    spider = kind(open_session(SITE, settings, {}, lambda: NOW), name=SITE.name)
    spider._set_crawler(crawler)
    return spider


def run(spider: NewsSpider, work: Callable[[], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        try:
            return await asyncio.wait_for(_awaited(work), 10)
        finally:
            await spider.desk.close()
            spider.session.finish()

    return asyncio.run(whole())


async def _awaited(work: Callable[[], Awaitable[Any]]) -> Any:
    return await work()


async def drawn(spider: NewsSpider, url: str) -> DuePage:
    return next(page for page in await spider.desk.draw(50, ()) if page.url == url)


def answer(page: DuePage, body: str, status: int = 200, **headers: Any) -> HtmlResponse:
    request = Request(page.url, meta={"page": page})
    return HtmlResponse(page.url, status, HTML | headers, body.encode(), request=request)


async def all_of(items: AsyncIterator[Reading]) -> list[Reading]:
    return [item async for item in items]


async def standing(spider: NewsSpider, url: str) -> tuple[str, str | None]:
    query = select(pages.c.state, pages.c.reason).where(pages.c.url == url)
    row = await spider.desk.read(lambda connection: connection.execute(query).one())
    return row.state, row.reason


def test_what_was_drawn_is_in_flight_until_it_is_kept(spider: NewsSpider) -> None:
    async def work() -> None:
        start = spider.start()
        request = await anext(start)
        assert spider.in_flight == spider.drawn > 0
        before = spider.in_flight
        await all_of(spider.read(answer(request.meta["page"], "", 404)))
        assert spider.in_flight == before - 1

    run(spider, work)


@pytest.mark.parametrize(
    ("status", "expected"), [(404, ("gone", "http-404")), (503, ("due", "http-503"))]
)
def test_an_answer_that_is_no_page_is_kept_by_its_reason(
    spider: NewsSpider, status: int, expected: tuple[str, str]
) -> None:
    async def work() -> tuple[str, str | None]:
        page = await drawn(spider, LISTING)
        assert await all_of(spider.read(answer(page, "", status))) == []
        return await standing(spider, LISTING)

    assert run(spider, work) == expected


def test_a_request_without_an_answer_is_kept_by_its_reason(spider: NewsSpider) -> None:
    async def work() -> tuple[str, str | None]:
        failure = Failure(DownloadTimeoutError())
        failure.request = spider.request(await drawn(spider, LISTING))  # type: ignore[attr-defined]
        await spider.read_failure(failure)
        return await standing(spider, LISTING)

    assert run(spider, work) == ("due", "timeout")


def test_headers_of_any_bytes_cost_no_page(spider: NewsSpider) -> None:
    async def work() -> tuple[str, str | None]:
        page = await drawn(spider, LISTING)
        await all_of(spider.read(answer(page, "<p>", Server="Київ".encode("cp1251"))))
        return await standing(spider, LISTING)

    assert run(spider, work) == ("read", None)


def test_a_page_that_breaks_the_reader_is_counted_and_tried_again(
    spider: NewsSpider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Reading:
        raise LookupError("no such thing")

    monkeypatch.setattr("crawler.spiders.answered.read_answer", broken)

    async def work() -> tuple[str, str | None]:
        page = await drawn(spider, LISTING)
        await all_of(spider.read(answer(page, "<p>")))
        return await standing(spider, LISTING)

    assert run(spider, work) == ("due", "reader-LookupError")
    assert spider.crawler.stats.get_value("reader_error/LookupError") == 1
    assert "could not be read" in caplog.text


def test_a_pipeline_that_fails_does_not_lose_the_page(spider: NewsSpider) -> None:
    async def work() -> tuple[str, str | None]:
        page = await drawn(spider, LISTING)
        response = answer(page, "<p>")
        reading = spider._read(page, response)
        spider._in_flight.add(page.id)
        await spider.keep_error(reading, response, Failure(KeyError("x")))
        return await standing(spider, LISTING)

    assert run(spider, work) == ("due", "reader-KeyError")


@pytest.mark.parametrize(
    ("kind", "place", "validators"),
    [
        (PageKind.ARTICLE, Where.LISTING, {"etag": "e", "last_modified": "m"}),
        (PageKind.LISTING, Where.GIVEN, {"etag": "e", "last_modified": "m"}),
        (PageKind.LISTING, Where.LISTING, {}),
    ],
    ids=["article", "a listing's first page", "a page further down"],
)
def test_only_where_unchanged_says_all_is_it_asked_conditionally(
    spider: NewsSpider, kind: PageKind, place: Where, validators: dict[str, str]
) -> None:
    due = DuePage(1, SITE.name, "k", STORY, kind, place, etag="e", last_modified="m")
    assert spider.request(due).meta["validators"] == validators
    spider.session.finish()
