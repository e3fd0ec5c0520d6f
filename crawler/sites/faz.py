"""Frankfurter Allgemeine Zeitung. Feed and sitemap are known from public recipes."""

from crawler.site import Feed, Layout, Site, Sitemap, Texts


class Faz(Site):
    """The text is cut off for readers without a subscription."""

    name = "faz"
    source = "Frankfurter Allgemeine Zeitung"
    home = "https://www.faz.net/"
    language = "de"
    timezone = "Europe/Berlin"
    discovery = (Feed("/rss/aktuell/"), Sitemap("/sitemap-news.xml"))
    article_url = r"^/(?:[\w-]+/)+[\w-]+-(?P<key>\d{8,})\.html(?:\?|$)"
    body = Texts("article .body-elements__paragraph, article .body-elements h3")
    layouts = (
        Layout(
            "before-2024",
            when="article.atc",
            rules={"body": Texts("p.atc-TextParagraph, h3.atc-SubHeadline")},
        ),
    )
