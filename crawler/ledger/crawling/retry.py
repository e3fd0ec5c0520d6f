"""Pages that were given up → due again: the way back when a cause of failure is gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from crawler.ledger.decide import Priority, State
from crawler.ledger.tables import pages
from crawler.link import PageKind

_LOST = (State.FAILED, State.REJECTED, State.REFUSED, State.GONE)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """How many articles' pages gave nothing or wait for another try, in which state and why."""

    state: State
    reason: str
    count: int


def find_given_up(connection: Connection, site: str) -> list[GivenUp]:
    """All pages of a site that can be asked again, most frequent first."""
    reason = func.coalesce(pages.c.reason, "unknown").label("reason")
    rows = connection.execute(
        select(pages.c.state, reason, func.count().label("many"))
        .where(_is_given_up(site))
        .group_by(pages.c.state, reason)
        .order_by(func.count().desc(), reason)
    )
    return [GivenUp(State(row.state), row.reason, row.many) for row in rows]


def ask_again(connection: Connection, site: str, reason: str | None, now: dt.datetime) -> int:
    """Make those of one reason due now, with all their tries; how many they are.

    ``reason`` None takes all that failed or wait, and leaves what was answered as it is.
    """
    states = (State.FAILED, State.DUE)
    chosen = pages.c.reason == reason if reason is not None else pages.c.state.in_(states)
    changed = connection.execute(
        update(pages)
        .where(_is_given_up(site), chosen)
        .values(state=State.DUE, attempts=0, priority=Priority.RETRY, next_look=now)
    )
    return changed.rowcount


def _is_given_up(site: str) -> ColumnElement[bool]:
    """Places are left out: every crawl asks them anyway."""
    waits = and_(pages.c.state == State.DUE, pages.c.attempts > 0)
    return and_(
        pages.c.site == site,
        pages.c.kind == PageKind.ARTICLE,
        pages.c.state.in_((*_LOST, State.DUE)),  # said once more for the index
        or_(pages.c.state.in_(_LOST), waits),
    )
