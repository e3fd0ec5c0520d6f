"""One spider class a site, so that `scrapy list` and `scrapy crawl NAME` know every site."""

from __future__ import annotations

from crawler import registry
from crawler.site import Site
from crawler.spiders.news import NewsSpider


def spider_for(site: Site) -> type[NewsSpider]:
    """A spider class for a site; its module is this one, because Scrapy looks there."""
    class_name = "".join(word.capitalize() for word in site.name.split("-")) + "Spider"
    attributes = {"name": site.name, "site": site, "__module__": __name__, "__doc__": site.source}
    return type(class_name, (NewsSpider,), attributes)


globals().update({spider.__name__: spider for spider in map(spider_for, registry.sites().values())})
