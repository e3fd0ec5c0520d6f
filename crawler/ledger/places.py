"""A site's feeds, listings and sitemaps → due pages and walks, at the start of a crawl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from crawler.ledger.decide import Priority, State, WalkState
from crawler.ledger.tables import gaps, links, page_id, pages, walks
from crawler.link import PageKind, Where


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site announces articles. ``every``: not asked again before that has passed."""

    key: str
    url: str
    kind: PageKind
    every: dt.timedelta = dt.timedelta(0)


def open_places(
    connection: Connection,
    site: str,
    crawl: int,
    places: Sequence[Place],
    since: dt.datetime,
    now: dt.datetime,
    ceiling: dt.datetime | None = None,
) -> None:
    """Make each place due, with a new walk over it; unfinished walks go on where they stood.

    ``since`` is how far back a listing is walked that was never walked before. With a
    ``ceiling`` every walk goes back to ``since`` whatever it meets (a backfill).
    """
    resumed = _resume_walks(connection, site, now)
    for place in places:
        page = page_id(site, place.key)
        known = connection.execute(
            select(pages.c.last_look, pages.c.walk).where(pages.c.id == page)
        ).one_or_none()
        if known is None:
            _add_page(connection, site, crawl, place, now)
        elif known.last_look and known.last_look + place.every > now and ceiling is None:
            continue
        if known is not None and resumed.get(known.walk) == place.url:
            continue  # the unfinished walk still stands on this very page
        is_walked = place.kind in (PageKind.LISTING, PageKind.FEED)
        walk, goes_back = None, ceiling is not None
        if is_walked:
            goes_back = goes_back or not _was_walked(connection, page)
            floor = since if goes_back else None
            walk = _add_walk(connection, site, crawl, page, place.url, floor, now, ceiling)
        _make_due(connection, page, walk, now, forget=goes_back)


def _resume_walks(connection: Connection, site: str, now: dt.datetime) -> dict[int, str]:
    """Walks that are not over, each made due where it stood: walk id → that page's address."""
    unfinished = connection.execute(
        select(walks.c.id, walks.c.position, walks.c.url).where(walks.c.site == site, _can_go_on())
    ).all()
    due: dict[int, str] = {}
    for walk in unfinished:
        at = connection.execute(
            update(pages)
            .where(
                pages.c.site == site,
                pages.c.walk == walk.id,
                pages.c.url == (walk.position or walk.url),
            )
            .values(state=State.DUE, next_look=now, attempts=0, priority=Priority.PLACES)
        )
        if at.rowcount:
            due[walk.id] = walk.position or walk.url
            connection.execute(
                update(walks)
                .where(walks.c.id == walk.id)
                .values(state=WalkState.WALKING, started=now)
            )
    return due


def _can_go_on() -> ColumnElement[bool]:
    """A walk under way, or one that a failing page cut short: it is tried again there. One whose
    listing itself ended has nowhere to go on."""
    cut_short = and_(walks.c.state == WalkState.GAP, walks.c.reason.not_like("listing-%"))
    return or_(walks.c.state == WalkState.WALKING, cut_short)


def _add_page(
    connection: Connection, site: str, crawl: int, place: Place, now: dt.datetime
) -> None:
    connection.execute(
        insert(pages).values(
            id=page_id(site, place.key),
            site=site,
            key=place.key,
            url=place.url,
            kind=place.kind,
            place=Where.GIVEN,
            depth=0,
            first_seen=now,
            first_crawl=crawl,
            state=State.DUE,
            attempts=0,
            priority=Priority.PLACES,
        )
    )


def _add_walk(
    connection: Connection,
    site: str,
    crawl: int,
    listing: int,
    url: str,
    floor: dt.datetime | None,
    now: dt.datetime,
    ceiling: dt.datetime | None,
) -> int:
    walk: int = connection.execute(
        insert(walks)
        .values(
            site=site,
            listing=listing,
            url=url,
            crawl=crawl,
            started=now,
            state=WalkState.WALKING,
            floor=floor,
            thorough=ceiling is not None,
            ceiling=ceiling,
            pages=0,
            position=url,
        )
        .returning(walks.c.id)
    ).scalar_one()
    return walk


