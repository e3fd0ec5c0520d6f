"""Archives each answer as it came, before anybody reads it; an answer that is not on the disk goes
no further."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, Response
from scrapy.utils.misc import load_object

from crawler.archive.exchange import Exchange, Header, as_stored
from crawler.archive.folder import prepare
from crawler.archive.session import KIND, ORIGIN, PAGE, PLACE, ROBOTS, SURVEY, ArchiveSession
from crawler.errors import ArchiveFailed
from crawler.ledger.visit import DuePage
from crawler.refusal import refusing

if TYPE_CHECKING:
    from crawler.archive.archivist import Archivist

ANSWERED = "answered"
"""The key of a request's meta that says when its answer was there: its visit bears that time, so
that the archive and the ledger tell of one look by one time."""


class ArchiveMiddleware:
    """Stands next to the downloader: above it, answers are unpacked, followed and refused."""

    def __init__(
        self,
        crawler: Crawler,
        archivist: Archivist,
        clock: Callable[[], dt.datetime],
        origin: str | None,
    ) -> None:
        self._crawler = crawler
        self._archivist = archivist
        self._clock = clock
        self._origin = origin

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Reads ARCHIVE, ARCHIVE_SIZE, CLOCK and ORIGIN. Raises NotConfigured without the first."""
        settings = crawler.settings
        if not settings.get("ARCHIVE"):
            raise NotConfigured
        with refusing(settings):
            folder = prepare(Path(settings["ARCHIVE"]))
        # What writes WARC files is an extra: only who keeps an archive needs it.
        from crawler.archive.archivist import Archivist
        from crawler.archive.writer import Writer

        writer = Writer(folder, _session_of(crawler), settings.getint("ARCHIVE_SIZE"))
        clock = load_object(settings["CLOCK"])
        middleware = cls(crawler, Archivist(writer), clock, settings.get("ORIGIN"))
        crawler.signals.connect(middleware.close, signals.spider_closed)
        return middleware

    def process_request(self, request: Request) -> None:
        """Forget when a redirect's answer was there."""
        request.meta.pop(ANSWERED, None)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer, once it is archived. Raises ArchiveFailed, which ends the crawl."""
        at = request.meta[ANSWERED] = self._clock()
        try:
            await self._archivist.keep(self._exchange(request, response, at))
        except ArchiveFailed as error:
            self._end(error)
            raise
        return response

    async def close(self) -> None:
        """End the archive's file when the spider has closed."""
        try:
            await self._archivist.close()
        except ArchiveFailed as error:
            session = getattr(self._crawler.spider, "session", None)
            if session is not None and session.failure is None:
                session.failure = error

    def _end(self, error: ArchiveFailed) -> None:
        """Nothing is drawn or kept any more: what is not archived is not in the ledger."""
        session = getattr(self._crawler.spider, "session", None)
        if session is not None:
            session.desk.failure = session.desk.failure or error
            session.fail(error)

    def _exchange(self, request: Request, response: Response, at: dt.datetime) -> Exchange:
        to_the_end = "partial" in response.flags
        headers = as_stored(_pairs(response.headers), response.body, response.status, to_the_end)
        return Exchange(
            url=response.url.partition("#")[0],
            at=at,
            status=response.status,
            headers=headers,
            body=response.body,
            asked_with=_pairs(request.headers),
            protocol=response.protocol or "HTTP/1.1",
            peer=str(response.ip_address) if response.ip_address else None,
            facts=_facts(request, self._origin),
        )


def _pairs(headers: Headers) -> tuple[Header, ...]:
    return tuple((name, value) for name, values in headers.items() for value in values)


def _facts(request: Request, origin: str | None) -> dict[str, str]:
    """Why the request was made, in the words of crawler.archive.session."""
    page = request.meta.get("page")
    if isinstance(page, DuePage):
        facts = {PAGE: page.url, KIND: page.kind.value, PLACE: page.place.value}
    else:
        facts = {KIND: ROBOTS if "robots" in request.meta else SURVEY}
    return facts | ({ORIGIN: origin} if origin else {})


def _session_of(crawler: Crawler) -> ArchiveSession:
    spider = crawler.spider
    session = getattr(spider, "session", None)
    site = getattr(spider, "site", None)
    clock = load_object(crawler.settings["CLOCK"])
    return ArchiveSession(
        id=str(uuid.uuid4()),
        site=site.name if site else str(getattr(spider, "name", "crawl")),
        home=site.home if site else "",
        command=session.orders.command if session else "",
        started=session.started if session else clock(),
        orders=session.orders.told() if session else {},
        user_agent=crawler.settings.get("USER_AGENT") or "",
    )
