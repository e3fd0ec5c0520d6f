"""UNIAN, English. The feed (on another host) and the markup are known from public recipes."""

from crawler.site import Feed, Site, Texts


class Unian(Site):
    """Pictures are loaded late: their address is in data-src."""

    name = "unian"
    source = "UNIAN"
    home = "https://www.unian.info/"
    language = "en"
    timezone = "Europe/Kyiv"
    discovery = (Feed("https://rss.unian.net/site/news_eng.rss"),)
    article_url = r"^/(?:[\w-]+/)*[\w-]+-(?P<key>\d{6,})\.html(?:\?|$)"
    body = Texts("div.article-text > p, div.article-text > h2")
