"""Refuses requests to addresses that may not be asked; every request passes here, also
redirects, robots.txt and what a callback yields."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.fetch.guard import Guard
from crawler.middlewares.crawl_settings import read_guard
from crawler.middlewares.refused import RefusedRequest


class GuardMiddleware:
    """First of all downloader middlewares, so that robots.txt of a refused host is not asked."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Reads SITE_HOME, ALLOWED_ADDRESSES and ORIGIN."""
        return cls(read_guard(crawler.settings))

    def process_request(self, request: Request) -> None:
        """Raises RefusedRequest with the guard's reason."""
        redirected_from = request.meta.get("redirect_urls", (None,))[-1]
        refusal = self._guard.find_refusal(
            request.url,
            before=redirected_from,
            any_authority="robots" in request.meta and redirected_from is not None,
        )
        if refusal is not None:
            raise RefusedRequest.of(refusal)
