"""The ledger → a site's completeness; memory stays flat however many addresses it holds."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    or_,
    select,
)

from crawler.ledger.decide import State
from crawler.ledger.reports.completeness import (
    MISSED,
    PLACES,
    Address,
    Asked,
    Report,
    tally,
    touches,
)
from crawler.ledger.reports.summary import read_gaps
from crawler.ledger.tables import articles, links, looks, pages
from crawler.link import PageKind, Where

ROWS_AT_ONCE = 500
_FIRST, _LAST = (
    dt.date.min + dt.timedelta(days=1),
    dt.date.max - dt.timedelta(days=1),
)
"""There is nothing beyond, and a midnight there may be no time at all in UTC."""
_SIDE = (Where.RELATED, Where.HOT_NEWS, Where.LATEST)
_ANNOUNCED_BY = ((Where.LISTING, Where.ARCHIVE), (Where.FEED,), (Where.SITEMAP,), _SIDE)
"""In the order of PLACES."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days asked for, both included, by the clock of ``zone``; None: without bound."""

    zone: dt.tzinfo
    first: dt.date | None = None
    last: dt.date | None = None

    def holds_day(self, day: ColumnElement[str]) -> ColumnElement[bool]:
        """The condition that a column's ISO day is one of the days."""
        first, last = self.first or dt.date.min, self.last or dt.date.max
        return day.between(first.isoformat(), last.isoformat())

    def holds_time(self, moment: ColumnElement[dt.datetime]) -> ColumnElement[bool]:
        """The condition that a column's time lies in one of the days."""
        bounds: list[ColumnElement[bool]] = []
        if self.first is not None and self.first > _FIRST:
            bounds.append(moment >= self._start_of(self.first))
        if self.last is not None and self.last < _LAST:
            bounds.append(moment < self._start_of(self.last + dt.timedelta(days=1)))
        return and_(True, *bounds)

    def _start_of(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), self.zone)


@dataclass(frozen=True, slots=True)
class MissedAddress:
    """An address that was announced and gave no article. Times are UTC."""

    url: str
    state: str
    reason: str
    title: str | None
    published: dt.datetime | None
    attempts: int
    last_look: dt.datetime | None


def read_report(connection: Connection, site: str, days: Days) -> Report:
    """What was announced, kept and missed of a site on some days.

    Addresses that nobody gives a time for may be of any day, so they are always counted.
    """
    gaps = read_gaps(connection, site)
    return Report(
        site=site,
        zone=days.zone,
        first=days.first,
        last=days.last,
        tally=tally(_read_addresses(connection, site, days)),
        gaps=tuple(gap for gap in gaps if touches(gap, days.first, days.last, days.zone)),
        places=_read_places(connection, site, days),
    )


def read_missed(connection: Connection, site: str, days: Days) -> Iterator[MissedAddress]:
    """Every address of those days that gave no article, or none yet, by state and time."""
    for state in sorted((*MISSED, State.DUE)):
        rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
            select(
                pages.c.url,
                pages.c.state,
                func.coalesce(pages.c.reason, "unknown"),
                pages.c.title,
                pages.c.published,
                pages.c.attempts,
                pages.c.last_look,
            )
            .where(
                pages.c.site == site,
                pages.c.state == state,
                pages.c.kind == PageKind.ARTICLE,
                or_(pages.c.published.is_(None), days.holds_time(pages.c.published)),
            )
            # A state at a time, in the order of the index: nothing is sorted in memory.
            .order_by(pages.c.published)
        )
        for row in rows:
            yield MissedAddress(*row)


def is_known(connection: Connection, site: str) -> bool:
    """True if the ledger holds any address of the site."""
    query = select(pages.c.id).where(pages.c.site == site).limit(1)
    return connection.execute(query).first() is not None


def _read_addresses(connection: Connection, site: str, days: Days) -> Iterator[Address]:
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(_addresses(site, days))
    for row in rows:
        yield _address(row, days.zone)


def _addresses(site: str, days: Days) -> Select[Any]:
    """Rows of `_address`. A scalar for each sum: a page has few links and looks, found by index."""
    requests = select(func.count()).where(looks.c.page == pages.c.id)
    size = select(func.sum(looks.c.bytes)).where(looks.c.page == pages.c.id)
    never_kept = articles.c.page.is_(None)
    undated = pages.c.published.is_(None)
    return (
        select(
            pages.c.url,
            pages.c.place,
            pages.c.state,
            pages.c.reason,
            pages.c.published,
            articles.c.date,
            articles.c.revision,
            articles.c.document,
            _announcements().label("announced"),
            requests.scalar_subquery().label("requests"),
            size.scalar_subquery().label("bytes"),
        )
        .join_from(pages, articles, articles.c.page == pages.c.id, isouter=True)
        .where(
            pages.c.site == site,
            pages.c.kind == PageKind.ARTICLE,
            or_(
                days.holds_day(articles.c.date),
                and_(never_kept, or_(undated, days.holds_time(pages.c.published))),
            ),
        )
    )


def _announcements() -> ScalarSelect[int]:
    """The places that announced a page, as bits in the order of PLACES."""
    bits = [
        func.max(case((links.c.place.in_(places), 1 << bit), else_=0))
        for bit, places in enumerate(_ANNOUNCED_BY)
    ]
    together = bits[0] + bits[1] + bits[2] + bits[3]
    return select(together).where(links.c.target == pages.c.id).scalar_subquery()


def _address(row: Row[Any], zone: dt.tzinfo) -> Address:
    bits = row.announced or 0
    return Address(
        url=row.url,
        day=_day(row, zone),
        state=State(row.state),
        reason=row.reason,
        places=tuple(
            name
            for bit, name in enumerate(PLACES)
            if bits >> bit & 1 or row.place in _ANNOUNCED_BY[bit]
        ),
        requests=row.requests,
        bytes=row.bytes or 0,
        revision=row.revision or 0,
        document=None if row.document is None else json.loads(row.document),
    )


def _day(row: Row[Any], zone: dt.tzinfo) -> dt.date | None:
    """The article's own day, or the one announced."""
    if row.date is not None:
        return dt.date.fromisoformat(row.date)
    return row.published.astimezone(zone).date() if row.published is not None else None


def _read_places(connection: Connection, site: str, days: Days) -> Asked:
    count, size = connection.execute(
        select(func.count(), func.sum(looks.c.bytes))
        .join_from(looks, pages, pages.c.id == looks.c.page)
        .where(pages.c.site == site, pages.c.kind != PageKind.ARTICLE, days.holds_time(looks.c.at))
    ).one()
    return Asked(count, int(size or 0))
