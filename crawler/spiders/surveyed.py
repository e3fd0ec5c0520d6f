"""What a survey exchanged, as an archive holds it → the site that it found, and its answers."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urljoin

from sqlalchemy import Connection

from crawler.archive.exchange import Exchange
from crawler.archive.session import KIND, SURVEY
from crawler.discovery.findings import Findings
from crawler.discovery.survey import survey
from crawler.errors import Refused, Rejected
from crawler.fetch.outcome import OutcomeKind
from crawler.ledger.crawling.known import read_examples
from crawler.ledger.crawling.surveys import GOOD_FOR, keep_survey, read_survey
from crawler.middlewares.failure import read_headers, read_response
from crawler.page import Page
from crawler.site import Site
from crawler.spiders.from_archive import is_redirect, take

MAX_HOPS = 5


class Surveyed:
    """Collects a run's exchanges until the first page that was due."""

    def __init__(self, site: Site) -> None:
        self.answers: dict[str, Exchange] = {}
        """The pages that were taken, by the address that answered."""
        self._site = site
        self._exchanges: dict[str, Exchange] = {}

    def add(self, exchange: Exchange) -> None:
        """Note an exchange if the survey asked for it."""
        if exchange.facts.get(KIND) == SURVEY:
            self._exchanges[exchange.url] = exchange

    def conclude(self, connection: Connection, now: dt.datetime) -> Site:
        """The site as the survey finds it in the same answers; as an earlier one found it, or as
        it was, where it finds none."""
        found = self._find(connection, now).site if self._exchanges else None
        if found is not None:
            keep_survey(connection, self._site, found, now)
            return found
        return read_survey(connection, self._site, now - GOOD_FOR) or self._site

    def _find(self, connection: Connection, now: dt.datetime) -> Findings:
        asked = survey(self._site.home, now, read_examples(connection, self._site.name))
        try:
            wanted = next(asked)
            while True:
                wanted = asked.send({url: self._page(url) for url in wanted})
        except StopIteration as end:
            found: Findings = end.value
            return found

    def _page(self, url: str) -> Page | None:
        exchange = self._final(url)
        if exchange is None:
            return None
        try:
            response = take(exchange, self._site)
            if read_response(response, exchange.at).kind is not OutcomeKind.OK:
                return None
            self.answers[exchange.url] = exchange
            headers = read_headers(response)
            page = Page(response.url, response.body, exchange.at, response.status, headers)
            if "html" in headers.get("content-type", "html"):
                page.root  # noqa: B018 - parsed here, where what cannot be parsed is passed over
        except (Refused, Rejected):
            return None
        return page

    def _final(self, url: str) -> Exchange | None:
        """The exchange that redirects led to from an address."""
        found = self._exchanges.get(url)
        for _ in range(MAX_HOPS):
            if found is None or not is_redirect(found):
                return found
            location = next(value for name, value in found.headers if name.lower() == b"location")
            found = self._exchanges.get(urljoin(found.url, location.decode("latin-1")))
        return None
