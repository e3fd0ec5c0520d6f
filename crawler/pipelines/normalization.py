"""Draft → Article in the crawl: what cannot become an article is rejected with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.errors import Rejected
from crawler.normalization.normalize import normalize
from crawler.site import Site
from crawler.spiders.reading import Reading


class NormalizationPipeline:
    """Gives each Reading's visit its article, or why there is none."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the site of the crawl's spider."""
        return cls(crawler.spider.site)  # type: ignore[union-attr]

    def process_item(self, item: Any) -> Any:
        """A Reading with a draft becomes one with an article or a rejection."""
        if not isinstance(item, Reading) or item.draft is None or item.page is None:
            return item
        try:
            visit = replace(item.visit, article=normalize(item.draft, item.page, self.site))
        except Rejected as rejected:
            visit = replace(item.visit, rejected=rejected.reason)
        return Reading(visit)
