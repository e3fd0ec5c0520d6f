"""Der Spiegel. The feed is named by the page; the sitemap is known from public recipes."""

from crawler.site import Block, Feed, Site, Sitemap


class DerSpiegel(Site):
    """Addresses end with a UUID."""

    name = "der-spiegel"
    source = "DER SPIEGEL"
    home = "https://www.spiegel.de/"
    language = "de"
    timezone = "Europe/Berlin"
    discovery = (Feed("/schlagzeilen/index.rss"), Sitemap("/sitemaps/news-de.xml"))
    article_url = r"^/(?:[\w-]+/)+[\w-]+-a-(?P<key>[0-9a-f]{8}-[0-9a-f-]{27})(?:\?|$)"
    related = Block(("Verwandte Artikel",))
