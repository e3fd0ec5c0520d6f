"""The Kyiv Independent. The feed is known from public recipes; articles stand at the root."""

from crawler.site import Feed, Site


class KyivIndependent(Site):
    """Addresses are words alone: pages that are no articles are told by what they hold."""

    name = "kyiv-independent"
    source = "The Kyiv Independent"
    home = "https://kyivindependent.com/"
    language = "en"
    timezone = "Europe/Kyiv"
    discovery = (Feed("/news-archive/rss/"),)
    article_url = r"^/(?!tag/|author/|news-archive)(?P<key>\w+(?:-\w+){2,})/?(?:\?|$)"
