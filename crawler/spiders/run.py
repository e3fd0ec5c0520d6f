"""Runs one crawl in this process, from settings to outcome."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.errors import CrawlerError, StorageFailed
from crawler.ledger.crawling import backfill
from crawler.ledger.crawling.backfill import read_progress
from crawler.monitoring.json_log import chosen_format, formatter
from crawler.site import Site
from crawler.spiders.news import NewsSpider
from crawler.spiders.sites import spider_for
from crawler.spiders.stopping import stopping_in_time

Progress = Callable[[Mapping[str, int], int], None]
"""Called a few times a second with the counts so far and how many pages are due."""
SpanProgress = Callable[[backfill.Progress], None]
"""The same for a backfill, with how far it has come."""

LIMITS = {
    "closespider_timeout": "it took as long as one crawl may",
    "memusage_exceeded": "it took as much memory as one crawl may",
}
"""Scrapy's reasons for ending a crawl that met a limit of settings.py."""
PROGRESS_EVERY = 0.5  # seconds
PROGRESS_SHARE = 0.1  # of the time, at most, goes into counting: a large ledger is counted longer
OBJECTS_A_ROUND = 20_000  # of 700: some ten pages' worth, a few MiB at most


@dataclass(frozen=True, slots=True)
class CrawlEnd:
    """How a crawl ended: its number in the ledger, what it counted, the signal that ended it;
    ``cut_short``: the limit of one process that it met, after which another one may go on."""

    site: str
    crawl: int
    counts: Counter[str] = field(default_factory=Counter)
    signal: int | None = None
    cut_short: str | None = None


def run_crawl(
    site: Site,
    settings: Mapping[str, Any],
    arguments: Mapping[str, Any],
    on_progress: Progress | None = None,
    on_span: SpanProgress | None = None,
) -> CrawlEnd:
    """Crawl a site until nothing is due. Raises CrawlerError: what stopped it before or in it.

    The first SIGINT or SIGTERM ends it once the answers on their way are kept, a few seconds at
    most; the second at once. Once a process: Twisted's reactor runs once.
    """
    chosen = Settings()
    chosen.setmodule("crawler.settings", priority="project")
    # Our commands log their own way; `scrapy crawl` keeps Scrapy's.
    chosen.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    chosen.set("RAISES_TO_CALLER", True, priority="cmdline")
    chosen.setdict(dict(settings), priority="cmdline")
    process = AsyncCrawlerProcess(chosen)
    crawler = process.create_crawler(spider_for(site))
    if on_progress is not None:
        _report(crawler, lambda spider: _tell_counts(spider, on_progress))
    if on_span is not None:
        _report(crawler, lambda spider: _tell_span(spider, on_span))
    task = process.crawl(crawler, **dict(arguments))
    collect_less_often()
    with stopping_in_time(crawler) as caught:
        process.start(install_signal_handlers=False)
    return _end_of(site, crawler, task, caught)


def collect_less_often() -> None:
    """Spare the garbage collector what lives as long as the process, and most of its rounds.

    Each page makes thousands of short-lived objects, nearly all of them freed without it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_A_ROUND, 10, 10)


def _end_of(site: Site, crawler: Crawler, task: asyncio.Future[Any], caught: list[int]) -> CrawlEnd:
    if task.done() and not task.cancelled() and (error := task.exception()) is not None:
        raise error
    spider = crawler.spider
    if not isinstance(spider, NewsSpider):
        if caught:
            raise SystemExit(128 + caught[0])
        raise CrawlerError("the crawl ended before it began; run with --verbose to see why")
    spider.session.finish()
    if spider.session.failure is not None:
        raise spider.session.failure
    desk = spider.desk
    cut_short = LIMITS.get(spider.session.stopped_by or "")
    return CrawlEnd(site.name, desk.crawl, desk.counts, caught[0] if caught else None, cut_short)


async def _tell_counts(spider: NewsSpider, on_progress: Progress) -> None:
    on_progress(spider.desk.counts, await spider.desk.count_due())


async def _tell_span(spider: NewsSpider, on_span: SpanProgress) -> None:
    site, span = spider.site.name, spider.session.orders.span
    assert span is not None
    on_span(await spider.desk.read(lambda connection: read_progress(connection, site, span)))


def _report(crawler: Crawler, tell: Callable[[NewsSpider], Awaitable[None]]) -> None:
    """Tell how it goes while the spider is open."""
    tasks: list[asyncio.Task[None]] = []

    async def report(spider: NewsSpider) -> None:
        with contextlib.suppress(StorageFailed):  # the crawl itself says so
            while True:
                took = await _time(tell(spider))
                await asyncio.sleep(max(PROGRESS_EVERY, took / PROGRESS_SHARE))

    def begin(spider: NewsSpider) -> None:
        tasks.append(asyncio.ensure_future(report(spider)))

    def end() -> None:
        for task in tasks:
            task.cancel()

    crawler.signals.connect(begin, signals.spider_opened, weak=False)
    crawler.signals.connect(end, signals.spider_closed, weak=False)


async def _time(work: Awaitable[None]) -> float:
    """The seconds that something takes."""
    clock = asyncio.get_running_loop().time
    started = clock()
    await work
    return clock() - started


def quiet_logging(verbose: bool) -> None:
    """Log to standard error: warnings, or with ``verbose`` what happens.

    In the form that CRAWLER_LOG_FORMAT names. Raises UsageError for one that is not known.
    """
    handler = logging.StreamHandler()
    handler.setLevel(logging.INFO if verbose else logging.WARNING)
    handler.setFormatter(formatter(chosen_format()))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
