"""An archive → a ledger: each run once more, at its own time, with nothing asked of any network.

A page is read as it was read then, by today's rules. What the ledger holds already is left alone:
a look that is there, or a later one of the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine

from crawler import registry
from crawler.archive.exchange import Exchange
from crawler.archive.reader import Archive
from crawler.archive.session import ArchiveSession
from crawler.discovery.addresses import key as key_of
from crawler.discovery.undescribed import undescribed
from crawler.errors import BadAddress, StorageFailed
from crawler.ledger.connect import opened, writing
from crawler.ledger.crawling import crawls, frontier, given
from crawler.ledger.crawling.desk import count_kept
from crawler.ledger.keeping import keep
from crawler.ledger.tables import page_id
from crawler.ledger.visit import DuePage
from crawler.link import PageKind
from crawler.site import Site
from crawler.spiders.answered import normalized
from crawler.spiders.from_archive import is_redirect, read_exchange, told_page
from crawler.spiders.orders import Orders
from crawler.spiders.session import Clock, close_walks, make_due, utc_now
from crawler.spiders.surveyed import Surveyed

GROUP_SIZE = 50
"""Exchanges in one transaction."""

Progress = Callable[[ArchiveSession, int], None]
"""Called after each group with the run and how many exchanges of it were read."""


@dataclass(slots=True)
class SessionEnd:
    """What became of one run's exchanges: the desk's counts, how many looks the ledger held
    before (``known``), and how many were no look at a page (``other``)."""

    session: ArchiveSession
    crawl: int | None = None
    counts: Counter[str] = field(default_factory=Counter)
    known: int = 0
    other: int = 0


def replay(
    archive: Archive, ledger: str, on_progress: Progress | None = None, clock: Clock = utc_now
) -> Iterator[SessionEnd]:
    """Each run's end, once it is in the ledger.

    Raises LedgerUnusable, LedgerBusy, StorageFailed; what was kept before stays, and the next
    replay goes on behind it.
    """
    with opened(ledger, create=True) as engine:
        for session, files in archive.sessions:
            try:
                site = _site_of(session)
                orders = Orders.from_told(session.orders)
            except (BadAddress, ValueError):
                archive.skipped["unknown-run"] += 1
                continue
            again = _Again(engine, session, files[0].parent, site, orders, clock)
            _do_again(again, archive.read(files), on_progress)
            yield again.end


def _do_again(again: _Again, exchanges: Iterator[Exchange], on_progress: Progress | None) -> None:
    """All of a run's exchanges, in groups."""
    while group := list(islice(exchanges, GROUP_SIZE)):
        again.keep(group)
        if on_progress is not None:
            on_progress(again.end.session, len(group))
    again.finish()


def _site_of(session: ArchiveSession) -> Site:
    """Raises BadAddress for a run whose home is no address."""
    return registry.sites().get(session.site) or undescribed(session.home)


class _Again:
    """One run, once more."""

    def __init__(
        self,
        engine: Engine,
        session: ArchiveSession,
        folder: Path,
        site: Site,
        orders: Orders,
        clock: Clock,
    ) -> None:
        self.end = SessionEnd(session)
        self._engine = engine
        self._folder = folder
        self._site = site
        self._orders = orders
        self._clock = clock
        self._last = session.started
        self._given: set[int] = set()
        self._surveyed = None if site.described or self._is_list else Surveyed(site)
        self._answered: tuple[Exchange, ...] = ()

    @property
    def _is_list(self) -> bool:
        return bool(self.end.session.orders.get("given"))

    def keep(self, exchanges: list[Exchange]) -> None:
        """One transaction. Raises StorageFailed with nothing of it kept."""
        with writing(self._engine) as connection:
            if self.end.crawl is not None:
                self._hold(connection, self.end.crawl)
            for exchange in exchanges:
                self._keep(connection, exchange)

    def finish(self) -> None:
        """Write the run's end, if anything of it was new."""
        crawl = self.end.crawl
        if crawl is None:
            return
        with writing(self._engine) as connection:
            self._hold(connection, crawl)
            why = close_walks(connection, self._site, crawl, self._orders.span, None, self._last)
            name, counts = self._site.name, self.end.counts
            crawls.finish(connection, name, crawl, "finished", why, counts, self._last)

    def _hold(self, connection: Connection, crawl: int) -> None:
        if not crawls.renew(connection, self._site.name, crawl, self._clock()):
            raise StorageFailed(f"a crawl took over {self._site.name}; replay again when it ended")

    def _keep(self, connection: Connection, exchange: Exchange) -> None:
        page = told_page(exchange)
        if page is None or is_redirect(exchange):
            self.end.other += 1
            if self._surveyed is not None and page is None:
                self._surveyed.add(exchange)
            return
        if self._surveyed is not None:
            self._adopt(connection, self._surveyed)
        url, kind, place = page
        key = key_of(url, self._site)
        name = self._site.name
        self._look(connection, exchange, DuePage(page_id(name, key), name, key, url, kind, place))

    def _look(self, connection: Connection, exchange: Exchange, told: DuePage) -> None:
        """Keep a look at a page, unless the ledger holds it or a later one."""
        found = frontier.read_page(connection, told.id)
        if found is not None and found[1] is not None and found[1] >= exchange.at:
            self.end.known += 1
            return
        crawl = self._begun(connection)
        if self._is_list and told.id not in self._given:
            self._given.add(told.id)
            given.open_given(connection, told.site, crawl, [(told.key, told.url)], exchange.at)
        found = frontier.read_page(connection, told.id)
        if found is None:  # it was due before this archive began
            given.add_told(connection, crawl, told, exchange.at)
            found = frontier.read_page(connection, told.id)
        due = found[0] if found is not None else told
        visit = normalized(read_exchange(exchange, due, self._site), self._site)
        policy = self._orders.policy
        for kept in keep.keep(connection, told.site, crawl, policy, [visit], exchange.at):
            count_kept(self.end.counts, kept)
        self._last = max(self._last, exchange.at)

    def _begun(self, connection: Connection) -> int:
        """The run as a crawl of the ledger, begun when there is something new to keep."""
        if self.end.crawl is None:
            session = self.end.session
            told = dict(session.orders) | {"archive": session.id}
            told[crawls.ARCHIVED_IN] = str(self._folder.absolute())
            name, started = self._site.name, session.started
            crawl = crawls.begin(connection, name, session.command, told, started)
            crawls.renew(connection, name, crawl, self._clock())
            if not self._is_list:
                make_due(connection, self._site, crawl, self._orders, started)
            self.end.crawl = crawl
            self._keep_answered(connection)
        return self.end.crawl

    def _adopt(self, connection: Connection, surveyed: Surveyed) -> None:
        """Take what the survey found for the site, once."""
        self._surveyed = None
        self._site = surveyed.conclude(connection, self.end.session.started)
        self._answered = tuple(surveyed.answers.values())

    def _keep_answered(self, connection: Connection) -> None:
        """What the survey asked was not asked again where it was due: its answers were kept."""
        name = self._site.name
        for exchange in self._answered:
            found = frontier.read_page(connection, page_id(name, key_of(exchange.url, self._site)))
            if found is not None and found[0].kind is not PageKind.ARTICLE:
                self._look(connection, exchange, found[0])
