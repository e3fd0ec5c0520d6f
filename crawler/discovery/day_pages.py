"""A listing's Page → the page of the day before, where a site keeps its news by days.

Such a page's address ends with the day (``/news/2026/01/21/``). A listing without a day is that of
the newest, and what follows it is the newest page of a day that is over.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from urllib.parse import urlsplit

from crawler.discovery.addresses import on_site
from crawler.discovery.links import MAX_LINKS, base_of, is_own
from crawler.page import Page
from crawler.site import Site

# Fixed words of digits at the end: linear.
_DAY_AT_END = re.compile(
    r"(?P<stem>.*/|.*[?&](?:date|day)=)(?P<year>20\d\d)(?P<mark>[/-]?)(?P<month>\d\d)(?P=mark)"
    r"(?P<day>\d\d)(?:/|\.html?)?$"
)


def find_day_before(page: Page, site: Site) -> str | None:
    """The page of the newest day before this one's that the page links to."""
    today = page.seen.astimezone(site.zone).date()
    here = on_site(page.url, site) or page.url
    stem, before = _day_of(here) or (None, today)
    before = min(before, today + dt.timedelta(days=1))
    found: dict[dt.date, str] = {}
    base = base_of(page)
    for anchor in islice(page.root.iter("a"), 5 * MAX_LINKS):
        href = anchor.get("href") or ""
        url = on_site(href, site, base) if "20" in href else None
        told = _day_of(url) if url is not None and is_own(url, site) else None
        if url is None or told is None or told[1] >= before:
            continue
        if told[0] == stem or (stem is None and told[0].startswith(_target(here))):
            found.setdefault(told[1], url)
    return found[max(found)] if found else None


def _day_of(url: str) -> tuple[str, dt.date] | None:
    """What stands before the day at an address's end, and the day."""
    match = _DAY_AT_END.match(_target(url))
    if match is None:
        return None
    try:
        return match["stem"], dt.date(*map(int, match.group("year", "month", "day")))
    except ValueError:  # 31 February
        return None


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
