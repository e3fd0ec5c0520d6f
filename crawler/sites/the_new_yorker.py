"""The New Yorker. The feed is known from public recipes; no sitemap is proven."""

from crawler.site import Feed, Site, Texts


class TheNewYorker(Site):
    """The first letters of the body are set apart; rubrics share the addresses of articles."""

    name = "the-new-yorker"
    source = "The New Yorker"
    home = "https://www.newyorker.com/"
    language = "en"
    timezone = "America/New_York"
    discovery = (Feed("/feed/rss"),)
    article_url = r"^/(?!tag/|contributors/|latest)(?P<key>(?:[\w-]+/){2,4}[\w-]+)/?(?:\?|$)"
    tags = Texts("[data-testid=TagCloudWrapper] a", anywhere=True)
