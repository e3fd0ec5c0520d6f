"""The news spider: draws due pages from the ledger, hands back what they led to.

It decides nothing: the ledger says what is due, `reading` what an answer holds.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Mapping
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object
from twisted.python.failure import Failure

from crawler.errors import StorageFailed
from crawler.ledger.crawling.desk import Desk
from crawler.ledger.keeping.rows import Kept
from crawler.ledger.visit import Answer, DuePage
from crawler.link import PageKind
from crawler.middlewares.archive import ANSWERED
from crawler.refusal import refusing
from crawler.site import Site
from crawler.spiders.answered import read_answered, read_failed
from crawler.spiders.places import crawl_places
from crawler.spiders.reading import Reading, failed
from crawler.spiders.session import Session, open_session

IN_FLIGHT = 3  # pages drawn and not yet kept, for each request that may run at once
PATIENCE = dt.timedelta(seconds=45)  # a retry due sooner than this is waited for


class NewsSpider(Spider):
    """One site's crawl. ``session`` holds the ledger's desk and what the crawl was told."""

    name = "news"
    site: ClassVar[Site]

    def __init__(self, session: Session, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.session = session
        self.desk: Desk = session.desk
        self.drawn = 0
        self._in_flight: set[int] = set()
        self._landed = asyncio.Event()

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """The guard's and the origin's idea of the site's address is the site file's."""
        super().update_settings(settings)
        settings.set("SITE_HOME", cls.site.home, priority="spider")
        # A site file may name a feed on another host; nothing else there is asked.
        allowed = [f"https://{host}/" for host in cls.site.aliases]
        allowed += [place.url for place in crawl_places(cls.site)]
        settings.set("ALLOWED_ADDRESSES", allowed, priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_args: Any, **kwargs: Any) -> Self:
        """A spider with its session on the ledger; Scrapy's ``-a`` arguments arrive here."""
        clock = load_object(crawler.settings["CLOCK"])
        with refusing(crawler.settings):
            session = open_session(cls.site, crawler.settings, kwargs, clock)
        spider = cls(session, name=cls.name)
        spider._set_crawler(crawler)
        crawler.signals.connect(spider.keep_error, signals.item_error)
        session.bind(crawler)
        return spider

    @property
    def in_flight(self) -> int:
        """How many pages are drawn and not yet kept."""
        return len(self._in_flight)

    async def start(self) -> AsyncIterator[Any]:
        """Requests for due pages, drawn in small batches until nothing is left to do."""
        try:
            while (page := await self._next_batch()) is not None:
                for due in page:
                    yield self.request(due)
        except StorageFailed as error:
            self.session.fail(error)

    async def _next_batch(self) -> list[DuePage] | None:
        """Pages to ask for now; None when the crawl is over."""
        while not self.session.is_over(self.drawn):
            room = min(self._room(), self.session.max_pages - self.drawn)
            pages = await self.desk.draw(room, self._in_flight) if room > 0 else []
            if pages:
                self.drawn += len(pages)
                self._in_flight |= {page.id for page in pages}
                return pages
            if not self._in_flight and not await self._more_to_come():
                return None
            await self._wait_for_landing()
        return None

    def _room(self) -> int:
        """How many more pages may be drawn: enough to keep the downloader busy, few to wait for
        when the crawl is stopped, and memory stays flat."""
        at_once = self.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        return IN_FLIGHT * at_once - len(self._in_flight)

    async def _wait_for_landing(self) -> None:
        if self._in_flight:
            self._landed.clear()
            await self._landed.wait()

    async def _more_to_come(self) -> bool:
        return await self._wait_for_retry() or await self.session.widen()

    async def _wait_for_retry(self) -> bool:
        """Wait until a page is due that is due soon. False if there is none."""
        due = await self.desk.next_due()
        now = self.session.clock()
        if due is None or due - now > PATIENCE:
            return False
        await asyncio.sleep(max(0.0, (due - now).total_seconds()))
        return True

    def request(self, due: DuePage) -> Request:
        """The request for a due page; validators only where an unchanged page says all."""
        conditional = due.kind is not PageKind.LISTING or due.place == "given"
        validators = {"etag": due.etag, "last_modified": due.last_modified} if conditional else {}
        return Request(
            due.url,
            callback=self.read,
            errback=self.read_failure,
            dont_filter=True,
            meta={"page": due, "validators": validators},
            priority=0 if due.kind is PageKind.ARTICLE else 1,  # more pages hang on a place
        )

    async def read(self, response: Response) -> AsyncIterator[Reading]:
        """Keep what the answer led to; a page with a draft goes through the pipelines first."""
        due: DuePage = response.meta["page"]
        try:
            reading = self._read(due, response)
        except Exception as error:
            self.logger.exception("%s could not be read", due.url)
            reading = self._broken(due, error, response)
        if reading.draft is not None:
            yield reading
            return
        await self.keep(reading)

    def _broken(self, due: DuePage, error: BaseException, response: Response) -> Reading:
        """The reading of a page on which our own code failed: counted, and tried again."""
        self.crawler.stats.inc_value(f"reader_error/{type(error).__name__}")
        reason = f"reader-{type(error).__name__}"
        answer = Answer("retry", reason, response.status, len(response.body))
        return Reading(failed(due, answer, self._time_of(response.meta)))

    async def keep_error(self, item: Any, response: Response, failure: Failure) -> None:
        """A pipeline failed on a reading: the page is not forgotten."""
        if isinstance(item, Reading) and item.visit.page.id in self._in_flight:
            assert failure.value is not None
            await self.keep(self._broken(item.visit.page, failure.value, response))

    def _read(self, due: DuePage, response: Response) -> Reading:
        return read_answered(due, response, self.site, self._time_of(response.meta))

    async def read_failure(self, failure: Failure) -> None:
        """Keep how a request ended that got no answer."""
        meta = failure.request.meta  # type: ignore[attr-defined]
        assert failure.value is not None
        at = self._time_of(meta)
        await self.keep(read_failed(meta["page"], failure.value, at, self.site))

    def _time_of(self, meta: Mapping[str, Any]) -> dt.datetime:
        """When the answer was there: as it was archived, or now."""
        archived: dt.datetime | None = meta.get(ANSWERED)
        return archived or self.session.clock()

    async def keep(self, reading: Reading) -> Kept | None:
        """What became of the reading, once committed; None if the storage failed, which ends the
        crawl and is said at its end."""
        try:
            return await self.desk.keep(reading.visit)
        except StorageFailed as error:
            self.session.fail(error)
            return None
        finally:
            self.land(reading.visit.page)

    def land(self, page: DuePage) -> None:
        """A drawn page is no longer in flight."""
        self._in_flight.discard(page.id)
        self._landed.set()
