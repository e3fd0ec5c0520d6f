"""The ledger → articles a page at a time, newest first; one article by its id or its address.

A page costs what it reads, however large the ledger is: after SCANNED articles it ends, with few
articles or none, and its position leads on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Row, Select, SelectBase, and_, or_, select

from crawler import article as schema
from crawler.article import Article
from crawler.feeds.selection import Bound
from crawler.ledger.tables import articles

SCANNED = 5000
DOCUMENTS_AT_ONCE = 100
_DAY = dt.timedelta(days=1)


class Wanted(Protocol):
    """Which articles are asked for: ``admits`` has the last word, the rest narrows the query."""

    @property
    def site(self) -> str | None:
        """Only this site's."""

    @property
    def since(self) -> Bound | None:
        """Not published before."""

    @property
    def until(self) -> Bound | None:
        """Not published after."""

    def admits(self, article: Article) -> bool:
        """True if it is asked for."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An article, the ledger's number for it, and when it was found gone from its site."""

    id: int
    article: Article
    unpublished: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ends: the last article's day, time and number."""

    date: str
    published: dt.datetime | None
    id: int


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Articles, the newest first; ``after`` is where the next page begins, None at the end."""

    entries: tuple[Kept, ...]
    after: Position | None


def read_page(
    connection: Connection,
    wanted: Wanted,
    after: Position | None,
    limit: int,
    among: SelectBase | None = None,
) -> CataloguePage:
    """At most ``limit`` articles behind a position, of the pages that ``among`` selects."""
    found: list[Kept] = []
    query = _places(wanted, after)
    if among is not None:
        query = query.where(articles.c.page.in_(among))
    places = connection.execute(query).all()
    for start in range(0, len(places), DOCUMENTS_AT_ONCE):
        group = places[start : start + DOCUMENTS_AT_ONCE]
        for place, kept in zip(group, _read_documents(connection, group), strict=True):
            if kept is None or not wanted.admits(kept.article):
                continue
            found.append(kept)
            if len(found) == limit:
                is_last = place is places[-1] and len(places) < SCANNED
                return CataloguePage(tuple(found), None if is_last else _position(place))
    return CataloguePage(tuple(found), _position(places[-1]) if len(places) == SCANNED else None)


def read_one(connection: Connection, number: int) -> Kept | None:
    """The article of that number."""
    rows = connection.execute(_documents([number])).all()
    return _kept(rows[0]) if rows else None


def _places(wanted: Wanted, after: Position | None) -> Select[Any]:
    """Days, times and numbers alone, so that what is sorted is small."""
    order = (
        articles.c.date.desc(),
        articles.c.published.desc().nulls_last(),
        articles.c.page.desc(),
    )
    return (
        select(articles.c.date, articles.c.published, articles.c.page)
        .where(*_terms(wanted, after))
        .order_by(*order)
        .limit(SCANNED)
    )


def _terms(wanted: Wanted, after: Position | None) -> Iterator[ColumnElement[bool]]:
    """A day's margin: bounds are read by each article's own clock."""
    if wanted.site is not None:
        yield articles.c.site == wanted.site
    first, last = _day(wanted.since), _day(wanted.until)
    if first is not None and first > dt.date.min:
        yield articles.c.date >= (first - _DAY).isoformat()
    if last is not None and last < dt.date.max:
        yield articles.c.date <= (last + _DAY).isoformat()
    if after is not None:
        yield articles.c.date <= after.date
        yield or_(articles.c.date < after.date, _later_that_day(after))


def _later_that_day(after: Position) -> ColumnElement[bool]:
    untimed, is_next = articles.c.published.is_(None), articles.c.page < after.id
    if after.published is None:
        return and_(articles.c.date == after.date, untimed, is_next)
    same = articles.c.published == after.published
    behind = or_(untimed, articles.c.published < after.published, and_(same, is_next))
    return and_(articles.c.date == after.date, behind)


def _day(bound: Bound | None) -> dt.date | None:
    return bound.date() if isinstance(bound, dt.datetime) else bound


def _read_documents(connection: Connection, places: Sequence[Row[Any]]) -> list[Kept | None]:
    ids = [place.page for place in places]
    found = {row.page: row for row in connection.execute(_documents(ids))}
    return [_kept(found[one]) if one in found else None for one in ids]


def _documents(ids: Sequence[int]) -> Select[Any]:
    return select(
        articles.c.page, articles.c.document, articles.c.last_seen, articles.c.unpublished
    ).where(articles.c.page.in_(ids))


def _kept(row: Row[Any]) -> Kept:
    article = replace(schema.from_json(row.document), last_seen=row.last_seen)
    return Kept(row.page, article, row.unpublished)


def _position(place: Row[Any]) -> Position:
    return Position(place.date, place.published, place.page)
