"""A backfill in the ledger: what it takes up, how far it has come, whether it is done."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from crawler.ledger.decide import Priority, State, WalkState
from crawler.ledger.tables import articles, crawls, pages, walks
from crawler.link import PageKind

WANTED_TAGS = 100


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` to before ``end``, both aware."""

    start: dt.datetime
    end: dt.datetime

    def holds(self, published: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
        """The condition that a column's time lies in the span."""
        return and_(published >= self.start, published < self.end)


@dataclass(frozen=True, slots=True)
class Progress:
    """``reached`` is the day down to which every listing has been walked, None at first;
    ``kept`` articles of the span are there, ``due`` wait."""

    reached: dt.datetime | None
    kept: int
    due: int


def articles_in(site: str, span: Span) -> ColumnElement[bool]:
    """The condition that an article is the site's and of the span; by its day first, which is
    indexed: the site's own, at most one off that of UTC."""
    first, last = (moment.astimezone(dt.UTC).date() for moment in (span.start, span.end))
    day = dt.timedelta(days=1)
    return and_(
        articles.c.site == site,
        articles.c.date.between((first - day).isoformat(), (last + day).isoformat()),
        span.holds(articles.c.published),
    )


def take_up(connection: Connection, site: str, span: Span, now: dt.datetime) -> int:
    """Make due what was found before in the span and left alone; how many that are."""
    left = connection.execute(
        update(pages)
        .where(
            pages.c.site == site,
            pages.c.state == State.KNOWN,
            pages.c.kind == PageKind.ARTICLE,
            span.holds(pages.c.published),
        )
        .values(state=State.DUE, reason=None, priority=Priority.NEW, next_look=now)
    )
    return left.rowcount


def in_span(span: Span) -> ColumnElement[bool]:
    """What a backfill asks for of all that is due: pages of the span, and places."""
    return or_(
        pages.c.kind != PageKind.ARTICLE, pages.c.published.is_(None), span.holds(pages.c.published)
    )


def count_waiting(connection: Connection, site: str, span: Span) -> int:
    """Pages of the span, and listings, that wait for a look or a retry."""
    query = select(func.count()).where(
        pages.c.site == site, pages.c.state == State.DUE, in_span(span)
    )
    return connection.execute(query).scalar_one()


def read_progress(connection: Connection, site: str, span: Span) -> Progress:
    """How far the backfill has come."""
    standing = connection.execute(
        select(func.max(walks.c.oldest), func.count()).where(
            walks.c.site == site,
            walks.c.thorough,
            walks.c.state == WalkState.WALKING,
            walks.c.floor == span.start,
        )
    ).one()
    reached = standing[0] if standing[1] else span.start
    kept = connection.execute(select(func.count()).where(articles_in(site, span))).scalar_one()
    return Progress(reached, kept, count_waiting(connection, site, span))


def read_reach(connection: Connection, site: str, span: Span) -> dt.datetime | None:
    """When the oldest story was published that is known, where nothing before a backfill's first
    day is and none of its walks came down to that; None otherwise."""
    floored = select(walks.c.id).where(
        walks.c.site == site,
        walks.c.state == WalkState.FLOOR,
        walks.c.floor == span.start,
        walks.c.ceiling == span.end,
    )
    if connection.execute(floored.limit(1)).first() is not None:
        return None
    oldest: dt.datetime | None = connection.execute(
        select(func.min(pages.c.published)).where(
            pages.c.site == site, pages.c.kind == PageKind.ARTICLE
        )
    ).scalar_one()
    return oldest if oldest is not None and oldest >= span.start else None


def find_done(connection: Connection, site: str, span: Span) -> dt.datetime | None:
    """When a backfill that covers the span ended with nothing left to do; None if none did."""
    done = connection.execute(
        select(crawls.c.arguments, crawls.c.ended)
        .where(
            crawls.c.site == site,
            crawls.c.command == "backfill",
            crawls.c.outcome == "finished",
            crawls.c.reason.is_(None),
        )
        .order_by(crawls.c.id.desc())
    )
    for row in done:
        told = json.loads(row.arguments)
        start, end = (dt.datetime.fromisoformat(told[name]) for name in ("start", "end"))
        # What was not yet published when a backfill ended cannot have been found by it.
        if start <= span.start and end >= span.end and row.ended >= span.end:
            ended: dt.datetime = row.ended
            return ended
    return None


def is_cut_short(connection: Connection, site: str, span: Span, main: Collection[int] = ()) -> bool:
    """True if a listing that gave stories, or one of the ``main`` ones, was not walked to its end:
    the backfill is not done. A section that the site no longer has is no reason to try for ever.
    """
    short = select(walks.c.id).where(
        walks.c.site == site,
        walks.c.thorough,
        walks.c.floor == span.start,
        walks.c.ceiling == span.end,
        walks.c.state.in_((WalkState.WALKING, WalkState.GAP)),
        or_(walks.c.newest.is_not(None), walks.c.listing.in_(main)),
    )
    return connection.execute(short.limit(1)).first() is not None


def find_short_walks(connection: Connection, site: str, crawl: int) -> list[str]:
    """The listings of a backfill that ended before they reached its first day; feeds, which end
    early by nature, are none."""
    rows = connection.execute(
        select(walks.c.url)
        .join(pages, pages.c.id == walks.c.listing)
        .where(
            pages.c.kind == PageKind.LISTING,
            walks.c.site == site,
            walks.c.crawl == crawl,
            walks.c.thorough,
            walks.c.state != WalkState.FLOOR,
        )
    )
    return [row.url for row in rows]


def read_tags(connection: Connection, site: str, span: Span) -> list[str]:
    """The tags of the span's articles, the most frequent first."""
    rows = connection.execute(select(articles.c.document).where(articles_in(site, span)))
    return most_frequent(tag for row in rows for tag in json.loads(row.document)["tags"])


def most_frequent(tags: Iterable[str]) -> list[str]:
    """Each tag once, the most frequent first, at most WANTED_TAGS."""
    counts: dict[str, int] = {}
    for tag in tags:
        counts[tag] = counts.get(tag, 0) + 1
    return sorted(counts, key=lambda tag: (-counts[tag], tag))[:WANTED_TAGS]
