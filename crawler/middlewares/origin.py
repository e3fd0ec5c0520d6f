"""Makes the addresses in the pages of an origin real, as the download handler does with the
addresses of the pages themselves."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.fetch.origin import Origin
from crawler.middlewares.answer import change_response
from crawler.middlewares.crawl_settings import read_origin


class OriginMiddleware:
    """Stands above the unpacking, below everything that reads pages."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OriginMiddleware:
        """Reads ORIGIN and SITE_HOME. Raises NotConfigured without an origin."""
        origin = read_origin(crawler.settings)
        if origin is None:
            raise NotConfigured
        return cls(origin)

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002
        """The answer with real addresses in its body."""
        body = self._origin.rewrite(response.body)
        return response if body is response.body else change_response(response, body=body)
