"""The Independent. Feed and sitemap are known from public recipes; neither was asked by us."""

from crawler.site import Feed, Layout, Site, Sitemap, Texts


class TheIndependent(Site):
    """Class names change with every release: rules rest on ids."""

    name = "the-independent"
    source = "The Independent"
    home = "https://www.independent.co.uk/"
    language = "en"
    timezone = "Europe/London"
    discovery = (Feed("/rss"), Sitemap("/sitemaps/googlenews"))
    article_url = r"^/(?:[\w-]+/)+[\w-]+-(?P<key>b\d{6,})\.html(?:\?|$)"
    scope = "div#main"
    body = Texts(
        "div#main > p, div#main > h2, div#main > h3, div#main > ul > li, div#main > div > p"
    )
    layouts = (Layout("live-blog", "amp-live-list", rules={"body": Texts("div#main > p")}),)
