"""The hosts that fail, in the ledger: `rest` decides, and it is written with the visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from crawler.ledger.crawling import rest
from crawler.ledger.crawling.frontier import is_of_host
from crawler.ledger.crawling.rest import Failing
from crawler.ledger.decide import State
from crawler.ledger.tables import hosts, pages
from crawler.ledger.tables.statements import dialect_insert
from crawler.ledger.visit import Visit

RESTING = "resting: "
"""How the reason of a crawl begins that ended because a host of the site rests."""


def read_failing(connection: Connection) -> dict[str, Failing]:
    """Every host whose last answer was a failure of the host; seldom one."""
    return {
        row.host: Failing(row.failures, row.reason, row.resting_until)
        for row in connection.execute(select(hosts))
    }


def note(connection: Connection, visits: Sequence[Visit], now: dt.datetime) -> None:
    """Write down how the visits' hosts stand after them."""
    before = read_failing(connection)
    after = dict(before)
    for visit in visits:
        host = rest.host_of(visit.page.url)
        standing = rest.after_answer(after.get(host), visit.answer, now)
        if standing is None:
            after.pop(host, None)
        else:
            after[host] = standing
    for host in before.keys() - after.keys():
        forgive(connection, host)
    for host, standing in after.items():
        if standing != before.get(host):
            _write(connection, host, standing)


def tell_rest(connection: Connection, site: str, now: dt.datetime) -> str | None:
    """Why pages of a site wait though the crawl is over, in words; None if no host of it rests."""
    resting = rest.resting(read_failing(connection), now)
    for host, until in resting.items():
        waits = select(pages.c.id).where(
            pages.c.site == site, pages.c.state == State.DUE, is_of_host(host)
        )
        if connection.execute(waits.limit(1)).first() is not None:
            return f"{RESTING}{host} keeps failing; left alone until {until:%Y-%m-%d %H:%M} UTC"
    return None


def forgive(connection: Connection, host: str) -> None:
    """The host is asked again like any other."""
    connection.execute(delete(hosts).where(hosts.c.host == host))


def _write(connection: Connection, host: str, standing: Failing) -> None:
    values = {
        "failures": standing.failures,
        "resting_until": standing.resting_until,
        "reason": standing.reason,
    }
    statement = dialect_insert(connection.dialect.name, hosts).values(host=host, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["host"], set_=values))
