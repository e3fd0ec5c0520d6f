"""The pace of one host within a crawl: a download slot of Scrapy, made slower."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler


def slow_down(crawler: Crawler, request: Request, delay: float) -> None:
    """Leaves at least ``delay`` seconds between requests to the host of ``request``, from now
    on: in the slot that there is, and in one that Scrapy makes after a pause."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    key = downloader.get_slot_key(request)
    delay = max(delay, crawler.settings.getfloat("DOWNLOAD_DELAY"))
    # Without jitter: what a site states is a least, not a mean.
    downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "jitter": 0}
    slot = downloader.slots.get(key)
    if slot is not None:
        slot.delay, slot.concurrency, slot.jitter = delay, 1, 0
