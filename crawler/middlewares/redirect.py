"""Follows redirects as Scrapy does, and gives each one that it will not follow a reason."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.middlewares.refused import RefusedRequest


class ReasonedRedirectMiddleware(RedirectMiddleware):
    """Where a redirect leads is judged by the guard, which every new request passes."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Raises RefusedRequest: ``redirect-loop`` past REDIRECT_MAX_TIMES, ``bad-redirect`` if
        Location cannot be read."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            raise RefusedRequest("redirect-loop", request.url) from error
        except ValueError as error:
            raise RefusedRequest("bad-redirect", f"{request.url}: {error}") from error