def _was_walked(connection: Connection, listing: int) -> bool:
    """True if a crawl, not only a backfill, saw something in the listing."""
    seen = select(links.c.target).where(links.c.source == listing, links.c.walk.is_not(None))
    return connection.execute(seen.limit(1)).first() is not None


def _make_due(
    connection: Connection, page: int, walk: int | None, now: dt.datetime, forget: bool
) -> None:
    """``forget`` what tells an unchanged page: a walk past the known needs the whole of it."""
    values = {
        "state": State.DUE,
        "walk": walk,
        "next_look": now,
        "attempts": 0,
        "priority": Priority.PLACES,
    }
    if forget:
        values |= {"etag": None, "last_modified": None, "fingerprint": None}
    connection.execute(update(pages).where(pages.c.id == page).values(values))


def close_places(
    connection: Connection,
    site: str,
    crawl: int,
    reason: str,
    now: dt.datetime,
    main: Collection[str] = (),
) -> None:
    """At the end of a crawl: a walk that is not over is a gap, shown until it is filled.

    ``main`` are the keys of the listings that hold all of the site's stories: a walk over one of
    them fills the gaps of others too.
    """
    still = connection.execute(
        select(walks).where(walks.c.site == site, walks.c.state == WalkState.WALKING)
    ).all()
    for walk in still:
        is_open = select(gaps.c.id).where(gaps.c.walk == walk.id, gaps.c.closed.is_(None))
        if connection.execute(is_open.limit(1)).first() is None:
            connection.execute(
                insert(gaps).values(
                    site=site,
                    walk=walk.id,
                    url=walk.url,
                    opened=now,
                    newer=walk.oldest,
                    reason=reason,
                )
            )
    _close_covered(connection, site, crawl, now, [page_id(site, key) for key in main])


def _close_covered(
    connection: Connection, site: str, crawl: int, now: dt.datetime, main: list[int]
) -> None:
    """A gap is filled when a sound walk over the same listing, or over one that holds all of the
    site's stories, passed over all of its time."""
    open_gaps = connection.execute(
        select(gaps, walks.c.listing, _can_go_on().label("open_walk"))
        .join(walks, walks.c.id == gaps.c.walk)
        .where(gaps.c.site == site, gaps.c.closed.is_(None))
    ).all()
    for gap in open_gaps:
        covering = select(walks.c.id).where(
            walks.c.site == site,
            walks.c.listing.in_([gap.listing, *main]),
            walks.c.state.in_((WalkState.MET, WalkState.FLOOR)),
        )
        if gap.older is None and gap.open_walk:
            continue  # its own walk goes on with the next run, and closes it
        if gap.newer is None or gap.older is None:  # nothing is dated: what met the known later
            covering = covering.where(walks.c.id > gap.walk, walks.c.state == WalkState.MET)
        else:
            covering = covering.where(walks.c.newest >= gap.newer, walks.c.oldest <= gap.older)
        if connection.execute(covering.limit(1)).first() is not None:
            _close_gap(connection, gap.id, crawl, now)


def close_spanned(
    connection: Connection,
    site: str,
    crawl: int,
    start: dt.datetime,
    end: dt.datetime,
    now: dt.datetime,
) -> None:
    """A whole backfill has asked everywhere: it fills the gaps that lie within its days."""
    open_gaps = connection.execute(
        select(gaps).where(gaps.c.site == site, gaps.c.closed.is_(None))
    ).all()
    for gap in open_gaps:
        if gap.older and gap.newer and gap.older >= start and gap.newer < end:
            _close_gap(connection, gap.id, crawl, now)


def _close_gap(connection: Connection, gap: int, crawl: int, now: dt.datetime) -> None:
    connection.execute(update(gaps).where(gaps.c.id == gap).values(closed=now, closed_by=crawl))
