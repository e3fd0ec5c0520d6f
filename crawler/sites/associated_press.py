"""The Associated Press. It offers no feed; that the news sitemap stands there is unproven."""

from crawler.site import Block, Site, Sitemap, Texts


class AssociatedPress(Site):
    """Addresses end with a digest; that of a fact check ends with a number."""

    name = "associated-press"
    source = "The Associated Press"
    home = "https://apnews.com/"
    language = "en"
    timezone = "America/New_York"
    discovery = (Sitemap("/news-sitemap-content.xml"),)
    article_url = r"^/(?:article|[a-z]+)/(?:[\w-]+-)?(?P<key>[0-9a-f]{32}|\d{12})(?:\?|$)"
    remove = (".HTMLModuleEnhancement", ".Enhancement", ".FreeStar", ".PageList")
    body = Texts(".RichTextStoryBody > p, .RichTextStoryBody > h2")
    related = Block(("Related coverage",))
