"""Visits → the ledger, in one transaction: what one response led to is kept whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, insert, select

from crawler import article as schema
from crawler.ledger.articles import changes
from crawler.ledger.decide import HELD, Known, Policy, State
from crawler.ledger.keeping.rows import Context, Kept, KnownArticle, KnownWalk, Writes
from crawler.ledger.keeping.writes import work_out
from crawler.ledger.tables import (
    articles,
    gaps,
    links,
    looks,
    page_id,
    pages,
    revisions,
    snapshots,
    walks,
)
from crawler.ledger.tables.statements import (
    bound_gaps,
    close_gaps,
    delete_by,
    insert_missing,
    update_by,
    upsert,
    upsert_links,
)
from crawler.ledger.visit import Visit

IDS_A_QUERY = 500  # below the bound-parameter limits of both databases


def keep(
    connection: Connection,
    site: str,
    crawl: int,
    policy: Policy,
    visits: Sequence[Visit],
    now: dt.datetime,
) -> list[Kept]:
    """Write all that the visits led to; what became of each, in their order.

    The caller's transaction (connect.writing) makes it all or nothing.
    """
    known = _read_pages(connection, site, visits)
    context = Context(
        site=site,
        crawl=crawl,
        policy=policy,
        now=now,
        pages=known,
        articles=_read_articles(connection, site, visits),
        walks=_read_walks(connection, site, visits),
        unchanged=_read_unchanged(connection, visits),
        numbers=_read_numbers(connection, site, visits, known),
    )
    writes = work_out(visits, context)
    _execute(connection, site, writes)
    return writes.kept


# What must be known


def _read_pages(connection: Connection, site: str, visits: Sequence[Visit]) -> dict[int, Known]:
    ids = {page_id(site, key) for visit in visits for key, _ in visit.links}
    ids |= {page_id(site, visit.following[0]) for visit in visits if visit.following}
    ids |= {page_id(site, visit.key) for visit in visits}
    query = select(
        pages.c.id,
        pages.c.state,
        pages.c.reason,
        pages.c.depth,
        pages.c.published,
        pages.c.walk,
    )
    return {
        row.id: Known(State(row.state), row.reason, row.depth, row.published, row.walk)
        for row in _rows_by_id(connection, query, pages.c.id, ids)
    }


def _read_articles(
    connection: Connection, site: str, visits: Sequence[Visit]
) -> dict[int, KnownArticle]:
    ids = {page_id(site, visit.key) for visit in visits if visit.article is not None}
    # An address given by hand is due, and may be the page that was found gone.
    ids |= {
        visit.page.id
        for visit in visits
        if visit.page.state in HELD or visit.answer.kind == "unchanged"
    }
    return {
        row.page: KnownArticle(
            schema.from_json(row.document),
            row.content_hash,
            row.related_hash,
            row.revision,
            row.first_seen,
            row.unpublished,
        )
        for row in _rows_by_id(connection, select(articles), articles.c.page, ids)
    }


def _read_walks(connection: Connection, site: str, visits: Sequence[Visit]) -> dict[int, KnownWalk]:
    found: dict[int, KnownWalk] = {}
    for visit in visits:
        if visit.page.walk is None:
            continue
        row = connection.execute(select(walks).where(walks.c.id == visit.page.walk)).one()
        found[row.id] = _known_walk(connection, row, site, visit)
    return found


def _known_walk(connection: Connection, row: Row[Any], site: str, visit: Visit) -> KnownWalk:
    earlier = (links.c.source == row.listing, links.c.walk < row.id)
    ids = {page_id(site, key) for key, _ in visit.links}
    before = _rows_by_id(connection, select(links.c.target).where(*earlier), links.c.target, ids)
    # By this walk itself, and since it was taken up again: meanwhile new stories may have moved
    # the list by whole pages, and another walk may be under way over the same listing.
    here = select(links.c.target).where(
        links.c.source == row.listing,
        links.c.last_walk == row.id,
        links.c.last_seen >= row.started,
    )
    again = _rows_by_id(connection, here, links.c.target, ids) if row.pages else ()
    open_gap = (
        select(gaps.c.id)
        .where(gaps.c.site == site, gaps.c.walk == row.id, gaps.c.closed.is_(None))
        .limit(1)
    )
    known_newest, knew = _known_before(connection, row)
    return KnownWalk(
        id=row.id,
        listing=row.listing,
        url=row.url,
        floor=row.floor,
        thorough=row.thorough,
        ceiling=row.ceiling,
        knew_any=knew,
        newest=row.newest,
        oldest=row.oldest,
        pages=row.pages,
        known_newest=known_newest,
        before=frozenset(one.target for one in before),
        again=frozenset(one.target for one in again),
        has_gap=connection.execute(open_gap).first() is not None,
        meets_place=_meets_place(connection, row, site, visit),
    )


def _meets_place(connection: Connection, row: Row[Any], site: str, visit: Visit) -> bool:
    if not row.thorough or visit.following is None:
        return False
    following = page_id(site, visit.following[0])
    another = select(walks.c.id).where(
        walks.c.listing == following,
        walks.c.id != row.id,
        walks.c.thorough,
        walks.c.floor == row.floor,
        walks.c.ceiling == row.ceiling,
    )
    return following != row.listing and connection.execute(another.limit(1)).first() is not None


def _known_before(connection: Connection, row: Row[Any]) -> tuple[dt.datetime | None, bool]:
    """The newest story that earlier walks saw in the listing, and whether they saw any. Asked of
    the walks: a listing has as many links as it ever had stories."""
    newest, earlier = connection.execute(
        select(func.max(walks.c.newest), func.count()).where(
            walks.c.listing == row.listing, walks.c.id < row.id, walks.c.thorough.is_(False)
        )
    ).one()
    if newest is not None or not earlier:
        return newest, newest is not None
    seen = select(links.c.target).where(links.c.source == row.listing, links.c.walk < row.id)
    return None, connection.execute(seen.limit(1)).first() is not None


def _read_unchanged(connection: Connection, visits: Sequence[Visit]) -> dict[int, int]:
    """How many looks since the last change, for pages that are looked at again."""
    ids = {visit.page.id for visit in visits if visit.page.state == State.KEPT}
    changed = (
        select(looks.c.page, func.max(looks.c.id).label("last"))
        .where(looks.c.changed)
        .group_by(looks.c.page)
    )
    last = {row.page: row.last for row in _rows_by_id(connection, changed, looks.c.page, ids)}
    query = select(looks.c.page, looks.c.id)
    count = dict.fromkeys(ids, 0)
    for row in _rows_by_id(connection, query, looks.c.page, ids):
        count[row.page] += row.id > last.get(row.page, 0)
    return count


def _read_numbers(
    connection: Connection, site: str, visits: Sequence[Visit], known: Mapping[int, Known]
) -> dict[int, int]:
    ids = {page_id(site, visit.key) for visit in visits if visit.article is not None}
    moved = {one for one in ids if one in known and known[one].state is State.MOVED}
    query = select(revisions.c.page, revisions.c.number)
    found: dict[int, int] = {}
    for row in _rows_by_id(connection, query, revisions.c.page, moved):
        found[row.page] = max(row.number, found.get(row.page, 0))
    return found


def _rows_by_id(
    connection: Connection, query: Select[Any], column: Any, ids: Iterable[int]
) -> Iterator[Row[Any]]:
    """The rows whose column is one of the ids, asked in blocks."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), IDS_A_QUERY):
        yield from connection.execute(query.where(column.in_(wanted[start : start + IDS_A_QUERY])))


