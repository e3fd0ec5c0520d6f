"""Ukrinform, English. Feeds and markup are known from public recipes, not from a page."""

from crawler.site import Feed, Listing, Site, Texts


class Ukrinform(Site):
    """The national news agency."""

    name = "ukrinform"
    source = "Ukrinform"
    home = "https://www.ukrinform.net/"
    language = "en"
    timezone = "Europe/Kyiv"
    discovery = (
        Feed("/rss/block-lastnews"),
        Listing("/block-lastnews", "section.restList article", "h2 > a", "section > time"),
    )
    sections = tuple(
        Feed(f"/rss/rubric-{rubric}")
        for rubric in ("ato", "polytics", "economy", "defense", "society")
    )
    article_url = r"^/rubric-[\w-]+/(?P<key>\d+)-[^/?]+\.html(?:\?|$)"
    remove = ("aside", "section.read")
    body = Texts("div.newsText p", anywhere=True)
