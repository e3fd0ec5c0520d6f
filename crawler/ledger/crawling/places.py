"""A site's feeds, listings and sitemaps → due pages and walks, at the start of a crawl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from crawler.ledger.crawling.backfill import Span
from crawler.ledger.decide import PAGER, Priority, State, WalkState
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
    standing = _resume_walks(connection, site, since, ceiling, now)
    for place in places:
        page = page_id(site, place.key)
        known = connection.execute(
            select(pages.c.last_look).where(pages.c.id == page)
        ).one_or_none()
        if known is None:
            _add_page(connection, site, crawl, place, now)
        elif known.last_look and known.last_look + place.every > now and ceiling is None:
            continue
        if page in standing:
            continue  # the unfinished walk still stands on this very page
        is_walked = place.kind in (PageKind.LISTING, PageKind.FEED)
        walk, goes_back = None, ceiling is not None
        if is_walked:
            floor = since if goes_back else _find_floor(connection, page, since)
            goes_back = floor is not None
            walk = _add_walk(connection, site, crawl, page, place.url, floor, now, ceiling)
        _make_due(connection, page, walk, now, forget=goes_back)


def _resume_walks(
    connection: Connection,
    site: str,
    since: dt.datetime,
    ceiling: dt.datetime | None,
    now: dt.datetime,
) -> set[int]:
    """Walks that are not over, each made due where it stood; the pages where they stand.

    A crawl goes on with crawls' walks, a backfill with those over its own days: others wait for
    theirs. Meanwhile the listing may have moved on by whole pages, so how far back a walk has
    come is what it has read since.
    """
    unfinished = connection.execute(
        select(walks).where(walks.c.site == site, _can_go_on()).order_by(walks.c.id)
    ).all()
    ours = [walk for walk in unfinished if _is_of_range(walk, since, ceiling)]
    others = [walk.id for walk in unfinished if walk not in ours]
    connection.execute(
        update(walks)
        .where(walks.c.id.in_([walk.id for walk in ours]))
        .values(state=WalkState.WALKING, started=now, oldest=None)
    )
    waiting = and_(pages.c.id.in_([walk.position for walk in unfinished]), pages.c.walk.in_(others))
    connection.execute(
        update(pages)
        .where(waiting, pages.c.state == State.DUE)
        .values(state=State.KNOWN, reason=PAGER, next_look=None)
    )
    return _seat(connection, ours, now)


def _is_of_range(walk: Row[Any], since: dt.datetime, ceiling: dt.datetime | None) -> bool:
    """Whether a walk is a crawl's, for a crawl, or one of this backfill's days."""
    if ceiling is None:
        return not walk.thorough
    return bool(walk.thorough) and (walk.floor, walk.ceiling) == (since, ceiling)


def resume_waiting(connection: Connection, site: str, span: Span | None, now: dt.datetime) -> bool:
    """Let those walks go on that wait where another one was; False if none does."""
    kind: ColumnElement[bool] = walks.c.thorough.is_(False)
    if span is not None:
        kind = and_(walks.c.thorough, walks.c.floor == span.start, walks.c.ceiling == span.end)
    waiting = connection.execute(
        select(walks)
        .join(pages, pages.c.id == walks.c.position)
        .where(
            walks.c.site == site,
            walks.c.state == WalkState.WALKING,
            kind,
            pages.c.walk != walks.c.id,
            pages.c.state != State.DUE,
        )
        .order_by(walks.c.id)
    ).all()
    return bool(_seat(connection, waiting, now))


def _seat(connection: Connection, waiting: Sequence[Row[Any]], now: dt.datetime) -> set[int]:
    """Make the pages due where walks stand, for one walk each; which pages."""
    first = {walk.position: walk.id for walk in reversed(waiting)}
    for page, walk in first.items():
        _make_due(connection, page, walk, now, forget=False)
    return set(first)


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
            position=listing,
        )
        .returning(walks.c.id)
    ).scalar_one()
    return walk


def _find_floor(connection: Connection, listing: int, since: dt.datetime) -> dt.datetime | None:
    """How far back a crawl's walk goes; None for as far as what is known.

    While no crawl, only a backfill, saw a story in the listing, the first crawl's floor counts:
    what was published since then is not too old because the listing was empty or failed.
    """
    seen = select(links.c.target).where(links.c.source == listing, links.c.walk.is_not(None))
    if connection.execute(seen.limit(1)).first() is not None:
        return None
    earlier = select(func.min(walks.c.floor)).where(
        walks.c.listing == listing, walks.c.thorough.is_(False)
    )
    first: dt.datetime | None = connection.execute(earlier).scalar_one()
    return min(since, first or since)


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
    main: Collection[int] = (),
) -> None:
    """At the end of a crawl: a walk that is not over is a gap, shown until it is filled.

    ``main`` are the pages of the listings that hold all of the site's stories: a walk over one of
    them fills the gaps of others too.
    """
    still = connection.execute(
        select(walks).where(walks.c.site == site, walks.c.state == WalkState.WALKING)
    ).all()
    for walk in still:
        is_open = and_(gaps.c.walk == walk.id, gaps.c.closed.is_(None))
        if connection.execute(select(gaps.c.id).where(is_open).limit(1)).first() is not None:
            if walk.oldest is not None:
                connection.execute(update(gaps).where(is_open).values(newer=walk.oldest))
        else:
            connection.execute(
                insert(gaps).values(
                    site=site,
                    walk=walk.id,
                    url=walk.url,
                    opened=now,
                    newer=walk.oldest,
                    older=_oldest_missing(connection, walk),
                    reason=reason,
                )
            )
    _close_covered(connection, site, crawl, now, main)


def _oldest_missing(connection: Connection, walk: Row[Any]) -> dt.datetime | None:
    """How far back a walk was to go: to what crawls saw before, or to its floor."""
    if walk.thorough:
        floor: dt.datetime = walk.floor
        return floor
    seen = select(func.max(walks.c.newest)).where(
        walks.c.listing == walk.listing, walks.c.id < walk.id, walks.c.thorough.is_(False)
    )
    newest: dt.datetime | None = connection.execute(seen).scalar_one()
    return newest or walk.floor


def _close_covered(
    connection: Connection, site: str, crawl: int, now: dt.datetime, main: Collection[int]
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
        if gap.older is None:  # nothing is dated: what met the known later
            covering = covering.where(walks.c.id > gap.walk, walks.c.state == WalkState.MET)
        elif gap.newer is None:  # nothing was read: what began later and came as far back
            covering = covering.where(walks.c.id > gap.walk, walks.c.oldest <= gap.older)
        else:
            covering = covering.where(walks.c.newest >= gap.newer, walks.c.oldest <= gap.older)
        if connection.execute(covering.limit(1)).first() is not None:
            _close_gap(connection, gap.id, crawl, now)


def close_spanned(
    connection: Connection,
    site: str,
    crawl: int,
    span: Span,
    now: dt.datetime,
    main: Collection[int],
    by_date: bool,
) -> None:
    """A whole backfill fills the gaps that lie within its days, where one of its walks over the
    same listing or a ``main`` one came down to its first day, or where it went ``by_date`` over
    the site's archives and sitemaps. A listing that ended before has dropped what is missing."""
    open_gaps = connection.execute(
        select(gaps, walks.c.listing)
        .join(walks, walks.c.id == gaps.c.walk)
        .where(gaps.c.site == site, gaps.c.closed.is_(None))
    ).all()
    for gap in open_gaps:
        if not (gap.older and gap.newer and gap.older >= span.start and gap.newer < span.end):
            continue
        down = select(walks.c.id).where(
            walks.c.site == site,
            walks.c.listing.in_([gap.listing, *main]),
            walks.c.thorough,
            walks.c.state == WalkState.FLOOR,
            walks.c.floor == span.start,
            walks.c.ceiling == span.end,
        )
        if by_date or connection.execute(down.limit(1)).first() is not None:
            _close_gap(connection, gap.id, crawl, now)


def _close_gap(connection: Connection, gap: int, crawl: int, now: dt.datetime) -> None:
    connection.execute(update(gaps).where(gaps.c.id == gap).values(closed=now, closed_by=crawl))
