"""Kyiv Post. The feed and the markup are known from public recipes, not from a page."""

from crawler.site import Feed, Site


class KyivPost(Site):
    """Articles stand under /post/ with a number."""

    name = "kyiv-post"
    source = "Kyiv Post"
    home = "https://www.kyivpost.com/"
    language = "en"
    timezone = "Europe/Kyiv"
    discovery = (Feed("/feed"),)
    article_url = r"^/(?:post|analysis|opinion|videos)/(?P<key>\d+)/?(?:\?|$)"
    scope = ".single-article"
    remove = (".ad_between_paragraphs", ".post-author-block")
