"""Deutsche Welle, German. The sitemap and the feed are known from public recipes."""

from datetime import date

from crawler.site import Block, Feed, Layout, Site, Sitemap, Text, Texts


class DeutscheWelle(Site):
    """The pages' data holds the time, the visible one may be "3 hours ago"."""

    name = "deutsche-welle"
    source = "Deutsche Welle"
    home = "https://www.dw.com/"
    language = "de"
    timezone = "Europe/Berlin"
    discovery = (Feed("https://rss.dw.com/rdf/rss-de-all"), Sitemap("/de/news-sitemap.xml"))
    article_url = r"^/de/[^/?]+/a-(?P<key>\d+)(?:\?|$)"
    tags = Texts("section#related-topics aside a", anywhere=True)
    related = Block(("Mehr zum Thema",))
    layouts = (
        Layout(
            "before-june-2023",
            when="div#bodyContent div.longText",
            until=date(2023, 5, 31),
            remove=("ul.smallList strong",),
            rules={
                "authors": Text("ul.smallList li:contains('Autorin/Autor')"),
                "published": Text("ul.smallList li:contains('Datum')"),
                "lead": Text("p.intro"),
                "body": Texts("div.longText > p, div.longText > h2"),
            },
        ),
    )
