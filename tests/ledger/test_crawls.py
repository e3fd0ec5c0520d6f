from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest
from sqlalchemy import Engine, select, update

from crawler.errors import LedgerBusy
from crawler.ledger import crawls
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import crawls as table
from crawler.ledger.tables import leases

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)


def begin(engine: Engine, at: dt.datetime = NOW) -> int:
    with writing(engine) as connection:
        return crawls.begin(connection, SITE, "crawl", {}, at)


def outcomes(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.execute(select(table.c.outcome).order_by(table.c.id)).scalars())


def give_lease_to(engine: Engine, pid: int, machine: str | None = None) -> None:
    with writing(engine) as connection:
        connection.execute(
            update(leases).values(pid=pid, **({"machine": machine} if machine else {}))
        )


def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_site_belongs_to_one_living_crawl(engine: Engine) -> None:
    begin(engine)
    give_lease_to(engine, os.getppid(), "another-machine")
    with pytest.raises(LedgerBusy, match="being crawled by process"):
        begin(engine)
    assert outcomes(engine) == ["running"]


def test_a_dead_crawl_is_replaced_at_once_and_recorded_as_killed(engine: Engine) -> None:
    begin(engine)
    give_lease_to(engine, dead_pid())
    begin(engine)
    assert outcomes(engine) == ["killed", "running"]


def test_a_lease_ends_by_itself(engine: Engine) -> None:
    begin(engine)
    give_lease_to(engine, os.getppid(), "another-machine")
    begin(engine, NOW + crawls.LEASE + dt.timedelta(seconds=1))
    assert outcomes(engine) == ["killed", "running"]


def test_a_renewed_lease_lasts_and_a_lost_one_is_told(engine: Engine) -> None:
    first = begin(engine)
    later = NOW + crawls.LEASE
    with writing(engine) as connection:
        assert crawls.renew(connection, SITE, first, later)
    give_lease_to(engine, os.getppid(), "another-machine")
    with pytest.raises(LedgerBusy):
        begin(engine, later + crawls.LEASE / 2)
    second = begin(engine, later + 2 * crawls.LEASE)
    with writing(engine) as connection:
        assert not crawls.renew(connection, SITE, first, later)
        assert crawls.renew(connection, SITE, second, later)


def test_a_finished_crawl_frees_the_site(engine: Engine) -> None:
    crawl = begin(engine)
    with writing(engine) as connection:
        crawls.finish(connection, SITE, crawl, "finished", None, {"requests": 3}, NOW)
    begin(engine)
    assert outcomes(engine) == ["finished", "running"]
