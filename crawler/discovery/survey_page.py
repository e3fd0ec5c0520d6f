"""A Page of a site that is being surveyed → whether it is an article.

Apart from article_page, which extraction's own modules may read: this one extracts.
"""

from __future__ import annotations

from crawler.discovery.article_page import find_unlike_article, says_article
from crawler.discovery.undescribed import undescribed
from crawler.errors import Rejected
from crawler.extraction import extract
from crawler.extraction.wrong_page import find_wrong
from crawler.page import Page


def is_like_article(page: Page) -> bool:
    """True if the page's own data calls it an article, or it has a time and a story."""
    try:
        if says_article(page):
            return True
        site = undescribed(page.url)
        draft = extract(page, site)
        return find_wrong(page, draft) is None and find_unlike_article(page, draft, site) is None
    except Rejected:
        return False
