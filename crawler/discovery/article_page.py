"""Page and Draft → why a page of a site that nobody has described is no article, if it is none.

Where a site's file does not say what an article's address looks like, the page itself must: by
its structured data, or by a time and a story that is longer than what it links to.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from zoneinfo import ZoneInfo

from crawler.discovery.teaser_list import is_made_of_teasers, is_teaser_list
from crawler.draft import Draft
from crawler.extraction.json_ld import types_of
from crawler.extraction.structured import Structured
from crawler.normalization.dates import read_time
from crawler.page import Page
from crawler.site import Site

LEAST_TEXT = 250
"""Characters of a story on a page whose data does not call it an article."""
LONGEST_NAME = 40
"""Characters of an outlet's name."""
MOST_TIMES = 20
"""Time elements of a page that are read."""
MOST_LINKED = 0.5
"""Share of the paragraphs' characters that may be links' on such a page."""

_UTC = ZoneInfo("UTC")
_OTHER_TYPES = frozenset((
    "CollectionPage", "ProfilePage", "SearchResultsPage", "ContactPage", "AboutPage", "Product",
    "FAQPage", "ItemList", "MediaGallery", "JobPosting", "CheckoutPage", "OfferCatalog",
))  # fmt: skip
_ARTICLE_NAMES = ("article", "story", "news", "blog", "post")


def find_unlike_article(page: Page, draft: Draft, site: Site) -> str | None:
    """``not-article`` or ``thin``; None where the page is like an article."""
    data = Structured(page)
    if data.article:
        return None
    kind = " ".join(data.meta.all("og:type")).lower()
    if _names_article(kind) and "published" in draft.fields:
        body = draft.first("body")
        is_list = body is not None and is_made_of_teasers(body.values, page, site)
        return "not-article" if is_list else None  # a section's template says it at times
    types = frozenset(name for node in data.nodes for name in types_of(node))
    if types & _OTHER_TYPES or kind == "profile":
        return "not-article"
    if "published" not in draft.fields or is_teaser_list(page, site):
        return "not-article"
    return None if _has_story(page, draft) else "thin"


def offered_times(page: Page) -> tuple[dt.datetime, ...]:
    """The times that an article's data and its time elements give, with their offsets."""
    found = Structured(page).candidates("published")
    shown = islice((e.get("datetime") or "" for e in page.root.iter("time")), MOST_TIMES)
    raws = (*(raw for one in found for raw in one.values[:1]), *shown)
    read = (read_time(raw, _UTC) for raw in raws if raw)
    return tuple(time.when for time in read if time is not None and time.when is not None)


def outlet_of(page: Page) -> str:
    """The outlet's name as the page's data gives it, else its title if that is but a name."""
    found = Structured(page).candidates("source")
    title = next((e.text or "" for e in page.root.iter("title")), "")
    is_name = len(title) <= LONGEST_NAME and not re.search(r"[|:,.!?]| [-–—] ", title)
    return next((one.values[0] for one in found), title if is_name else "").strip()


def canonical_address(page: Page) -> str | None:
    """What the page calls its own address, as it stands there."""
    return Structured(page).meta.canonical


def says_article(page: Page) -> bool:
    """True if the page's own data calls it an article."""
    data = Structured(page)
    return bool(data.article) or _names_article(" ".join(data.meta.all("og:type")).lower())


def _names_article(kind: str) -> bool:
    return any(name in kind for name in _ARTICLE_NAMES)


def _has_story(page: Page, draft: Draft) -> bool:
    body = draft.first("body")
    text = sum(map(len, body.values)) if body else 0
    paragraphs = list(page.root.iter("p"))
    whole = sum(len("".join(p.itertext())) for p in paragraphs)
    linked = sum(len("".join(a.itertext())) for p in paragraphs for a in p.iter("a"))
    return text >= LEAST_TEXT and linked <= MOST_LINKED * whole
