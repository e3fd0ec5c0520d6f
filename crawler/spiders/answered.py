"""How a request ended, as Scrapy says it → a Reading: the same in a crawl and from an archive."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from scrapy.http import Response

from crawler.errors import Rejected
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.middlewares.failure import read_failure, read_headers, read_response
from crawler.normalization.normalize import normalize
from crawler.page import Page
from crawler.site import Site
from crawler.spiders.reading import Reading, absent, fingerprint, read_answer


def read_answered(due: DuePage, response: Response, site: Site, at: dt.datetime) -> Reading:
    """What an answer that is to be read holds; ``at`` is when it was there."""
    headers = read_headers(response)
    outcome = read_response(response, at)
    sends_validators = "etag" in headers or "last-modified" in headers
    answer = Answer(
        kind=outcome.kind,
        reason=outcome.reason if outcome.kind != "ok" else None,
        status=response.status,
        bytes=len(response.body),
        retry_after=outcome.retry_after,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        fingerprint=None if sends_validators else fingerprint(response.body),
    )
    page = Page(response.url, response.body, at, response.status, headers)
    return read_answer(due, page, site, answer)


def read_failed(due: DuePage, error: BaseException, at: dt.datetime, site: Site) -> Reading:
    """A request that got no answer, or one that is not to be read."""
    outcome = read_failure(error, at)
    response: Response | None = getattr(error, "response", None)
    answer = Answer(
        outcome.kind,
        outcome.reason,
        status=response.status if response else None,
        bytes=len(response.body) if response else 0,
        retry_after=outcome.retry_after,
    )
    return Reading(absent(due, answer, at, site))


def normalized(reading: Reading, site: Site) -> Visit:
    """The visit with the article that the draft gives, or the reason why it gives none."""
    if reading.draft is None or reading.page is None:
        return reading.visit
    try:
        return replace(reading.visit, article=normalize(reading.draft, reading.page, site))
    except Rejected as rejected:
        return replace(reading.visit, rejected=rejected.reason)
