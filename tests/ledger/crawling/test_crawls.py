from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from crawler.errors import LedgerBusy
from crawler.ledger.connect import reading, writing
from crawler.ledger.crawling import crawls
from crawler.ledger.crawling.process import this_process
from crawler.ledger.tables import leases

SITE = "gazette"
NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(seconds=1)
ME = this_process()
ELSEWHERE = replace(ME, machine="elsewhere", pid=1)


def begin(engine: Engine, now: dt.datetime = NOW) -> int:
    with writing(engine) as connection:
        return crawls.begin(connection, SITE, "crawl", {}, now)


def hand_over(engine: Engine, holder: Any) -> None:
    """Let the lease be another process's."""
    values = {name: getattr(holder, name) for name in ("machine", "pid", "realm", "start")}
    with writing(engine) as connection:
        connection.execute(update(leases).values(**values))


def outcomes(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.execute(select(crawls.crawls.c.outcome)).scalars())


def test_a_crawl_elsewhere_holds_the_site(engine: Engine) -> None:
    begin(engine)
    hand_over(engine, ELSEWHERE)
    with pytest.raises(LedgerBusy, match="by process 1 on elsewhere"):
        begin(engine, LATER)
    assert outcomes(engine) == ["running"]


@pytest.mark.parametrize(
    ("holder", "now"),
    [
        (replace(ME, pid=2**22 + 1, start="1"), LATER),
        (replace(ME, start="1"), LATER),
        (replace(ME, pid=1, start="1"), LATER),
        (ELSEWHERE, NOW + crawls.LEASE),
    ],
    ids=["gone", "another run of our number", "number of a living program", "lease is over"],
)
def test_a_dead_crawl_is_replaced_at_once(engine: Engine, holder: Any, now: dt.datetime) -> None:
    first = begin(engine)
    hand_over(engine, holder)
    second = begin(engine, now)
    assert outcomes(engine) == ["killed", "running"]
    with writing(engine) as connection:
        assert not crawls.holds(connection, SITE, first)
        assert not crawls.renew(connection, SITE, first, now)
        assert crawls.holds(connection, SITE, second)


def test_two_that_begin_at_once_do_not_both_begin(engine: Engine) -> None:
    """The other's lease appears between the look and the taking."""
    begin(engine)
    with pytest.raises(LedgerBusy, match="at this very moment"), writing(engine) as connection:
        crawls._take_lease(connection, SITE, 1, NOW)


def test_a_renewed_lease_lasts_longer(engine: Engine) -> None:
    crawl = begin(engine)
    hand_over(engine, ELSEWHERE)
    with writing(engine) as connection:
        assert crawls.renew(connection, SITE, crawl, LATER)
    with pytest.raises(LedgerBusy):
        begin(engine, NOW + crawls.LEASE)
