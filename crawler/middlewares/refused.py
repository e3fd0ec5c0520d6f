"""The exception by which our components end a request, as Scrapy and an errback see it."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from crawler.errors import Refused
from crawler.fetch.guard import Refusal


class RefusedRequest(Refused, IgnoreRequest):
    """Raised if a request is not sent, or its answer not taken; ``reason`` says why.

    An IgnoreRequest, so that Scrapy hands it to the errback without an error in the log.
    """

    @classmethod
    def of(cls, refusal: Refusal) -> RefusedRequest:
        """The exception for a guard's refusal."""
        return cls(refusal.reason, refusal.detail)
