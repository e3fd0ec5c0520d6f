"""What our components read of a crawl's settings, and what an origin changes in them."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.settings import BaseSettings

from crawler.errors import BadAddress
from crawler.feeds.place import check_address
from crawler.fetch.guard import Guard, guard_for
from crawler.fetch.origin import Origin
from crawler.refusal import refusing

logger = logging.getLogger(__name__)

LOOPBACK_PACE: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}
"""Nobody is bothered by a crawl of this machine."""


def read_origin(settings: BaseSettings) -> Origin | None:
    """The crawl's origin. Raises BadAddress if it cannot be one."""
    url = settings.get("ORIGIN")
    if not url:
        return None
    home = settings.get("SITE_HOME")
    if not home:
        raise BadAddress(f"origin {url!r} stands for no site; set SITE_HOME to the site's address")
    return Origin.parse(url, home)


def read_guard(settings: BaseSettings) -> Guard:
    """The crawl's guard. Raises BadAddress if an address in the settings cannot be one."""
    origin = read_origin(settings)
    home = settings.get("SITE_HOME")
    addresses = [*([home] if home else []), *settings.getlist("ALLOWED_ADDRESSES")]
    return guard_for(addresses, origin.base if origin else None)


class CrawlSettings:
    """The add-on that fits a crawl's settings to its origin, before anything is built of them."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Lifts the pace for an origin on loopback. What spider or command line set stands."""
        with refusing(settings):
            origin = read_origin(settings)
            for address in settings.getdict("FEEDS"):
                check_address(str(address))  # Scrapy would crawl, and write no feed
        if origin is not None and origin.is_loopback:
            for name, value in LOOPBACK_PACE.items():
                settings.set(name, value, priority="project")
        elif not settings.get("CONTACT"):
            logger.info("No contact in the user agent; set CRAWLER_CONTACT to an address or URL")
