"""Runs crawls of given addresses in this process, a few sites at a time."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.errors import CrawlerError
from crawler.site import Site
from crawler.spiders.news import NewsSpider
from crawler.spiders.run import CrawlEnd
from crawler.spiders.sites import spider_for
from crawler.spiders.stopping import GRACE, STOPPING, leave

SITES_AT_ONCE = 8
Job = tuple[Site, tuple[str, ...], Mapping[str, Any]]
"""A site, the addresses to fetch there, and settings of its own."""


class ListRun:
    """Sites one after another, SITES_AT_ONCE side by side: each is asked as gently as ever."""

    def __init__(self, settings: Mapping[str, Any], arguments: Mapping[str, Any]) -> None:
        self.ends: list[CrawlEnd] = []
        self.failures: dict[str, BaseException] = {}
        self.caught: list[int] = []
        self._settings = settings
        self._arguments = arguments
        self._waiting: list[Job] = []
        self._crawlers: set[Crawler] = set()
        self._process: AsyncCrawlerProcess | None = None

    def run(self, jobs: Sequence[Job]) -> None:
        """Run all jobs. Once a process: Twisted's reactor runs once."""
        chosen = Settings()
        chosen.setmodule("crawler.settings", priority="project")
        chosen.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
        chosen.set("RAISES_TO_CALLER", True, priority="cmdline")
        chosen.setdict(dict(self._settings), priority="cmdline")
        self._process = AsyncCrawlerProcess(chosen)
        self._waiting = list(reversed(jobs))
        for _ in range(SITES_AT_ONCE):
            self._start_next()
        with self._stopping():
            self._process.start(install_signal_handlers=False)

    def _start_next(self) -> None:
        if not self._waiting or self.caught:
            return
        assert self._process is not None
        site, urls, settings = self._waiting.pop()
        spider = spider_for(site, is_surveyed=False)
        # A site's own settings cannot be the process's: they stand on its spider.
        spider.custom_settings = dict(settings)
        crawler = self._process.create_crawler(spider)
        self._crawlers.add(crawler)
        task = self._process.crawl(crawler, urls=" ".join(urls), **dict(self._arguments))
        task.add_done_callback(lambda done: self._end(site, crawler, done))

    def _end(self, site: Site, crawler: Crawler, task: asyncio.Task[None]) -> None:
        self._crawlers.discard(crawler)
        spider = crawler.spider
        error = None if task.cancelled() else task.exception()
        if isinstance(spider, NewsSpider):
            spider.session.finish()
            error = error or spider.session.failure
            self.ends.append(CrawlEnd(site.name, spider.desk.crawl, spider.desk.counts))
        if error is not None:
            self.failures[site.name] = error
            if not isinstance(error, CrawlerError):
                self._waiting.clear()
        self._start_next()

    @contextlib.contextmanager
    def _stopping(self) -> Iterator[None]:
        """While entered, a signal ends what runs, a second one at once."""
        from twisted.internet import reactor

        def stop(number: int) -> None:
            if len(self.caught) > 1:
                leave(reactor)
                return
            for crawler in self._crawlers:
                if isinstance(crawler.spider, NewsSpider):
                    crawler.spider.session.stop(signal.Signals(number).name)
            later: Any = reactor.callLater
            later(GRACE, leave, reactor)

        def handle(number: int, _frame: Any) -> None:
            self.caught.append(number)
            reactor.callFromThread(stop, number)

        before = {number: signal.signal(number, handle) for number in STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            for crawler in self._crawlers:
                if isinstance(crawler.spider, NewsSpider):
                    crawler.spider.session.finish()
