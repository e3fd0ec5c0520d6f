"""The ledger → what one crawl kept: the articles that it found, and new versions of others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from crawler.ledger.reports.sites import CrawlRun, run_of
from crawler.ledger.tables import articles, crawls, looks, revisions


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version that a crawl kept, under the title that the article has today. ``id`` is the
    article's; version 1 is the article itself. Times are UTC."""

    id: int
    title: str
    version: int
    published: dt.datetime | None
    unpublished: dt.datetime | None


def read_crawl(connection: Connection, crawl: int) -> CrawlRun | None:
    """The crawl of that number."""
    row = connection.execute(select(crawls).where(crawls.c.id == crawl)).one_or_none()
    return run_of(row) if row is not None else None


def read_kept_versions(
    connection: Connection, crawl: int, limit: int, skipped: int = 0
) -> tuple[KeptVersion, ...]:
    """What the crawl kept of the pages it looked at, the newest story first."""
    # By way of the looks, of which there is an index: versions are many, and heavy.
    of_look = and_(revisions.c.page == looks.c.page, revisions.c.crawl == looks.c.crawl)
    columns = (articles.c.page, articles.c.title, articles.c.published, articles.c.unpublished)
    query = (
        select(*columns, revisions.c.number)
        .distinct()
        .select_from(looks)
        .join(revisions, of_look)
        .join(articles, articles.c.page == revisions.c.page)
        .where(looks.c.crawl == crawl)
        .order_by(articles.c.published.desc().nulls_last(), articles.c.page, revisions.c.number)
    )
    return tuple(
        KeptVersion(row.page, row.title, row.number, row.published, row.unpublished)
        for row in connection.execute(query.limit(limit).offset(skipped))
    )
