"""What a crawl was told and the ledger's desk it works at, from opening to the last word."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from sqlalchemy import Connection, Engine

from crawler.discovery.addresses import key
from crawler.errors import CrawlerError, StorageFailed
from crawler.health.channels import LOG_ALONE, Telling, read_telling
from crawler.health.outbox import tell_after_crawl
from crawler.health.watch import judge_quietly
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.crawling import backfill, crawls, given, hosts, places
from crawler.ledger.crawling.backfill import Span
from crawler.ledger.crawling.desk import Desk
from crawler.ledger.decide import Priority
from crawler.ledger.tables import page_id
from crawler.site import Site
from crawler.spiders.orders import Orders, read_orders
from crawler.spiders.places import (
    backfill_places,
    crawl_places,
    goes_by_date,
    main_listings,
    tag_places,
)

logger = logging.getLogger(__name__)
Clock = Callable[[], dt.datetime]

ENDED_BY_HAND = frozenset({"SIGINT", "SIGTERM", "shutdown"})


def utc_now() -> dt.datetime:
    """The aware time now: the one place a crawl reads the clock."""
    return dt.datetime.now(dt.UTC)


class Session:
    """One crawl at work: its desk, its limits, why it ended."""

    def __init__(
        self,
        engine: Engine,
        site: Site,
        desk: Desk,
        orders: Orders,
        clock: Clock,
        started: dt.datetime,
        telling: Telling = LOG_ALONE,
    ) -> None:
        self.desk = desk
        self.started = started
        self.clock = clock
        self.orders = orders
        self.max_pages = orders.max_pages
        self.failure: CrawlerError | None = None
        self.stopped_by: str | None = None
        self.is_finished = False
        self.on_closing: Callable[[], object] | None = None
        """Told once that the crawl is ending early."""
        self._engine = engine
        self._site = site
        self._telling = telling
        self._crawler: Crawler | None = None
        self._closing: asyncio.Future[None] | None = None
        self._is_widened = False

    def bind(self, crawler: Crawler) -> None:
        """Write the crawl's end into the ledger when the spider has closed."""
        self._crawler = crawler
        crawler.signals.connect(self._close, signals.spider_closed)

    def is_over(self, drawn: int) -> bool:
        """True once no further page may be drawn."""
        return self.failure is not None or self.stopped_by is not None or drawn >= self.max_pages

    async def widen(self) -> bool:
        """True if there is more to ask now: walks that waited for another go on, and a backfill
        whose listings did not reach its first day goes over those of the tags it met, once."""
        span = self.orders.span
        if self.is_over(0):
            return False
        if await self.desk.write(
            lambda connection: places.resume_waiting(
                connection, self._site.name, span, self.clock()
            )
        ):
            return True
        if span is None or self._is_widened:
            return False
        self._is_widened = True
        return await self.desk.write(lambda connection: self._open_tags(connection, span))

    def _open_tags(self, connection: Connection, span: Span) -> bool:
        site, now = self._site, self.clock()
        if not backfill.find_short_walks(connection, site.name, self.desk.crawl):
            return False
        where = tag_places(site, backfill.read_tags(connection, site.name, span))
        if not where:  # opening none would take up the walks that just ended
            return False
        places.open_places(connection, site.name, self.desk.crawl, where, span.start, now, span.end)
        return True

    async def adopt(self, site: Site) -> None:
        """Go on with what a survey found of the site, its places made due."""
        self._site = site
        await self.desk.write(
            lambda connection: make_due(
                connection, site, self.desk.crawl, self.orders, self.clock()
            )
        )

    def fail(self, error: CrawlerError) -> None:
        """Fail-stop: nothing more is drawn, and the crawl ends as failed. Also for a site that
        shows nothing to crawl."""
        if self.failure is None:
            self.failure = error
            self._close_spider("storage")

    def stop(self, why: str) -> None:
        """Draw nothing more and end once the answers on their way are kept."""
        if self.stopped_by is None:
            self.stopped_by = why
            self._close_spider(why)

    def _close_spider(self, reason: str) -> None:
        if self.on_closing is not None:
            self.on_closing()
            self.on_closing = None
        engine = self._crawler.engine if self._crawler else None
        if engine is not None and engine.spider is not None:
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    async def _close(self, reason: str) -> None:
        await self.desk.close()
        if reason != "finished" and self.failure is None:
            self.stopped_by = self.stopped_by or reason
        self.finish()

    def finish(self) -> None:
        """Write how the crawl ended; walks that are not over become gaps. Once only.

        Also for a crawl whose reactor was stopped under it: then what was on its way stays due.
        """
        if self.is_finished:
            return
        self.is_finished = True
        try:
            with writing(self._engine) as connection:
                self._write_end(connection)
            self._judge()
        except StorageFailed as error:
            self.failure = self.failure or error
        finally:
            self._engine.dispose()

    def _judge(self) -> None:
        """Hold the crawl against its site's history; who ends a crawl by hand is not kept waiting
        until the alarms are told."""
        judge_quietly(self._engine, self._site, self._telling.noted, self.clock())
        if self.stopped_by not in ENDED_BY_HAND:
            tell_after_crawl(self._engine, self._telling.channels, self.clock())

    def _write_end(self, connection: Connection) -> None:
        site, crawl, now = self._site.name, self.desk.crawl, self.clock()
        if not crawls.holds(connection, site, crawl):
            return  # the site is another crawl's, and this one is written down as killed
        outcome, why = "finished", None
        if self.failure is not None:
            outcome, why = "failed", str(self.failure)
        elif self.stopped_by is not None:
            outcome, why = "stopped", self.stopped_by
        elif self.desk.counts["requests"] >= self.max_pages:
            why = "max-pages"
        elif rests := hosts.tell_rest(connection, site, now):
            why = rests
        elif (span := self.orders.span) and backfill.count_waiting(connection, site, span):
            why = "pages-waiting"
        why = close_walks(connection, self._site, crawl, self.orders.span, why, now)
        crawls.finish(connection, site, crawl, outcome, why, self.desk.counts, now)


