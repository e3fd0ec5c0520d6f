"""The ledger → why pages of a site wait for its next crawl."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from crawler.ledger.crawling import rest
from crawler.ledger.crawling.frontier import is_of_host
from crawler.ledger.crawling.hosts import read_failing
from crawler.ledger.decide import PAGER, State
from crawler.ledger.tables import pages

ON_RESTING_HOST = "resting host"
NOT_ASKED = "not asked yet"


@dataclass(frozen=True, slots=True)
class Wait:
    """How many pages wait for one reason: that of the last answer, or one of those above."""

    reason: str
    count: int


def read_waits(connection: Connection, site: str, now: dt.datetime) -> tuple[Wait, ...]:
    """Why the site's pages wait, the worst first: hosts that rest ``now``, then what failed by
    how often it did, then what was not asked yet."""
    rows = connection.execute(
        select(_why(connection, now).label("why"), func.count().label("many"))
        .where(pages.c.site == site, pages.c.state == State.DUE)
        .group_by("why")
    )
    waits = (Wait(row.why, row.many) for row in rows)
    return tuple(sorted(waits, key=_by_weight))


def _why(connection: Connection, now: dt.datetime) -> ColumnElement[str]:
    # A further page of a listing that a walk has come to keeps the reason why none had.
    unasked = or_(pages.c.reason.is_(None), pages.c.reason == PAGER)
    resting = rest.resting(read_failing(connection), now)
    whens = [(is_of_host(host), ON_RESTING_HOST) for host in resting]
    return case(*whens, (unasked, NOT_ASKED), else_=pages.c.reason)


def _by_weight(wait: Wait) -> tuple[bool, bool, int, str]:
    return wait.reason != ON_RESTING_HOST, wait.reason == NOT_ASKED, -wait.count, wait.reason
