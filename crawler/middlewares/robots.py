"""Asks each authority's robots.txt first, and lets nothing pass that it does not allow, in place
of Scrapy's own middleware, which takes a robots.txt it cannot read for a permission."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from crawler.fetch.robots import Robots, no_rules, not_reachable, read_answer
from crawler.middlewares.failure import read_failure, read_response
from crawler.middlewares.refused import RefusedRequest
from crawler.middlewares.slots import slow_down

logger = logging.getLogger(__name__)


class RobotsMiddleware:
    """One look at robots.txt an authority and day; ``clock`` gives the time, timezone-aware."""

    def __init__(self, crawler: Crawler, token: str, clock: Callable[[], dt.datetime]) -> None:
        self._crawler = crawler
        self._token = token
        self._clock = clock
        self._known: dict[str, Robots] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Reads ROBOTSTXT_OBEY and ROBOTSTXT_USER_AGENT. Raises NotConfigured if not to obey."""
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        token = settings.get("ROBOTSTXT_USER_AGENT") or settings["BOT_NAME"]
        return cls(crawler, token, lambda: dt.datetime.now(dt.UTC))

    async def process_request(self, request: Request) -> None:
        """Raises RefusedRequest: ``robots-disallowed``, or ``robots-unreachable`` for now."""
        if "robots" in request.meta:
            return
        robots = await self._find_robots(request)
        if robots.unreachable is not None:
            wait = max((robots.until - self._clock()).total_seconds(), 0.0)
            raise RefusedRequest(_reason_for_page(robots.unreachable), robots.unreachable, wait)
        if not robots.allows(request.url):
            raise RefusedRequest("robots-disallowed", request.url)
        if robots.crawl_delay is not None:
            slow_down(self._crawler, request, robots.crawl_delay)

    async def _find_robots(self, request: Request) -> Robots:
        parts = urlparse_cached(request)
        home = f"{parts.scheme}://{parts.netloc}"
        async with self._asking[home]:
            known = self._known.get(home)
            if known is None or not known.is_fresh(self._clock()):
                known = self._known[home] = await self._ask(f"{home}/robots.txt")
                if known.unreachable is not None:
                    told = "%s/robots.txt gives no answer (%s): the site is left alone for now"
                    logger.warning(told, home, known.unreachable)
        return known

    async def _ask(self, url: str) -> Robots:
        request = Request(url, callback=NO_CALLBACK, meta={"robots": True}, priority=1000)
        assert self._crawler.engine is not None
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # whatever it is: logged by its reason, and nothing is allowed
            # Scrapy leaves its count of redirects on the request that was redirected.
            return self._without_answer(error, redirected="redirect_ttl" in request.meta)
        now = self._clock()
        wait = read_response(response, now).retry_after
        return read_answer(response.status, response.body, self._token, now, wait)

    def _without_answer(self, error: Exception, *, redirected: bool) -> Robots:
        now = self._clock()
        outcome = read_failure(error, now)
        if outcome.reason == "redirect-loop":
            return no_rules(self._token, now)
        reason = "bad-redirect" if redirected else outcome.reason
        return not_reachable(reason, self._token, now, outcome.retry_after)


def _reason_for_page(unreachable: str) -> str:
    """Where the guard refuses robots.txt itself, it refuses the page, and not just for now."""
    return unreachable if unreachable.startswith("refused-") else "robots-unreachable"
