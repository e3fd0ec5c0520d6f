"""What Scrapy raises, as an outcome."""

from __future__ import annotations

import datetime as dt

import pytest
from OpenSSL.SSL import Error as TLSError
from scrapy import exceptions
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from crawler.errors import Refused
from crawler.fetch.outcome import Outcome, OutcomeKind
from crawler.middlewares.failure import read_failure, read_response
from crawler.middlewares.refused import RefusedRequest

NOW = dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)


def caused_by(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


ERRORS: dict[str, tuple[BaseException, str, str]] = {
    "no such host": (exceptions.CannotResolveHostError(), "retry", "dns"),
    "refused": (exceptions.DownloadConnectionRefusedError(), "retry", "connection-refused"),
    "timeout": (exceptions.DownloadTimeoutError(), "retry", "timeout"),
    "half": (exceptions.ResponseDataLossError(), "retry", "half-page"),
    "too large": (exceptions.DownloadCancelledError(), "refused", "too-large"),
    "reset": (exceptions.DownloadFailedError(), "retry", "connection-lost"),
    "lost": (ConnectionLost(), "retry", "connection-lost"),
    "TLS": (
        caused_by(
            exceptions.DownloadFailedError(),
            ResponseNeverReceived([Failure(ResponseFailed([Failure(TLSError([]))]))]),
        ),
        "retry",
        "tls",
    ),
    "refused by us": (RefusedRequest("refused-address", "127.0.0.1"), "refused", "refused-address"),
    "robots": (Refused("robots-unreachable"), "retry", "robots-unreachable"),
    "gone": (HttpError(Response("http://x/", 410)), "gone", "http-410"),
    "unforeseen": (KeyError("x"), "retry", "error"),
    "ignored by somebody": (exceptions.IgnoreRequest(), "retry", "error"),
}


@pytest.mark.parametrize(("error", "kind", "reason"), ERRORS.values(), ids=ERRORS.keys())
def test_error(error: BaseException, kind: str, reason: str) -> None:
    assert read_failure(error, NOW) == Outcome(OutcomeKind(kind), reason)


def test_wait_is_handed_on() -> None:
    refused = RefusedRequest("robots-unreachable", "http-503", 60.0)
    assert read_failure(refused, NOW).retry_after == 60
    answer = Response("http://x/", 503, {"Retry-After": "9"})
    assert read_failure(HttpError(answer), NOW).retry_after == 9
    assert read_response(answer, NOW).retry_after == 9


def test_refusal_is_quiet_for_scrapy_and_ours_for_us() -> None:
    refused = RefusedRequest("refused-address", "127.0.0.1")
    assert isinstance(refused, exceptions.IgnoreRequest)
    assert isinstance(refused, Refused)
    assert str(refused) == "refused-address: 127.0.0.1"
