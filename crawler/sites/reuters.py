"""Reuters. The sitemap is known from public recipes; the site turns most robots away (unproven)."""

from crawler.site import Block, Layout, Site, Sitemap, Texts


class Reuters(Site):
    """Tags in the page's data are codes for terminals; the rest of the data is sound."""

    name = "reuters"
    source = "Reuters"
    home = "https://www.reuters.com/"
    language = "en"
    timezone = "UTC"
    discovery = (Sitemap("/arc/outboundfeeds/news-sitemap-index/?outputType=xml"),)
    article_url = r"^/(?P<key>(?:[\w-]+/)+[\w-]+-\d{4}-\d{2}-\d{2}|article/.+-id\w+)/?(?:\?|$)"
    remove = ("a[target=_blank] > span[style]",)  # ", opens new tab", for screen readers
    tags = Texts("[class*=tags-with-tooltip__] a, [class*=tags__tag] a", anywhere=True)
    body = Texts("[data-testid^=paragraph-], [data-testid=ArticleBody] h2")
    related = Block(("Read Next",))
    layouts = (
        # Pages of 2019, under /article/…-id….
        Layout(
            "before-2021",
            "div.StandardArticleBody_body",
            rules={"body": Texts("div.StandardArticleBody_body > p")},
        ),
    )
