"""A site's archive by date and a span of days → the addresses of its pages."""

from __future__ import annotations

import datetime as dt

from crawler.discovery.addresses import on_site
from crawler.site import Archive, Site


def archive_urls(
    site: Site, archive: Archive, first_day: dt.date, last_day: dt.date
) -> tuple[str, ...]:
    """The canonical addresses for both days and all between, oldest first, each once: a pattern
    by month gives one a month. Empty if the last day is before the first."""
    days = (first_day + dt.timedelta(days=n) for n in range((last_day - first_day).days + 1))
    urls = (on_site(day.strftime(archive.url), site, site.home) for day in days)
    return tuple(dict.fromkeys(url for url in urls if url is not None))
