"""A query and a selection → the articles that fit, best first."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, TextualSelect, select, text

from crawler import article as schema
from crawler.article import Article
from crawler.feeds.selection import Bound, Selection
from crawler.ledger.connect import at_one_moment, reading
from crawler.ledger.tables import articles
from crawler.search.index import Told, bring_up_to_date
from crawler.search.query import Query, mark, parse_query, to_fts5, to_tsquery
from crawler.search.snippet import Snippet, make_snippet, mark_hits

ARTICLES_AT_ONCE = 100
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that fits, and its ``id`` in the ledger. ``score`` is higher where it fits better;
    only those of one answer compare. ``unpublished`` is when it was found gone; what is shown then
    is its last version."""

    id: int
    article: Article
    score: float
    title: Snippet
    snippet: Snippet
    unpublished: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """``more``: there are others behind those."""

    hits: tuple[Hit, ...]
    more: bool = False


def search(
    engine: Engine,
    words: str,
    selection: Selection | None = None,
    limit: int = 20,
    offset: int = 0,
    tell: Told | None = None,
) -> Found:
    """Bring the index up to date, then ask it. Raises UsageError for words that ask nothing."""
    query = parse_query(words)
    bring_up_to_date(engine, tell)
    with (
        reading(at_one_moment(engine)) as connection,
        contextlib.closing(find(connection, query, selection or Selection())) as hits,
    ):
        found = tuple(islice(hits, offset, offset + limit + 1))
    return Found(found[:limit], more=len(found) > limit)


def find(connection: Connection, query: Query, selection: Selection) -> Generator[Hit]:
    """What fits, best first; of equals the newest first. Costs what is taken of it, and the
    ranking of all that holds the words."""
    with _rank(connection, query, selection) as ranked:
        for rows in ranked.partitions(ARTICLES_AT_ONCE):
            kept = _read(connection, [row.page for row in rows])
            for row in rows:
                article, unpublished = kept[row.page]
                if selection.admits(article):
                    title = mark_hits(article.title, query.wanted)
                    snippet = make_snippet(article, query.wanted)
                    yield Hit(row.page, article, row.score, title, snippet, unpublished)


# A word in the title counts ten in the body, one in lead or tags three. PostgreSQL counts in
# shares of one, from D to A.
_RANK = {
    "sqlite": text("""
SELECT a.page, w.score
FROM (
    SELECT rowid AS entry, -bm25(search_words, 10, 3, 1, 3, 0) AS score
    FROM search_words WHERE search_words MATCH :query
) w
JOIN searchable s ON s.entry = w.entry
JOIN articles a ON a.page = s.page
WHERE a.date BETWEEN :first AND :last
ORDER BY w.score DESC, a.date DESC, a.page
"""),
    "postgresql": text("""
SELECT a.page, ts_rank('{0.1, 0.1, 0.3, 1}', w.vector, CAST(:query AS tsquery), 1) AS score
FROM search_words w
JOIN searchable s ON s.entry = w.entry
JOIN articles a ON a.page = s.page
WHERE w.vector @@ CAST(:query AS tsquery) AND w.marks @> CAST(:marks AS text[])
    AND a.date BETWEEN :first AND :last
ORDER BY score DESC, a.date DESC, a.page
"""),
}


# Its own subquery: joined, FTS5 would be asked once for each article.
_HOLDERS = {
    "sqlite": """
SELECT s.page FROM searchable s
WHERE s.entry IN (SELECT rowid FROM search_words WHERE search_words MATCH :query)
""",
    "postgresql": """
SELECT s.page FROM searchable s JOIN search_words w ON s.entry = w.entry
WHERE w.vector @@ CAST(:query AS tsquery) AND w.marks @> CAST(:marks AS text[])
""",
}


def holders(connection: Connection, query: Query, selection: Selection) -> TextualSelect:
    """A subquery: the pages that hold the words and the selection's marks, in no order."""
    values = _values(connection, query, selection)
    statement = text(_HOLDERS[connection.dialect.name])
    return statement.bindparams(**values).columns(articles.c.page)


def _rank(connection: Connection, query: Query, selection: Selection) -> CursorResult[Any]:
    """(page, score) of all that hold the words and may be of the days, best first."""
    values = _values(connection, query, selection)
    values["first"] = _day(selection.since, -_DAY) or "0"
    values["last"] = _day(selection.until, _DAY) or "9999-12-31"
    streaming = connection.execution_options(yield_per=ARTICLES_AT_ONCE)
    return streaming.execute(_RANK[connection.dialect.name], values)


def _values(connection: Connection, query: Query, selection: Selection) -> dict[str, Any]:
    """What is asked of the index, as the database reads it."""
    marks = _marks(selection)
    if connection.dialect.name == "sqlite":
        return {"query": to_fts5(query, marks)}
    return {"query": to_tsquery(query), "marks": marks}


def _day(bound: Bound | None, slack: dt.timedelta) -> str | None:
    """A day that no article admitted lies beyond; the selection itself has the last word."""
    if bound is None:
        return None
    day = bound.date() if isinstance(bound, dt.datetime) else bound
    return day.isoformat() if day in (dt.date.min, dt.date.max) else (day + slack).isoformat()


def _marks(selection: Selection) -> list[str]:
    tag = selection.tag.strip().removeprefix("#") if selection.tag is not None else None
    given = (("site", selection.site), ("section", selection.section), ("tag", tag))
    return [mark(kind, value) for kind, value in given if value]


def _read(
    connection: Connection, pages: Sequence[int]
) -> dict[int, tuple[Article, dt.datetime | None]]:
    query = select(
        articles.c.page, articles.c.document, articles.c.last_seen, articles.c.unpublished
    )
    return {
        row.page: (
            replace(schema.from_json(row.document), last_seen=row.last_seen),
            row.unpublished,
        )
        for row in connection.execute(query.where(articles.c.page.in_(pages)))
    }
