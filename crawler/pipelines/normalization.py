"""Draft → Article in the crawl: what cannot become an article is rejected with its reason."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.spiders.answered import normalized
from crawler.spiders.news import NewsSpider
from crawler.spiders.reading import Reading


class NormalizationPipeline:
    """Gives each Reading's visit its article, or why there is none."""

    def __init__(self, spider: NewsSpider) -> None:
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the crawl's spider, which holds the site as it is known by then."""
        return cls(crawler.spider)  # type: ignore[arg-type]

    def process_item(self, item: Any) -> Any:
        """A Reading with a draft becomes one with an article or a rejection."""
        if not isinstance(item, Reading) or item.draft is None or item.page is None:
            return item
        return Reading(normalized(item, self.spider.site))
