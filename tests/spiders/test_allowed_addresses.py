"""What a crawl of a site may ask: the site, and where its file says that articles are announced."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler import registry
from crawler.middlewares.crawl_settings import read_guard
from crawler.spiders.sites import spider_for

REFUSED = "refused-authority"


@pytest.mark.parametrize(
    ("name", "url", "refused"),
    [
        ("unian", "https://rss.unian.net/site/news_eng.rss", None),
        ("unian", "https://www.unian.info/war/one-12345678.html", None),
        ("unian", "https://rss.dw.com/rdf/rss-de-all", REFUSED),
        ("interfax-ukraine", "https://rss.unian.net/site/news_eng.rss", REFUSED),
    ],
)
def test_a_feed_on_another_host(name: str, url: str, refused: str | None) -> None:
    settings = Settings()
    spider_for(registry.site(name)).update_settings(settings)
    refusal = read_guard(settings).find_refusal(url)
    assert (refusal and refusal.reason) == refused
