"""An article read anew from the very bytes it was kept from → the ledger.

Nothing was looked at: neither the page nor when it was seen changes. Content that differs is a
revision, seen when it was written, of a crawl whose command says why.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, insert, select, update

from crawler import article as schema
from crawler.article import Article
from crawler.ledger.articles import changes
from crawler.ledger.decide import Event
from crawler.ledger.keeping import diff
from crawler.ledger.keeping.rows import change_row
from crawler.ledger.keeping.write_article import hash_of
from crawler.ledger.tables import articles, revisions


@dataclass(frozen=True, slots=True)
class Held:
    """An article as the ledger holds it; its ``last_seen`` is the look that gave these bytes."""

    page: int
    article: Article
    unpublished: dt.datetime | None


def read_held(connection: Connection, page: int) -> Held | None:
    """The article that is kept under a page's id."""
    row = connection.execute(select(articles).where(articles.c.page == page)).one_or_none()
    if row is None:
        return None
    return Held(row.page, schema.from_json(row.document), row.unpublished)


def count_held(connection: Connection, sites: Sequence[str]) -> int:
    """How many articles of some sites are kept."""
    query = select(func.count()).where(articles.c.site.in_(sites))
    found: int = connection.execute(query).scalar_one()
    return found


def as_held(held: Held, article: Article) -> Article:
    """The article read anew with the times of the one that is kept, and its number: the next one
    where the content is another."""
    before = held.article
    number = (before.revision or 1) + (article.content_hash != before.content_hash)
    return replace(
        article, first_seen=before.first_seen, last_seen=before.last_seen, revision=number
    )


def write(
    connection: Connection, site: str, crawl: int, held: Held, article: Article, now: dt.datetime
) -> None:
    """Put the article read anew (`as_held`) in the place of the one that is kept."""
    document = schema.to_json(article).decode()
    connection.execute(
        update(articles)
        .where(articles.c.page == held.page)
        .values(
            published=article.published,
            date=article.date.isoformat(),
            section=article.section,
            title=article.title,
            revision=article.revision,
            content_hash=article.content_hash or "",
            related_hash=hash_of(article.related),
            document=document,
        )
    )
    if article.revision == held.article.revision:
        return
    edits = diff.changes(held.article, article)
    connection.execute(
        insert(revisions).values(
            page=held.page,
            number=article.revision,
            crawl=crawl,
            seen=now,
            content_hash=article.content_hash or "",
            document=document,
            changes=json.dumps(edits, ensure_ascii=False),
        )
    )
    # What is gone from the site stays gone to who follows the changes.
    event = Event.UNPUBLISHED if held.unpublished is not None else Event.REVISED
    changes.record(connection, site, [change_row(held.page, event, article.revision or 1, now)])
