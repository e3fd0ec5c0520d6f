"""The Guardian. Feeds and the news sitemap are the well-known ones; none was asked by us."""

from crawler.site import Block, Feed, Site, Sitemap


class TheGuardian(Site):
    """Dates in the path are written 2024/feb/24; live blogs share them."""

    name = "the-guardian"
    source = "The Guardian"
    home = "https://www.theguardian.com/"
    language = "en"
    timezone = "Europe/London"
    discovery = (Feed("/international/rss"), Feed("/world/rss"), Sitemap("/sitemaps/news.xml"))
    article_url = r"^/(?P<key>(?:[\w-]+/){1,3}\d{4}/[a-z]{3}/\d{2}/[\w-]+)/?(?:\?|$)"
    related = Block(("Related stories", "More on this story"))
