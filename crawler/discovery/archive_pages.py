"""Pages of a site → where its archive by days or months may be, and whether a page is of it.

Nothing is asked here: a survey asks the page that is named, and believes what it lists.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from crawler.discovery.addresses import on_site
from crawler.discovery.dated_address import Dated, day_page_of, read_dated
from crawler.discovery.links import MAX_LINKS, base_of, is_own
from crawler.discovery.listing import read_listing
from crawler.link import Link
from crawler.page import Page
from crawler.site import Listing, Site

MAX_OPTIONS = 500
"""Choices of a page's select elements that are looked at."""
LEAST_DATES = 2
"""Dates that pages must link to with one pattern before it is one of an archive."""


def archive_candidates(
    pages: Iterable[Page], stories: Iterable[str], site: Site, today: dt.date
) -> tuple[str, ...]:
    """Pages of archives that are over, one for each pattern, by days first: what the pages link
    to, else the day's page that a story's address begins with."""
    dates: dict[str, dict[dt.date, str]] = defaultdict(dict)
    with_day: set[str] = set()
    for url, dated in _linked(pages, site):
        if not (dated.is_number and site.is_article(url)):
            dates[dated.pattern].setdefault(dated.date, url)
            with_day |= {dated.pattern} if dated.has_day else set()
    frequent = [pattern for pattern, found in dates.items() if len(found) >= LEAST_DATES]
    frequent.sort(key=lambda pattern: (pattern not in with_day, -len(dates[pattern])))
    linked = (_newest_over(dates[pattern], today, pattern in with_day) for pattern in frequent)
    implied = _newest_over(_days_of(stories, site), today, by_day=True)
    return tuple(url for url in (*linked, implied) if url is not None)


def lists_its_date(page: Page, site: Site, elsewhere: Iterable[Link]) -> bool:
    """True for a listing of what was published on the date in its address: by the times that it
    announces, and where it announces none by being another list than the one ``elsewhere``."""
    dated = read_dated(page.url)
    links = read_listing(page, site, Listing(page.url)).links
    if dated is None or not links:
        return False
    times = [time for link in links if (time := link.published or link.changed)]
    if not times:
        return {link.url for link in links} != {link.url for link in elsewhere}
    own = sum(1 for time in times if _is_of(time.astimezone(site.zone).date(), dated))
    return 2 * own > len(times)


def _is_of(day: dt.date, dated: Dated) -> bool:
    if dated.has_day:
        return abs(day - dated.date) <= dt.timedelta(days=1)
    return (day.year, day.month) == (dated.date.year, dated.date.month)


def _linked(pages: Iterable[Page], site: Site) -> Iterator[tuple[str, Dated]]:
    for page in pages:
        base = base_of(page)
        anchors = islice((a.get("href") for a in page.root.iter("a")), 5 * MAX_LINKS)
        choices = islice((o.get("value") for o in page.root.iter("option")), MAX_OPTIONS)
        for href in (*anchors, *choices):
            url = on_site(href, site, base) if href and "20" in href else None
            dated = read_dated(url) if url is not None and is_own(url, site) else None
            if url is not None and dated is not None:
                yield url, dated


def _days_of(stories: Iterable[str], site: Site) -> dict[dt.date, str]:
    pages = (page for story in stories if (page := day_page_of(story)) and is_own(page, site))
    return {dated.date: page for page in pages if (dated := read_dated(page)) is not None}


def _newest_over(found: dict[dt.date, str], today: dt.date, by_day: bool) -> str | None:
    """The page of the newest date that is over; of the newest of all where none is."""
    end = today if by_day else today.replace(day=1)
    over = [date for date in found if date < end]
    newest = max(over or found, default=None)
    return found[newest] if newest is not None else None
