"""Euronews: the English, German and French editions. Feeds are named by the pages; the sitemaps
are known from public recipes."""

from crawler.site import Block, Feed, Site, Sitemap, Text, Texts


class Euronews(Site):
    """The English edition."""

    name = "euronews"
    source = "Euronews"
    home = "https://www.euronews.com/"
    language = "en"
    timezone = "Europe/Paris"
    discovery = (Feed("/rss?level=vertical&name=news"), Sitemap("/sitemaps/en/latest-news.xml"))
    article_url = r"^/(?P<key>(?:[\w-]+/)*\d{4}/\d{2}/\d{2}/[^/?]+)/?(?:\?|$)"
    body = Texts(".c-article-content > p, .c-article-content > h2")
    lead = Text(".c-article-summary")
    related = Block(("You might also like", "Zum selben Thema"), ".c-article-you-might-also-like")


class EuronewsDe(Euronews):
    """The German edition."""

    name = "euronews-de"
    home = "https://de.euronews.com/"
    language = "de"
    discovery = (Feed("/rss?level=vertical&name=news"), Sitemap("/sitemaps/de/latest-news.xml"))


class EuronewsFr(Euronews):
    """The French edition."""

    name = "euronews-fr"
    home = "https://fr.euronews.com/"
    language = "fr"
    discovery = (Feed("/rss?level=vertical&name=news"), Sitemap("/sitemaps/fr/latest-news.xml"))
