"""Runs one crawl in this process, from settings to outcome."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.errors import CrawlerError
from crawler.site import Site
from crawler.spiders.news import NewsSpider
from crawler.spiders.sites import spider_for

Progress = Callable[[Mapping[str, int], int], None]
"""Called a few times a second with the counts so far and how many pages are due."""

PROGRESS_EVERY = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class CrawlEnd:
    """How a crawl ended: its number in the ledger, why Scrapy closed it, what it counted."""

    site: str
    crawl: int
    reason: str
    counts: Counter[str] = field(default_factory=Counter)
    signal: int | None = None


def run_crawl(
    site: Site,
    settings: Mapping[str, Any],
    arguments: Mapping[str, Any],
    on_progress: Progress | None = None,
) -> CrawlEnd:
    """Crawl a site until nothing is due. Raises CrawlerError: what stopped it before or in it.

    Once a process: Twisted's reactor runs once.
    """
    chosen = Settings()
    chosen.setmodule("crawler.settings", priority="project")
    chosen.setdict(dict(settings), priority="cmdline")
    process = AsyncCrawlerProcess(chosen, install_root_handler=False)
    crawler = process.create_crawler(spider_for(site))
    ends: list[str] = []

    def note_end(reason: str) -> None:
        ends.append(reason)

    crawler.signals.connect(note_end, signals.spider_closed, weak=False)
    if on_progress is not None:
        _report_progress(crawler, on_progress)
    caught = _note_signals(crawler)
    task = process.crawl(crawler, **dict(arguments))
    process.start()
    _raise_failure(task, crawler)
    spider = crawler.spider
    assert isinstance(spider, NewsSpider)
    return CrawlEnd(
        site.name,
        spider.desk.crawl,
        ends[0] if ends else "unknown",
        spider.desk.counts,
        caught[0] if caught else None,
    )


def _raise_failure(task: asyncio.Future[Any], crawler: Crawler) -> None:
    if task.done() and not task.cancelled() and task.exception() is not None:
        raise task.exception()  # type: ignore[misc]
    spider = crawler.spider
    if isinstance(spider, NewsSpider) and spider.session.failure is not None:
        raise spider.session.failure
    if spider is None:
        raise CrawlerError("the crawl ended before it began; run with --verbose to see why")


def _report_progress(crawler: Crawler, on_progress: Progress) -> None:
    async def report(spider: NewsSpider) -> None:
        while True:
            on_progress(spider.desk.counts, await spider.desk.count_due())
            await asyncio.sleep(PROGRESS_EVERY)

    tasks: list[asyncio.Task[None]] = []

    def begin(spider: NewsSpider) -> None:
        tasks.append(asyncio.ensure_future(report(spider)))

    def end(spider: NewsSpider) -> None:
        for task in tasks:
            task.cancel()
        on_progress(spider.desk.counts, 0)

    crawler.signals.connect(begin, signals.spider_opened, weak=False)
    crawler.signals.connect(end, signals.spider_closed, weak=False)


def _note_signals(crawler: Crawler) -> list[int]:
    """The signals that arrive while the crawl runs, added to what Scrapy does with them."""
    caught: list[int] = []

    def note(number: int, then: Any) -> Callable[[int, Any], None]:
        def handle(signum: int, frame: Any) -> None:
            caught.append(number)
            if callable(then):
                then(signum, frame)

        return handle

    def install() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):  # not in the main thread: nobody signals there
                signal.signal(number, note(number, signal.getsignal(number)))

    crawler.signals.connect(install, signals.engine_started, weak=False)
    return caught


def quiet_logging(verbose: bool) -> None:
    """Log to standard error: warnings, or with ``verbose`` what happens."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname).1s %(name)s: %(message)s",
        datefmt="%H:%M:%S",
    )
