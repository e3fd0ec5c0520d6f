"""Crawls as rows: what each run was told, how it went, and which one holds a site now."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from crawler.errors import LedgerBusy
from crawler.ledger.crawling.process import Process, is_gone, this_process
from crawler.ledger.tables import crawls, leases, looks
from crawler.ledger.tables.statements import dialect_insert

LEASE = dt.timedelta(seconds=90)
ARCHIVED_IN = "archived_in"
"""The argument that says in which folder a crawl's answers lie, if they were kept."""


def begin(
    connection: Connection,
    site: str,
    command: str,
    arguments: Mapping[str, Any],
    now: dt.datetime,
) -> int:
    """The id of a new crawl that holds the site. Raises LedgerBusy while another one lives.

    A crawl whose process is gone, or whose lease ended, is recorded as killed and replaced.
    """
    _end_dead_lease(connection, site, now)
    crawl: int = connection.execute(
        insert(crawls)
        .values(
            site=site,
            command=command,
            arguments=json.dumps(dict(arguments), default=str),
            started=now,
            outcome="running",
        )
        .returning(crawls.c.id)
    ).scalar_one()
    _take_lease(connection, site, crawl, now)
    return crawl


def _end_dead_lease(connection: Connection, site: str, now: dt.datetime) -> None:
    # Locked, so that a holder that writes at this moment ends first, and finds its lease gone next.
    query = select(leases).where(leases.c.site == site).with_for_update()
    held = connection.execute(query).one_or_none()
    if held is None:
        return
    holder = Process(held.machine, held.pid, held.realm, held.start)
    if held.until > now and holder != this_process() and not is_gone(holder):
        raise LedgerBusy(
            f"{site} is being crawled by process {held.pid} on {held.machine}; "
            "wait for it, or end it first"
        )
    connection.execute(
        update(crawls)
        .where(crawls.c.id == held.crawl, crawls.c.outcome == "running")
        .values(outcome="killed", ended=now, reason="the process ended without a word")
    )
    connection.execute(delete(leases).where(leases.c.site == site))


def _take_lease(connection: Connection, site: str, crawl: int, now: dt.datetime) -> None:
    me = this_process()
    statement = dialect_insert(connection.dialect.name, leases).values(
        site=site,
        crawl=crawl,
        machine=me.machine,
        pid=me.pid,
        realm=me.realm,
        start=me.start,
        until=now + LEASE,
    )
    statement = statement.on_conflict_do_nothing(index_elements=["site"])
    if connection.execute(statement.returning(leases.c.crawl)).first() is None:
        raise LedgerBusy(f"another crawl of {site} began at this very moment; wait for it")


def find_held(connection: Connection, now: dt.datetime) -> list[str]:
    """The sites that living crawls hold."""
    rows = connection.execute(select(leases).where(leases.c.until > now)).all()
    return [
        row.site for row in rows if not is_gone(Process(row.machine, row.pid, row.realm, row.start))
    ]


def holds(connection: Connection, site: str, crawl: int) -> bool:
    """True if the site is this crawl's until the transaction ends: nobody can take it before."""
    query = select(leases.c.crawl).where(leases.c.site == site, leases.c.crawl == crawl)
    return connection.execute(query.with_for_update()).first() is not None


def renew(connection: Connection, site: str, crawl: int, now: dt.datetime) -> bool:
    """Hold the site longer. False if the lease was lost to another crawl."""
    held = connection.execute(
        update(leases)
        .where(leases.c.site == site, leases.c.crawl == crawl)
        .values(until=now + LEASE)
    )
    return held.rowcount == 1


def finish(
    connection: Connection,
    site: str,
    crawl: int,
    outcome: str,
    reason: str | None,
    counts: Mapping[str, int],
    now: dt.datetime,
) -> None:
    """The crawl's end: finished, stopped or failed, with its counts; the site is free."""
    connection.execute(
        update(crawls)
        .where(crawls.c.id == crawl)
        .values(outcome=outcome, reason=reason, ended=now, counts=json.dumps(dict(counts)))
    )
    connection.execute(delete(leases).where(leases.c.site == site, leases.c.crawl == crawl))


def has_gained(connection: Connection, site: str, since: dt.datetime) -> bool:
    """True if crawls of the site that began since then looked at a page nobody had looked at
    before. What is asked again and again (listings, what failed) is no gain."""
    earlier = looks.alias()
    begun = select(crawls.c.id).where(crawls.c.site == site, crawls.c.started >= since)
    is_known = exists().where(
        earlier.c.page == looks.c.page, earlier.c.id < looks.c.id, earlier.c.crawl.not_in(begun)
    )
    found = select(looks.c.id).where(looks.c.crawl.in_(begun), ~is_known).limit(1)
    return connection.execute(found).first() is not None


def find_archives(connection: Connection, site: str | None = None) -> list[str]:
    """The folders in which crawls (of one site, or all) say that their answers lie, each once, in
    the order of the crawls."""
    # Most crawls keep no archive; their arguments are not sent.
    query = select(crawls.c.arguments).order_by(crawls.c.id)
    query = query.where(crawls.c.arguments.contains(f'"{ARCHIVED_IN}":', autoescape=True))
    if site is not None:
        query = query.where(crawls.c.site == site)
    told = (json.loads(arguments) for arguments in connection.execute(query).scalars())
    return list(dict.fromkeys(str(one[ARCHIVED_IN]) for one in told if one.get(ARCHIVED_IN)))
