"""The same pages and links through Scrapy's scheduler, in this process: what it used, as JSON.

Its filter and its queues, both in memory, as a plain spider uses them: a request for every link
of a page is handed in, and the next one is drawn. Started by the benchmarks.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.core.scheduler import Scheduler
from scrapy.crawler import AsyncCrawlerProcess

from benchmarks.ledger_work import links_of
from benchmarks.measure import Used, measured, tell
from crawler.demo.newsroom import Newsroom


class SchedulingSpider(Spider):
    """Asks for nothing; a scheduler needs an engine around it."""

    name = "scheduling"

    def __init__(self, house: Newsroom, pages: int, used: list[Used], **options: Any) -> None:
        super().__init__(**options)
        self.house, self.pages, self.used = house, pages, used

    async def start(self) -> AsyncIterator[Any]:
        """Work at a scheduler of its own."""
        scheduler = Scheduler.from_crawler(self.crawler)
        scheduler.open(self)
        self.used.append(work(scheduler, self.house, self.pages))
        for request in list[Request]():
            yield request


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--now", type=dt.datetime.fromisoformat, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=480)
    options = parser.parse_args()
    house = Newsroom.opened(now=options.now, articles=options.articles)
    used: list[Used] = []
    settings = {"LOG_LEVEL": "WARNING", "TELNETCONSOLE_ENABLED": False}
    process = AsyncCrawlerProcess(settings | {"REMOTE_CONTROL_ENABLED": False})
    process.crawl(SchedulingSpider, house=house, pages=options.pages, used=used)
    process.start()
    tell(used[0])


def work(scheduler: Scheduler, house: Newsroom, pages: int) -> Used:
    """Hand in and draw; making the requests is not measured."""
    used = Used()
    for url, _ in zip(house.urls(), range(pages), strict=False):
        requests = [Request(url), *(Request(one.url) for one in links_of(house.truth(url)))]
        with measured() as step:
            for request in requests:
                scheduler.enqueue_request(request)
            scheduler.next_request()
        used.pages += 1
        used.items += len(requests) - 1
        used.seconds += step.seconds
        used.cpu += step.cpu
        used.peak = step.peak
    return used


if __name__ == "__main__":
    main()
