"""What Scrapy hands a callback or an errback → the Outcome of the request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from OpenSSL.SSL import Error as TLSError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity import VerificationError
from twisted.internet.error import ConnectError, ConnectionClosed

from crawler.errors import Refused
from crawler.fetch.outcome import Outcome, read_reason, read_status

_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection-refused"),
    (DownloadTimeoutError, "timeout"),
    (ResponseDataLossError, "half-page"),
    (DownloadCancelledError, "too-large"),
    (DownloadFailedError, "connection-lost"),
    (ConnectionClosed, "connection-lost"),
    (ConnectError, "connection-lost"),
)


def read_response(response: Response, now: dt.datetime) -> Outcome:
    """The outcome of an answer that reached the spider."""
    return read_status(response.status, read_headers(response), now)


def read_headers(response: Response) -> dict[str, str]:
    """An answer's headers by lower-case name, whatever bytes they hold (latin-1 reads any)."""
    return {
        name.decode("latin-1").lower(): b",".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }


def read_failure(error: BaseException, now: dt.datetime) -> Outcome:
    """The outcome of a request that failed with ``error`` (an errback's ``failure.value``)."""
    if isinstance(error, HttpError):
        return read_response(error.response, now)
    if isinstance(error, Refused):
        return read_reason(error.reason, error.retry_after)
    if any(isinstance(cause, (TLSError, VerificationError)) for cause in _causes(error)):
        return read_reason("tls")
    return read_reason(next((word for kind, word in _REASONS if isinstance(error, kind)), "error"))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error``, what caused it, and the failures that Twisted lists in it."""
    yield error
    for failure in getattr(error, "reasons", ()):
        yield from _causes(failure.value)
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)
