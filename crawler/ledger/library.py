"""The ledger → the articles it holds, one by one, in order of publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, Select, select

from crawler import article as schema
from crawler.article import Article
from crawler.feeds.selection import Selection
from crawler.ledger.tables import articles

ROWS_AT_ONCE = 500


def read_articles(
    connection: Connection, selection: Selection, newest_first: bool = False
) -> Iterator[Article]:
    """The current versions that the selection admits; memory stays flat however many."""
    order = (articles.c.date, articles.c.published, articles.c.page)
    query = _narrow(select(articles.c.document, articles.c.last_seen), selection)
    # Said aloud, because the databases differ: what has no time stands before its day's others.
    query = query.order_by(
        *(c.desc().nulls_last() if newest_first else c.asc().nulls_first() for c in order)
    )
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(query)
    for row in rows:
        article = replace(schema.from_json(row.document), last_seen=row.last_seen)
        if selection.admits(article):
            yield article


def _narrow(query: Select[tuple[str, object]], selection: Selection) -> Select[tuple[str, object]]:
    """What the database can leave out; the selection itself has the last word."""
    if selection.site is not None:
        query = query.where(articles.c.site == selection.site)
    return query
