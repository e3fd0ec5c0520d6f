"""One archived exchange → what a crawl would have read of it: by the very steps a crawl takes."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.archive.exchange import Exchange
from crawler.archive.session import KIND, ORIGIN, PAGE, PLACE
from crawler.errors import Refused
from crawler.fetch.origin import Origin
from crawler.fetch.warc import MAX_BYTES
from crawler.ledger.visit import Answer, DuePage
from crawler.link import PageKind, Where
from crawler.middlewares.limits import LimitsMiddleware
from crawler.middlewares.origin import OriginMiddleware
from crawler.middlewares.whole import WholeAnswerMiddleware
from crawler.site import Site
from crawler.spiders.answered import read_answered, read_failed
from crawler.spiders.reading import Reading, failed

_REDIRECTS = (301, 302, 303, 307, 308)
_NOT_MODIFIED = 304


def told_page(exchange: Exchange) -> tuple[str, PageKind, Where] | None:
    """Address, kind and place of the page that was due; None where none was (robots.txt, a
    survey), or where the record says what no version of this program writes."""
    facts = exchange.facts
    try:
        return facts[PAGE], PageKind(facts[KIND]), Where(facts[PLACE])
    except (KeyError, ValueError):
        return None


def is_redirect(exchange: Exchange) -> bool:
    """True for an answer that a crawl follows to another one, which the archive holds as well."""
    has_location = any(name.lower() == b"location" for name, _ in exchange.headers)
    return exchange.status in _REDIRECTS and has_location


def read_exchange(exchange: Exchange, due: DuePage, site: Site) -> Reading:
    """What the answer to a due page holds."""
    try:
        response = take(exchange, site)
        if not 200 <= response.status < 300 and response.status != _NOT_MODIFIED:
            raise HttpError(response)
    except (Refused, HttpError) as error:
        return read_failed(due, error, exchange.at, site)
    try:
        return read_answered(due, response, site, exchange.at)
    except Exception as error:  # our own code fails on this page: told by its reason, as in a crawl
        reason = f"reader-{type(error).__name__}"
        answer = Answer("retry", reason, response.status, len(response.body))
        return Reading(failed(due, answer, exchange.at))


def take(exchange: Exchange, site: Site) -> Response:
    """The answer as a spider gets it: whole, unpacked, with real addresses, safe to parse.

    Raises RefusedRequest with the reason why it is not taken.
    """
    response = _response_of(exchange)
    request = Request(exchange.url, meta={"archived": True})
    response = WholeAnswerMiddleware(MAX_BYTES).process_response(request, response)
    base = exchange.facts.get(ORIGIN)
    if base is not None:
        origin = Origin.parse(base, site.home)
        response = OriginMiddleware(origin).process_response(request, response)
    return LimitsMiddleware().process_response(request, response)


def _response_of(exchange: Exchange) -> Response:
    headers = Headers()
    for name, value in exchange.headers:
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=exchange.url, body=exchange.body)
    # Without a length the connection's end was the answer's: only its text says if it is whole.
    flags = [] if b"Content-Length" in headers else ["partial"]
    return kind(
        exchange.url,
        status=exchange.status,
        headers=headers,
        body=exchange.body,
        flags=flags,
        protocol=exchange.protocol,
    )
