"""Refuses HTML that would cost a parser far more than its size, before anything parses it."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.fetch.limits import find_danger
from crawler.middlewares.refused import RefusedRequest


class LimitsMiddleware:
    """Stands above the unpacking: it judges what will be parsed. Feeds and sitemaps pass; they
    are read as streams."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises RefusedRequest with the reason not to parse the page."""
        if isinstance(response, HtmlResponse) and "robots" not in request.meta:
            danger = find_danger(response.body)
            if danger is not None:
                raise RefusedRequest(danger, response.url)
        return response
