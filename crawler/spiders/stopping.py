"""Signals and failures → the end of a crawl: graceful at first, after a few seconds at once."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.spiders.news import NewsSpider

GRACE = 5.0  # seconds that answers on their way have to arrive once a crawl is stopped
STOPPING = (signal.SIGINT, signal.SIGTERM)


@contextlib.contextmanager
def stopping_in_time(crawler: Crawler) -> Iterator[list[int]]:
    """While entered, a signal ends the crawl, a second one at once; a crawl that is ending for
    whatever reason has GRACE seconds. Gives the list of the signals that came."""
    from twisted.internet import reactor

    caught: list[int] = []

    def stop(number: int) -> None:
        spider = crawler.spider
        if len(caught) > 1 or not isinstance(spider, NewsSpider):
            leave(reactor)
            return
        spider.session.stop(signal.Signals(number).name)

    def give_grace(spider: NewsSpider) -> None:
        later: Any = reactor.callLater
        spider.session.on_closing = lambda: later(GRACE, leave, reactor)

    def handle(number: int, _frame: Any) -> None:
        caught.append(number)
        reactor.callFromThread(stop, number)

    crawler.signals.connect(give_grace, signals.spider_opened, weak=False)
    before = {number: signal.signal(number, handle) for number in STOPPING}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave(reactor: Any) -> None:
    """Leave the reactor under whatever still runs: the ledger holds what matters.

    Not ``reactor.stop``: Scrapy makes that one wait for every answer that is on its way.
    """
    if reactor.running:
        reactor.crash()
        reactor.getThreadPool().stop()