# What is written

# By table: the key, and what only the first write may set.
_ARTICLE = (("page",), frozenset({"first_seen"}))
_SNAPSHOT = (("site", "page", "block", "content_hash"), frozenset({"first_seen", "items"}))


def _execute(connection: Connection, site: str, writes: Writes) -> None:
    dialect = connection.dialect.name
    for table in (revisions, snapshots):
        _update(connection, table, "page", writes.moved)
    _run(connection, delete_by(articles, "page"), writes.moved_away)
    _run(connection, insert_missing(dialect, pages, "id"), writes.page_inserts.values())
    for group in _same_columns([*writes.taken_up.values(), *writes.nearer.values()]):
        _update(connection, pages, "id", group)
    for group in _same_columns(writes.page_updates):
        _update(connection, pages, "id", group)
    _run(connection, insert(looks), writes.looks)
    _run(connection, upsert(dialect, articles, *_ARTICLE), writes.articles.values())
    _update(connection, articles, "page", writes.last_seen)
    _update(connection, articles, "page", writes.unpublished)
    _run(connection, insert(revisions), writes.revisions)
    _run(connection, upsert(dialect, snapshots, *_SNAPSHOT), writes.snapshots.values())
    _run(connection, upsert_links(dialect), writes.links.values())
    _update(connection, walks, "id", writes.walks.values())
    _run(connection, insert(gaps), writes.gaps.values())
    _run(connection, bound_gaps(), writes.gap_bounds)
    _run(connection, close_gaps(), writes.closed_gaps)
    changes.record(connection, site, writes.changes)


def _run(connection: Connection, statement: Any, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        connection.execute(statement, listed)


def _update(connection: Connection, table: Table, key: str, rows: Iterable[dict[str, Any]]) -> None:
    """Rows that hold the same columns; ``b_<key>`` says which row of the table each is."""
    listed = list(rows)
    if listed:
        names = tuple(name for name in listed[0] if name != f"b_{key}")
        connection.execute(update_by(table, key, names), listed)


def _same_columns(rows: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows in groups that hold the same columns, in order within each."""
    groups: dict[frozenset[str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(frozenset(row), []).append(row)
    yield from groups.values()
