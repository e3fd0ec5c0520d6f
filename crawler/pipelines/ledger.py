"""Visit → ledger in the crawl: an article goes on to the feeds only once it is committed."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.article import Article
from crawler.spiders.news import NewsSpider
from crawler.spiders.reading import Reading


class LedgerPipeline:
    """Keeps each Reading's visit; gives the article as the ledger now holds it."""

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the crawl's spider, which holds the ledger's desk."""
        return cls(crawler.spider)  # type: ignore[arg-type]

    async def process_item(self, item: Any) -> Article:
        """The article, if the look made or changed one; everything else ends here."""
        if not isinstance(item, Reading):
            raise DropItem(f"not a reading: {type(item).__name__}")
        kept = await self.spider.keep(item)
        if kept is None:
            raise DropItem("the ledger failed", log_level="DEBUG")
        if kept.article is None or kept.news == "unchanged":
            raise DropItem(kept.standing.reason or "unchanged", log_level="DEBUG")
        return kept.article
