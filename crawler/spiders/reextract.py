"""Archived pages → what today's rules make of them, beside what the ledger holds.

An article is compared with what is read of the very answer that it was kept from, so a difference
is one of the rules and never one of the site.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine

from crawler import registry
from crawler.archive.exchange import Exchange
from crawler.archive.reader import Archive
from crawler.archive.session import ArchiveSession
from crawler.article import Article
from crawler.discovery.addresses import key as key_of
from crawler.discovery.undescribed import undescribed
from crawler.errors import BadAddress, StorageFailed
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls, frontier
from crawler.ledger.decide import Policy, State
from crawler.ledger.keeping import keep, reread
from crawler.ledger.keeping.reread import Held
from crawler.ledger.tables import page_id
from crawler.ledger.visit import Visit
from crawler.link import PageKind
from crawler.site import Site
from crawler.spiders.answered import normalized
from crawler.spiders.from_archive import is_redirect, read_exchange, told_page
from crawler.spiders.session import Clock, utc_now
from crawler.spiders.surveyed import Surveyed

GROUP_SIZE = 50
"""Exchanges in one transaction."""
_POLICY = Policy(depth=0)
_TAKEN = (200, 203)


@dataclass(frozen=True, slots=True)
class Reread:
    """One page: ``before`` as the ledger holds it, None where it was rejected; ``after`` as it is
    read now, None with the ``reason`` where it is no article any more."""

    url: str
    before: Article | None
    after: Article | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What is to be told of an exchange, and what is to be written of it."""

    told: Reread
    held: Held | None
    visit: Visit


def reextract(
    archive: Archive,
    engine: Engine,
    site: str | None = None,
    write: bool = False,
    clock: Clock = utc_now,
) -> Iterator[Reread]:
    """Every archived page that the ledger holds an article of, or rejected, each once.

    With ``write``, what differs is in the ledger once it is given. Raises LedgerBusy and
    StorageFailed; what was written before stays.
    """
    for session, files in archive.sessions:
        if site not in (None, session.site):
            continue
        try:
            rereader = _Rereader(session, engine, clock)
        except BadAddress:
            archive.skipped["unknown-run"] += 1
            continue
        yield from rereader.run(archive, files, write)


def sites_of(archive: Archive) -> Collection[str]:
    """The names of the sites whose crawls filled an archive."""
    return {session.site for session, _ in archive.sessions}


class _Rereader:
    """One run's pages. Raises BadAddress for a run whose home is no address."""

    def __init__(self, session: ArchiveSession, engine: Engine, clock: Clock) -> None:
        self._session = session
        self._engine = engine
        self._clock = clock
        self._site: Site = registry.sites().get(session.site) or undescribed(session.home)
        is_surveyed = not self._site.described and not session.orders.get("given")
        self._surveyed = Surveyed(self._site) if is_surveyed else None
        self._counts: Counter[str] = Counter()

    def run(self, archive: Archive, files: list[Path], write: bool) -> Iterator[Reread]:
        """What became of the pages, group by group; written before it is given."""
        read = archive.read(files)
        crawl: int | None = None
        try:
            while group := list(islice(read, GROUP_SIZE)):
                with reading(self._engine) as connection:
                    found = list(self._find(connection, group))
                if write and any(map(_is_other, found)):
                    crawl = self._write(found, crawl)
                yield from (one.told for one in found)
        except BaseException:
            self._finish(crawl, "failed")
            raise
        self._finish(crawl, "finished")

    def _find(self, connection: Connection, exchanges: list[Exchange]) -> Iterator[_Found]:
        for exchange in exchanges:
            told = told_page(exchange)
            if told is None and self._surveyed is not None:
                self._surveyed.add(exchange)
            if told is None or is_redirect(exchange):
                continue
            if self._surveyed is not None:
                self._site = self._surveyed.conclude(connection, self._session.started)
                self._surveyed = None
            if told[1] is PageKind.ARTICLE and exchange.status in _TAKEN:
                yield from self._compare(connection, exchange, told[0])

    def _compare(self, connection: Connection, exchange: Exchange, url: str) -> Iterator[_Found]:
        """One, if the ledger holds what this very answer gave."""
        name = self._site.name
        page = frontier.read_page(connection, page_id(name, key_of(url, self._site)))
        held = reread.read_held(connection, page_id(name, key_of(exchange.url, self._site)))
        if page is None or not _is_of(exchange.at, held, page[1]):
            return
        visit = normalized(read_exchange(exchange, page[0], self._site), self._site)
        held = reread.read_held(connection, page_id(name, visit.key))
        if held is not None and held.article.last_seen != exchange.at:
            return
        if held is None and page[0].state != State.REJECTED:
            return
        after = visit.article
        if after is not None and held is not None:
            after = reread.as_held(held, after)
        if after is None and held is None:
            return
        reason = None if after is not None else visit.rejected or visit.answer.reason
        before = held.article if held is not None else None
        yield _Found(Reread(visit.url, before, after, reason), held, visit)

    def _write(self, found: list[_Found], crawl: int | None) -> int:
        """One transaction; the crawl that it belongs to."""
        with writing(self._engine) as connection:
            now, name = self._clock(), self._site.name
            if crawl is None:
                told = {"archive": self._session.id}
                crawl = crawls.begin(connection, name, "reextract", told, now)
            elif not crawls.renew(connection, name, crawl, now):
                raise StorageFailed(f"a crawl took over {name}; reextract again when it ended")
            for one in filter(_is_other, found):
                self._write_one(connection, crawl, one, now)
        return crawl

    def _write_one(self, connection: Connection, crawl: int, one: _Found, now: dt.datetime) -> None:
        after, name = one.told.after, self._site.name
        assert after is not None
        if one.held is not None:
            reread.write(connection, name, crawl, one.held, after, now)
            self._counts["article/revised"] += after.revision != one.held.article.revision
            return
        answer = replace(one.visit.answer, reason="reextracted")
        visit = replace(one.visit, answer=answer)
        keep.keep(connection, name, crawl, _POLICY, [visit], now)
        self._counts["article/new"] += 1

    def _finish(self, crawl: int | None, outcome: str) -> None:
        if crawl is None:
            return
        with writing(self._engine) as connection:
            name, now = self._site.name, self._clock()
            crawls.finish(connection, name, crawl, outcome, None, self._counts, now)


def _is_of(at: dt.datetime, held: Held | None, last_look: dt.datetime | None) -> bool:
    """Whether an answer may be the one that the ledger's article, or its rejection, came from."""
    return at in (held.article.last_seen, last_look) if held is not None else at == last_look


def _is_other(found: _Found) -> bool:
    return found.told.after is not None and found.told.after != found.told.before
