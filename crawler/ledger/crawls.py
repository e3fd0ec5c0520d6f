"""Crawls as rows: what each run was told, how it went, and which one holds a site now."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from crawler.errors import LedgerBusy
from crawler.ledger.tables import crawls, leases

LEASE = dt.timedelta(seconds=90)


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
    connection.execute(
        insert(leases).values(
            site=site, crawl=crawl, machine=socket.gethostname(), pid=os.getpid(), until=now + LEASE
        )
    )
    return crawl


def _end_dead_lease(connection: Connection, site: str, now: dt.datetime) -> None:
    held = connection.execute(select(leases).where(leases.c.site == site)).one_or_none()
    if held is None:
        return
    if held.until > now and _is_living(held.machine, held.pid):
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


def _is_living(machine: str, pid: int) -> bool:
    """True unless the process is known to be gone: another machine's cannot be asked."""
    if machine != socket.gethostname():
        return True
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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
