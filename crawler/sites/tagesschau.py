"""Tagesschau. The feed is named by the page; no sitemap is known."""

from crawler.site import Block, Feed, Site, Text, Texts


class Tagesschau(Site):
    """The lead is the first paragraph of the text."""

    name = "tagesschau"
    source = "tagesschau.de"
    home = "https://www.tagesschau.de/"
    language = "de"
    timezone = "Europe/Berlin"
    discovery = (Feed("/index~rss2.xml"),)
    article_url = r"^/(?P<key>(?:[\w-]+/)+[\w-]+-\d{3,})\.html(?:\?|$)"
    scope = "article.container"
    lead = Text("p.textabsatz > strong")
    body = Texts("p.textabsatz, h2.meldung__subhead")
    tags = Texts("ul.taglist a")
    related = Block(("Mehr zum Thema",))
