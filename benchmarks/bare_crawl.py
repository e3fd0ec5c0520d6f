"""One crawl of the newsroom by a bare Scrapy spider: what it used, as a line of JSON.

What anyone would write first: follow the listings, their pagers and the links on the articles,
yield title and time into a JSONL feed. Scrapy's own settings but for the pace, which is that of
the full crawl. Nothing is normalised and nothing is remembered. Started by the benchmarks.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess

from benchmarks.measure import measured, tell
from crawler.middlewares.crawl_settings import LOOPBACK_PACE
from crawler.sites.interfax_ukraine import SECTIONS

STORIES = "a.article-link, div.side-block a"


class BareSpider(Spider):
    """Knows the newsroom's markup; Scrapy's filter keeps it from asking an address twice."""

    name = "bare"
    pages = 0
    items = 0

    def __init__(self, origin: str, **options: Any) -> None:
        super().__init__(**options)
        listings = ["latest", *SECTIONS]
        self.start_urls = [f"{origin}/news/{name}.html" for name in listings]

    def parse(self, response: Any) -> Iterator[Any]:
        """A listing."""
        self.pages += 1
        yield from response.follow_all(css="div.pager a", callback=self.parse)
        yield from response.follow_all(css=STORIES, callback=self.parse_article)

    def parse_article(self, response: Any) -> Iterator[Any]:
        """An article."""
        self.pages += 1
        self.items += 1
        yield {
            "title": response.css("h1.article-content-title::text").get(),
            "time": response.css("div.article-time ::text").getall(),
        }
        yield from response.follow_all(css=STORIES, callback=self.parse_article)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("origin")
    parser.add_argument("folder")
    options = parser.parse_args()
    settings: dict[str, Any] = {
        **LOOPBACK_PACE,
        "FEEDS": {f"{options.folder}/feed.jsonl": {"format": "jsonlines", "overwrite": True}},
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
    }
    with measured() as used:
        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(BareSpider)
        process.crawl(crawler, origin=options.origin)
        process.start()
    spider = crawler.spider
    assert isinstance(spider, BareSpider)
    used.pages, used.items = spider.pages, spider.items
    tell(used)


if __name__ == "__main__":
    main()
