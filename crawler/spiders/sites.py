"""One spider class a site, so that `scrapy list` and `scrapy crawl NAME` know every site."""

from __future__ import annotations

import re

from crawler import registry
from crawler.site import Site
from crawler.spiders.news import NewsSpider
from crawler.spiders.surveying import SurveySpider


def spider_for(site: Site, is_surveyed: bool = True) -> type[NewsSpider]:
    """A spider class for a site; its module is this one, because Scrapy looks there. A site that
    no file describes is surveyed first, unless its addresses are given."""
    parent = SurveySpider if is_surveyed and not site.described else NewsSpider
    class_name = "".join(word.capitalize() for word in re.split(r"\W", site.name)) + "Spider"
    attributes = {"name": site.name, "site": site, "__module__": __name__, "__doc__": site.source}
    return type(class_name, (parent,), attributes)


globals().update({spider.__name__: spider for spider in map(spider_for, registry.sites().values())})
