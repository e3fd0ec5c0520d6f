"""What a crawl was told and the ledger's desk it works at, from opening to the last word."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from sqlalchemy import Connection, Engine

from crawler.discovery.addresses import key as key_of
from crawler.errors import CrawlerError, StorageFailed, UsageError
from crawler.feeds.selection import parse_bound
from crawler.ledger import crawls, hosts, places
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.decide import Policy, Priority
from crawler.ledger.desk import Desk
from crawler.link import PageKind
from crawler.site import Feed, Listing, Site, Sitemap

Clock = Callable[[], dt.datetime]
SECTION_EVERY = dt.timedelta(hours=24)


def utc_now() -> dt.datetime:
    """The aware time now: the one place a crawl reads the clock."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Orders:
    """What a crawl was told."""

    since: dt.timedelta | dt.datetime = dt.timedelta(days=3)
    max_pages: int = 1000
    depth: int = 1
    places_only: bool = False
    """Ask feeds, listings and sitemaps, but no article."""

    @classmethod
    def from_arguments(cls, site: Site, arguments: Mapping[str, Any]) -> Orders:
        """From Scrapy's ``-a`` arguments, all strings. Raises UsageError, naming what is known."""
        known = {"since", "max_pages", "depth", "places_only"}
        unknown = sorted(set(arguments) - known)
        if unknown:
            raise UsageError(f"no argument {unknown[0]!r}; known are {', '.join(sorted(known))}")
        orders: dict[str, Any] = {
            name: _whole_number(name, arguments[name])
            for name in ("max_pages", "depth")
            if name in arguments
        }
        if "since" in arguments:
            orders["since"] = _start_of(parse_bound(str(arguments["since"])), site)
        orders["places_only"] = arguments.get("places_only") == "yes"
        return cls(**orders)

    def start_of_walks(self, now: dt.datetime) -> dt.datetime:
        """How far back a listing is walked that was never walked before."""
        return self.since if isinstance(self.since, dt.datetime) else now - self.since


def _start_of(bound: dt.date | dt.datetime, site: Site) -> dt.datetime:
    """The moment a bound begins, by the site's clock where it has no offset."""
    if not isinstance(bound, dt.datetime):
        bound = dt.datetime.combine(bound, dt.time())
    return bound if bound.tzinfo else bound.replace(tzinfo=site.zone)


def _whole_number(name: str, value: Any) -> int:
    try:
        number = int(value)
    except ValueError:
        number = -1
    if number < 0:
        raise UsageError(f"{name} must be a whole number from 0, not {value!r}")
    return number


class Session:
    """One crawl at work: its desk, its limits, why it ended."""

    def __init__(
        self, engine: Engine, site: Site, desk: Desk, orders: Orders, clock: Clock
    ) -> None:
        self.desk = desk
        self.clock = clock
        self.max_pages = orders.max_pages
        self.failure: CrawlerError | None = None
        self.stopped_by: str | None = None
        self.is_finished = False
        self.on_closing: Callable[[], object] | None = None
        """Told once that the crawl is ending early."""
        self._engine = engine
        self._site = site
        self._crawler: Crawler | None = None
        self._closing: asyncio.Future[None] | None = None

    def bind(self, crawler: Crawler) -> None:
        """Write the crawl's end into the ledger when the spider has closed."""
        self._crawler = crawler
        crawler.signals.connect(self._close, signals.spider_closed)

    def is_over(self, drawn: int) -> bool:
        """True once no further page may be drawn."""
        return self.failure is not None or self.stopped_by is not None or drawn >= self.max_pages

    def fail(self, error: StorageFailed) -> None:
        """Fail-stop: nothing more is drawn, and the crawl ends as failed."""
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
        except StorageFailed as error:
            self.failure = self.failure or error
        finally:
            self._engine.dispose()

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
        else:
            why = hosts.tell_rest(connection, site, now)
        places.close_places(connection, site, crawl, why or "unfinished", now)
        crawls.finish(connection, site, crawl, outcome, why, self.desk.counts, now)


def open_session(
    site: Site, settings: BaseSettings, arguments: Mapping[str, Any], clock: Clock = utc_now
) -> Session:
    """A session on the ledger that the settings name, with the site's places made due.

    Raises LedgerUnusable, LedgerBusy or UsageError, with nothing changed.
    """
    orders = Orders.from_arguments(site, arguments)
    engine = open_ledger(settings["CRAWLER_LEDGER"])
    now = clock()
    since = orders.start_of_walks(now)
    try:
        with writing(engine) as connection:
            crawl = crawls.begin(connection, site.name, "crawl", dict(arguments), now)
            places.open_places(connection, site.name, crawl, places_of(site), since, now)
    except CrawlerError:
        engine.dispose()
        raise
    policy = Policy(depth=orders.depth, floor=since)
    priorities = (Priority.PLACES,) if orders.places_only else tuple(Priority)
    desk = Desk(engine, site.name, crawl, policy, clock, priorities)
    return Session(engine, site, desk, orders, clock)


def places_of(site: Site) -> list[places.Place]:
    """Where a site announces articles, as the ledger's places; sections are asked once a day."""
    return [
        places.Place(key_of(site.absolute(place.url), site), site.absolute(place.url), kind, every)
        for group, every in ((site.discovery, dt.timedelta(0)), (site.sections, SECTION_EVERY))
        for place in group
        if (kind := _KINDS.get(type(place))) is not None
    ]


_KINDS = {Feed: PageKind.FEED, Listing: PageKind.LISTING, Sitemap: PageKind.SITEMAP}
