"""The Intercept. The feed is that of every WordPress site; no sitemap is proven."""

import re

from crawler.page import Page
from crawler.site import Block, Feed, Site, Texts


class TheIntercept(Site):
    """Its keywords mix subjects with facts of its statistics."""

    name = "the-intercept"
    source = "The Intercept"
    home = "https://theintercept.com/"
    language = "en"
    timezone = "America/New_York"
    discovery = (Feed("/feed/"),)
    article_url = r"^/(?P<key>\d{4}/\d{2}/\d{2}/[\w-]+)/?(?:\?|$)"
    remove = (".newsletter-shortcode", ".most-read", ".promote-related-post", ".promote-banner")
    body = Texts(".entry-content__content > p, .entry-content__content > h2")
    latest = Block(("Latest Stories",))

    def tags(self, page: Page) -> tuple[str, ...]:
        """The subjects among the keywords."""
        return tuple(dict.fromkeys(re.findall(r'"Subject: ([^"\\]{1,80})"', page.text)))
