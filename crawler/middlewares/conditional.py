"""Asks for a page only if it changed: validators in the request's meta → conditional headers."""

from __future__ import annotations

from scrapy import Request

_HEADERS = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}


class ConditionalMiddleware:
    """``meta["validators"]`` holds what the last look was given: ``etag``, ``last_modified``, as
    the site wrote them. A 304 then reaches the callback like a page."""

    def process_request(self, request: Request) -> None:
        """Both headers are sent where both are known: the site prefers the ETag (RFC 9110)."""
        validators = request.meta.get("validators") or {}
        known = {name: value for name, value in validators.items() if name in _HEADERS and value}
        for name, value in known.items():
            request.headers[_HEADERS[name]] = value
        if known:
            handled = request.meta.get("handle_httpstatus_list", ())
            request.meta["handle_httpstatus_list"] = sorted({*handled, 304})
