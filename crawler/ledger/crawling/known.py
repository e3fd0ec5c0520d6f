"""The ledger → what is known of addresses: kept, and when last seen, or no article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, select

from crawler.discovery.findings import Examples
from crawler.ledger.decide import State
from crawler.ledger.tables import articles, pages
from crawler.link import PageKind

MOST = 500
NO_ARTICLE = ("not-article", "thin", "no-time", "no-body")


def read_kept_addresses(connection: Connection, site: str) -> tuple[str, ...]:
    """Addresses of articles that are kept, the newest first."""
    query = select(pages.c.url).where(
        pages.c.site == site, pages.c.kind == PageKind.ARTICLE, pages.c.state == State.KEPT
    )
    rows = connection.execute(query.order_by(pages.c.first_seen.desc()).limit(MOST))
    return tuple(row.url for row in rows)


def read_other_addresses(connection: Connection, site: str) -> tuple[str, ...]:
    """Addresses that were taken for articles and were none."""
    query = select(pages.c.url).where(
        pages.c.site == site, pages.c.state == State.REJECTED, pages.c.reason.in_(NO_ARTICLE)
    )
    rows = connection.execute(query.order_by(pages.c.first_seen.desc()).limit(MOST))
    return tuple(row.url for row in rows)


def read_examples(connection: Connection, site: str) -> Examples:
    """What earlier crawls learnt of a site's addresses."""
    return Examples(read_kept_addresses(connection, site), read_other_addresses(connection, site))


def read_last_seen(connection: Connection, ids: Sequence[int]) -> dict[int, dt.datetime]:
    """When the articles among some pages were last seen; at most a few hundred ids."""
    query = select(articles.c.page, articles.c.last_seen).where(articles.c.page.in_(ids))
    return {row.page: row.last_seen for row in connection.execute(query)}
