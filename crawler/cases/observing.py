"""Page + Site → what a crawl would read from it, and the part of it that a case holds."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from crawler.article import Article, to_dict
from crawler.draft import Draft
from crawler.errors import Rejected
from crawler.extraction import extract, find_wrong
from crawler.normalization.normalize import normalize
from crawler.page import Page
from crawler.site import Site

UNHELD = {"site", "first_seen", "last_seen", "revision", "content_hash", "provenance"}
"""What a case does not hold: it is known, follows from the rest, or changes with every rule."""
HELD = tuple(field.name for field in fields(Article) if field.name not in UNHELD)


def read_page(page: Page, site: Site) -> tuple[Draft, Article]:
    """The page's draft and article. Raises Rejected, as a crawl would count it."""
    draft = extract(page, site)
    wrong = find_wrong(page, draft)
    if wrong is not None:
        raise Rejected(wrong.reason, wrong.detail)
    return draft, normalize(draft, page, site)


def observe(page: Page, site: Site) -> dict[str, Any]:
    """The article's fields as JSON, or ``{"rejected": reason}`` for a page that is not kept."""
    try:
        _, article = read_page(page, site)
    except Rejected as rejected:
        return {"rejected": rejected.reason}
    values = to_dict(article)
    return {name: values[name] for name in HELD}
