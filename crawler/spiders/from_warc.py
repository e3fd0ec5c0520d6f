"""WARC files → the ledger: the same reading as in a crawl, nothing asked of any network."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from crawler import registry
from crawler.discovery.addresses import key as key_of
from crawler.discovery.addresses import on_site
from crawler.discovery.given import site_of
from crawler.discovery.undescribed import opened
from crawler.errors import CrawlerError
from crawler.fetch.warc import read_pages
from crawler.ledger.connect import open_ledger, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.crawling.desk import count_kept
from crawler.ledger.crawling.given import open_given
from crawler.ledger.crawling.known import read_last_seen
from crawler.ledger.decide import Policy, State
from crawler.ledger.keeping import keep
from crawler.ledger.tables import page_id
from crawler.ledger.visit import Answer, DuePage, Visit
from crawler.link import PageKind, Where
from crawler.page import Page
from crawler.site import Site
from crawler.spiders.answered import normalized
from crawler.spiders.reading import failed, read_answer
from crawler.spiders.session import Clock, utc_now

GROUP_SIZE = 50
"""Pages that are read and kept at once."""
POLICY = Policy(depth=0)

Item = TypeVar("Item")


@dataclass(slots=True)
class _SiteCrawl:
    """One site's part of the files, as a crawl in the ledger."""

    site: Site
    crawl: int
    counts: Counter[str] = field(default_factory=Counter)


def keep_warc(
    files: Sequence[Path], ledger: str, clock: Clock = utc_now
) -> tuple[list[tuple[Site, Counter[str]]], list[str]]:
    """What became of each site's pages, and lines on what was passed over.

    Raises UsageError for a file that cannot be read, LedgerUnusable, LedgerBusy, StorageFailed;
    what was kept before stays.
    """
    engine = open_ledger(ledger)
    keeper = _Keeper(engine, clock)
    try:
        for file in files:
            keeper.keep_file(file)
    except BaseException as error:
        keeper.finish("failed", str(error) or type(error).__name__)
        raise
    else:
        keeper.finish("finished", None)
    finally:
        engine.dispose()
    return [(one.site, one.counts) for one in keeper.crawls.values()], keeper.told


class _Keeper:
    """Keeps pages group by group, each site's under a crawl of its own."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.crawls: dict[str, _SiteCrawl] = {}
        self.told: list[str] = []
        self._engine = engine
        self._clock = clock
        self._sites: dict[str, Site] = {}

    def keep_file(self, file: Path) -> None:
        """Keep what one file holds."""
        skipped: Counter[str] = Counter()
        for pages in _grouped(read_pages(file, skipped)):
            by_site: dict[str, list[Page]] = {}
            for page in pages:
                site = self._site(page)
                if _may_hold_article(page, site):
                    by_site.setdefault(site.name, []).append(page)
                else:
                    skipped["no article's address"] += 1
            for name, found in by_site.items():
                self._keep(self._sites[name], found)
        if skipped:
            told = ", ".join(f"{count} {why}" for why, count in skipped.most_common())
            self.told.append(f"{file}: passed over {told}")

    def finish(self, outcome: str, reason: str | None) -> None:
        """Write the end of every site's crawl."""
        with writing(self._engine) as connection:
            for one in self.crawls.values():
                name, now = one.site.name, self._clock()
                crawls.finish(connection, name, one.crawl, outcome, reason, one.counts, now)

    def _site(self, page: Page) -> Site:
        site = site_of(page.url, registry.sites().values())
        return self._sites.setdefault(site.name, site)

    def _keep(self, site: Site, pages: Sequence[Page]) -> None:
        visits = [_visit(page, site) for page in pages]
        with writing(self._engine) as connection:
            now = self._clock()
            one = self.crawls.get(site.name)
            if one is None:
                crawl = crawls.begin(connection, site.name, "warc", {}, now)
                one = self.crawls[site.name] = _SiteCrawl(site, crawl)
            elif not crawls.renew(connection, site.name, one.crawl, now):
                raise CrawlerError(f"another crawl took over {site.name}; this one stops")
            visits = _newer(visits, read_last_seen(connection, [v.page.id for v in visits]))
            wanted = [(visit.page.key, visit.page.url) for visit in visits]
            open_given(connection, site.name, one.crawl, wanted, now)
            kept = keep.keep(connection, site.name, one.crawl, POLICY, visits, now)
        for visit in kept:
            count_kept(one.counts, visit)
        if kept_before := len(pages) - len(visits):
            one.counts["article/unchanged"] += kept_before


def _grouped(items: Iterator[Item]) -> Iterator[list[Item]]:
    while group := list(islice(items, GROUP_SIZE)):
        yield group


def _may_hold_article(page: Page, site: Site) -> bool:
    """A described site says what an article's address is; elsewhere any may be that is not one
    of pages which never are."""
    url = on_site(page.url, site)
    return url is not None and opened(site).is_article(url)


def _visit(page: Page, site: Site) -> Visit:
    """The visit that a look at the page would have been."""
    url = on_site(page.url, site) or page.url
    key = key_of(url, site)
    due = DuePage(page_id(site.name, key), site.name, key, url, PageKind.ARTICLE, Where.GIVEN)
    answer = Answer("ok", status=page.status, bytes=len(page.body))
    try:
        return normalized(read_answer(due, replace(page, url=url), site, answer), site)
    except Exception as error:  # our own code fails on this page: the others are read all the same
        return failed(
            due, replace(answer, kind="retry", reason=f"reader-{type(error).__name__}"), page.seen
        )


def _newer(visits: Sequence[Visit], last_seen: Mapping[int, dt.datetime]) -> list[Visit]:
    """The visits of pages that the ledger does not hold as they were then or later."""
    newer = []
    for visit in visits:
        seen = last_seen.get(visit.page.id)
        if seen is None:
            newer.append(visit)
        elif seen < visit.at:
            newer.append(replace(visit, page=replace(visit.page, state=State.KEPT)))
    return newer
