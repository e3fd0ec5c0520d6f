"""The ledger → what one crawl read, and the times that its site's rhythm is learned from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from crawler.discovery.addresses import key
from crawler.health.measure import CrawlRead, ReadArticle, ReadPlace
from crawler.health.rhythm import WEEKS, Rhythm
from crawler.ledger.decide import State, WalkState
from crawler.ledger.tables import articles, crawls, looks, page_id, pages, walks
from crawler.link import PageKind, Where
from crawler.site import Site

MOST_ARTICLES = 1000
"""Of a crawl, the last read: their JSON is parsed."""
MOST_TIMES = 12_000
"""The newest: a busy site shows its week in fewer weeks."""
WALKS_BACK = 50
FIRST_WALK = dt.timedelta(days=3)
"""How far back a first crawl goes, unless it is told."""
IDS_A_QUERY = 500
ROWS_AT_ONCE = 100
_LISTED = (Where.LISTING, Where.FEED)


@dataclass(frozen=True, slots=True)
class EndedCrawl:
    """A crawl that has ended, and when the one before it began, if that one finished."""

    id: int
    started: dt.datetime
    ended: dt.datetime
    before: dt.datetime | None


def read_unjudged(connection: Connection, site: str, after: int, limit: int) -> list[EndedCrawl]:
    """Crawls later than number ``after`` that looked at what the site announces and have ended,
    oldest first: backfills and lists of addresses show another kind of page."""
    found: list[Row[Any]] = []
    query: Select[Any] = (
        select(crawls.c.id, crawls.c.started, crawls.c.ended, crawls.c.outcome, crawls.c.arguments)
        .where(crawls.c.site == site, crawls.c.command == "crawl")
        .order_by(crawls.c.started.desc())
        .limit(20 * limit)
    )
    for row in connection.execute(query):
        if _is_usual(row):
            found.append(row)
        if len(found) > limit or row.id <= after:
            break
    pairs = zip_longest(found, found[1:])
    return [
        EndedCrawl(row.id, row.started, row.ended, _start_if_finished(before))
        for row, before in pairs
        if row.id > after
    ][::-1]


def _is_usual(row: Row[Any]) -> bool:
    told = json.loads(row.arguments)
    return row.ended is not None and "urls" not in told and "places_only" not in told


def _start_if_finished(row: Row[Any] | None) -> dt.datetime | None:
    return row.started if row is not None and row.outcome == "finished" else None


def read_crawl(connection: Connection, site: Site, crawl: EndedCrawl) -> CrawlRead:
    """What one crawl read; its articles come from the ledger while they are gone through."""
    return CrawlRead(
        crawl=crawl.id,
        ended=crawl.ended,
        before=crawl.before,
        looks=_count_looks(connection, crawl.id),
        articles=chain(_read_articles(connection, crawl), _read_moved(connection, site, crawl)),
        places=list(_read_places(connection, crawl)),
    )


def _count_looks(connection: Connection, crawl: int) -> dict[tuple[str, str, str | None], int]:
    rows = connection.execute(
        select(pages.c.kind, looks.c.outcome, looks.c.reason, func.count())
        .join_from(looks, pages, pages.c.id == looks.c.page)
        .where(looks.c.crawl == crawl)
        .group_by(pages.c.kind, looks.c.outcome, looks.c.reason)
    )
    return {(kind, outcome, reason): count for kind, outcome, reason, count in rows}


_ARTICLE = (
    articles.c.document,
    articles.c.published,
    articles.c.first_seen,
    pages.c.first_crawl,
    pages.c.place,
    pages.c.depth,
)


def _read_articles(connection: Connection, crawl: EndedCrawl) -> Iterator[ReadArticle]:
    query: Select[Any] = (
        select(*_ARTICLE)
        .join_from(looks, articles, articles.c.page == looks.c.page)
        .join(pages, pages.c.id == looks.c.page)
        .where(looks.c.crawl == crawl.id, looks.c.outcome == "ok", looks.c.reason.is_(None))
        .order_by(looks.c.id.desc())
        .limit(MOST_ARTICLES)
        .execution_options(yield_per=ROWS_AT_ONCE)  # or PostgreSQL's driver would hold them all
    )
    return (_article(row, crawl.id) for row in connection.execute(query))


def _read_moved(connection: Connection, site: Site, crawl: EndedCrawl) -> Iterator[ReadArticle]:
    """Those kept under the address that a redirect led to."""
    rows = connection.execute(
        select(pages.c.reason)
        .join_from(looks, pages, pages.c.id == looks.c.page)
        .where(looks.c.crawl == crawl.id, pages.c.state == State.MOVED)
        .limit(MOST_ARTICLES)
    )
    ids = sorted({page_id(site.name, key(row.reason, site)) for row in rows if row.reason})
    for start in range(0, len(ids), IDS_A_QUERY):
        query: Select[Any] = (
            select(*_ARTICLE)
            .join_from(articles, pages, pages.c.id == articles.c.page)
            .where(
                articles.c.page.in_(ids[start : start + IDS_A_QUERY]),
                articles.c.last_seen >= crawl.started,
            )
        )
        yield from (_article(row, crawl.id) for row in connection.execute(query))


def _article(row: Row[Any], crawl: int) -> ReadArticle:
    is_found_now = row.first_crawl == crawl and row.depth == 0 and row.place in _LISTED
    return ReadArticle(json.loads(row.document), row.published, row.first_seen, is_found_now)


def _read_places(connection: Connection, crawl: EndedCrawl) -> Iterator[ReadPlace]:
    """Feeds and listings whose first page answered."""
    is_first = and_(walks.c.id == pages.c.walk, walks.c.listing == pages.c.id)
    rows = connection.execute(
        select(pages.c.id, pages.c.url, walks.c.state, walks.c.reason, walks.c.newest)
        .join_from(looks, pages, pages.c.id == looks.c.page)
        .join(walks, is_first)
        .where(
            looks.c.crawl == crawl.id,
            looks.c.outcome.in_(("ok", "unchanged")),
            pages.c.kind.in_((PageKind.LISTING, PageKind.FEED)),
        )
        .distinct()
    ).all()
    for row in rows:
        is_empty = row.state == WalkState.GAP and row.reason == "listing-without-items"
        newest = _read_newest(connection, row.id, crawl.ended)
        yield ReadPlace(row.url, newest, is_empty and row.newest is None)


def _read_newest(connection: Connection, listing: int, until: dt.datetime) -> dt.datetime | None:
    """The newest story that the last walks over a listing saw, but for those dated ahead."""
    last = (
        select(walks.c.newest)
        .where(walks.c.listing == listing)
        .order_by(walks.c.id.desc())
        .limit(WALKS_BACK)
    )
    seen = [row.newest for row in connection.execute(last) if row.newest is not None]
    return max((one for one in seen if one <= until), default=None)


def read_rhythm(connection: Connection, site: Site, now: dt.datetime) -> Rhythm:
    """The times of what was published since the site is crawled, or in the last weeks."""
    start = now - dt.timedelta(weeks=WEEKS)
    if (known := _known_since(connection, site)) is not None:
        start = max(start, known)
    rows = connection.execute(
        select(articles.c.published)
        .where(
            articles.c.site == site.name,
            articles.c.date >= start.astimezone(site.zone).date().isoformat(),
            articles.c.published.is_not(None),
        )
        .order_by(articles.c.date.desc())
        .limit(MOST_TIMES)
    )
    times = [row.published for row in rows]
    if len(times) == MOST_TIMES:
        start = max(start, min(times))
    return Rhythm(times, start, now, site.zone)


def _known_since(connection: Connection, site: Site) -> dt.datetime | None:
    """From when on the first crawl looked for articles."""
    is_crawl: ColumnElement[bool] = and_(crawls.c.site == site.name, crawls.c.command == "crawl")
    first = connection.execute(
        select(crawls.c.started, crawls.c.arguments)
        .where(is_crawl)
        .order_by(crawls.c.started)
        .limit(1)
    ).one_or_none()
    if first is None:
        return None
    told = str(json.loads(first.arguments).get("since", ""))[:10]
    try:
        day = dt.date.fromisoformat(told)
    except ValueError:
        started: dt.datetime = first.started
        return started - FIRST_WALK
    return dt.datetime.combine(day, dt.time(), site.zone)
