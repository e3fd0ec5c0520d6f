"""Unpacks answers and refuses those that are no whole page, in place of Scrapy's own
HttpCompressionMiddleware, which takes a cut stream for a page."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from crawler.errors import Refused
from crawler.fetch import whole
from crawler.middlewares.answer import change_response
from crawler.middlewares.refused import RefusedRequest


class WholeAnswerMiddleware:
    """What passes up from here is unpacked, whole, within the limit and text.

    An answer that is an error by its status is only unpacked: its status is the reason.
    """

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WholeAnswerMiddleware:
        """Reads DOWNLOAD_MAXSIZE."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Says which encodings can be unpacked."""
        request.headers.setdefault("Accept-Encoding", whole.ACCEPTED_ENCODINGS)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises RefusedRequest with the reason why the answer is not taken."""
        try:
            return self._take(request, response)
        except Refused as error:
            raise RefusedRequest(error.reason, f"{response.url}: {error.detail}") from error

    def _take(self, request: Request, response: Response) -> Response:
        if not 200 <= response.status < 300:
            return self._unpack_error(response)
        _refuse(whole.find_status_flaw(response.status))
        response = self._unpack(response)
        if "robots" in request.meta:
            return response  # may be empty, and what it is called says nothing
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        _refuse(None if response.body.strip() else "empty-body")
        _refuse(whole.find_type_flaw(content_type, response.body))
        if "partial" in response.flags:
            _refuse(whole.find_end_flaw(content_type, response.body))
        return response

    def _unpack(self, response: Response) -> Response:
        packed = [
            name
            for value in response.headers.getlist("Content-Encoding")
            for name in value.decode("latin-1").split(",")
        ]
        body = whole.unpack(response.body, packed, self._max_size)
        if not packed and body is response.body:
            return response
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
        return change_response(response, kind, body=body, headers=headers)

    def _unpack_error(self, response: Response) -> Response:
        try:
            return self._unpack(response)
        except Refused:
            return change_response(
                response, body=b""
            )  # half of an error page is no help to anybody


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise Refused(reason)