def open_session(
    site: Site, settings: BaseSettings, arguments: Mapping[str, Any], clock: Clock = utc_now
) -> Session:
    """A session on the ledger that the settings name, with the site's places made due.

    Raises LedgerUnusable, LedgerBusy or UsageError, with nothing changed.
    """
    now = clock()
    orders = read_orders(site, arguments, now)
    telling = read_telling(os.environ, Path(settings["CRAWLER_DATA"] or "data"))
    if telling.problem is not None:
        logger.warning("Alarms wait until this is mended: %s", telling.problem)
    engine = open_ledger(settings["CRAWLER_LEDGER"])
    try:
        with writing(engine) as connection:
            told = dict(arguments)
            if settings.get("ARCHIVE"):
                told[crawls.ARCHIVED_IN] = str(Path(settings["ARCHIVE"]).absolute())
            crawl = _begin(connection, site, orders, told, now)
    except CrawlerError:
        engine.dispose()
        raise
    judge_quietly(engine, site, telling.noted, now)  # a crawl that was killed
    priorities = _priorities(orders)
    desk = Desk(
        engine,
        site.name,
        crawl,
        orders.policy,
        clock,
        priorities,
        orders.span,
        orders.revisits,
        given.is_given(site.name, crawl) if orders.given else None,
    )
    return Session(engine, site, desk, orders, clock, now, telling)


def _priorities(orders: Orders) -> tuple[Priority, ...]:
    """What a crawl draws: a backfill looks at nothing again."""
    if orders.places_only:
        return (Priority.PLACES,)
    every = tuple(Priority)
    return every if orders.span is None else tuple(p for p in every if p is not Priority.REVISIT)


def _begin(
    connection: Connection,
    site: Site,
    orders: Orders,
    arguments: Mapping[str, Any],
    now: dt.datetime,
) -> int:
    """A new crawl that holds the site, with what it was told made due."""
    told = dict(arguments)
    if orders.span is not None:
        told |= {"start": orders.span.start.isoformat(), "end": orders.span.end.isoformat()}
    if orders.given:
        told["urls"] = len(orders.given)
    crawl = crawls.begin(connection, site.name, orders.command, told, now)
    make_due(connection, site, crawl, orders, now)
    return crawl


def close_walks(
    connection: Connection,
    site: Site,
    crawl: int,
    span: Span | None,
    why: str | None,
    now: dt.datetime,
) -> str | None:
    """Make gaps of the walks that are not over, and close those that were filled; why the crawl
    did not come to its end, which ``why`` may say already."""
    main = [page_id(site.name, place.key) for place in main_listings(site)]
    places.close_places(connection, site.name, crawl, why or "unfinished", now, main)
    if why is not None or span is None:
        return why
    if backfill.is_cut_short(connection, site.name, span, main):
        return "listings-cut-short"
    places.close_spanned(connection, site.name, crawl, span, now, main, goes_by_date(site))
    return None


def make_due(
    connection: Connection, site: Site, crawl: int, orders: Orders, now: dt.datetime
) -> None:
    """Make due where the site announces articles."""
    span = orders.span
    if orders.given:
        wanted = [(key(url, site), url) for url in orders.given]
        given.open_given(connection, site.name, crawl, wanted, now)
    elif span is None:
        where = crawl_places(site)
        places.open_places(connection, site.name, crawl, where, orders.since, now)
    else:
        backfill.take_up(connection, site.name, span, now)
        where = backfill_places(site, span, now)
        places.open_places(connection, site.name, crawl, where, span.start, now, span.end)
