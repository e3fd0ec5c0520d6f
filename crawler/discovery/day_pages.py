"""A listing's Page → the page of the day before, where a site keeps its news by days.

Such a page's address ends with the day (``/news/2026/01/21/``). A listing without a day is that of
the newest, and what follows it is the newest page of a day that is over.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from urllib.parse import urlsplit

from crawler.discovery.addresses import on_site
from crawler.discovery.dated_address import Dated, read_dated
from crawler.discovery.links import MAX_LINKS, base_of, is_own
from crawler.page import Page
from crawler.site import Site


def find_day_before(page: Page, site: Site) -> str | None:
    """The page of the newest day before this one's that the page links to."""
    today = page.seen.astimezone(site.zone).date()
    here = on_site(page.url, site) or page.url
    own = _read_day(here)
    before = min(own.date if own else today, today + dt.timedelta(days=1))
    found: dict[dt.date, str] = {}
    base = base_of(page)
    for anchor in islice(page.root.iter("a"), 5 * MAX_LINKS):
        href = anchor.get("href") or ""
        url = on_site(href, site, base) if "20" in href else None
        told = _read_day(url) if url is not None and is_own(url, site) else None
        if url is None or told is None or told.date >= before:
            continue
        if told.is_number and site.is_article(url):
            continue
        if told.pattern == own.pattern if own else told.pattern.startswith(_stem(here)):
            found.setdefault(told.date, url)
    return found[max(found)] if found else None


def _read_day(url: str) -> Dated | None:
    dated = read_dated(url)
    return dated if dated is not None and dated.has_day else None


def _stem(url: str) -> str:
    """What the patterns of a listing's own days begin with."""
    parts = urlsplit(url)
    return (f"{parts.path}?{parts.query}" if parts.query else parts.path).replace("%", "%%")
