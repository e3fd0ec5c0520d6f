"""Two crawls of one site: one at a time, and whoever lost the site writes nothing more."""

from __future__ import annotations

import datetime as dt
import os
import signal
from typing import Any

import pytest
from sqlalchemy import text

pytestmark = [pytest.mark.slow, pytest.mark.thorough]


def test_the_second_crawl_refuses_and_names_the_first(desk: Any) -> None:
    desk.newsroom.fail("slow", "/news/*/*.html", delay=60)
    first = desk.start_crawl()
    assert desk.wait_for_looks(1, first), first.end()
    second = desk.crawl()
    assert second.code == 2
    assert f"is being crawled by process {first.process.pid} " in second.complaint
    first.signal(signal.SIGTERM)
    assert first.end().code == 143
    assert desk.outcomes() == ["stopped"]


def test_a_number_that_another_program_has_now_holds_nothing(desk: Any) -> None:
    desk.newsroom.fail("slow", "/news/*/*.html", delay=60)
    first = desk.start_crawl()
    assert desk.wait_for_looks(1, first), first.end()
    first.kill()
    desk.change("UPDATE leases SET pid = :pid", pid=os.getpid())  # lives, but began otherwise
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    assert desk.outcomes() == ["killed", "finished"]
    desk.assert_complete()


def articles_asked(desk: Any) -> int:
    """How many articles were asked for: sixteen at once are all that a crawl waits for."""
    return sum(path.rpartition("/")[2][:1].isdigit() for path in desk.newsroom.asked())


def test_a_crawl_that_slept_too_long_finds_the_site_taken(desk: Any) -> None:
    """It lives, but its lease is over: the other may begin, and it may not write any more."""
    desk.newsroom.fail("slow", "/news/*/*.html", delay=10)
    sleeper = desk.start_crawl()
    assert desk.wait_for_looks(1, sleeper), sleeper.end()
    assert desk.wait_until(lambda: articles_asked(desk) >= 16, sleeper), sleeper.end()
    past = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - as SQLite keeps it
    with desk.writing() as connection:  # so that it is not stopped in a transaction of its own
        sleeper.signal(signal.SIGSTOP)
        connection.execute(text("UPDATE leases SET until = :past"), {"past": past.isoformat(" ")})
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    sleeper.signal(signal.SIGCONT)
    ended = sleeper.end()
    assert ended.code == 1
    assert "another crawl took over interfax-ukraine" in ended.complaint
    assert desk.outcomes() == ["killed", "finished"]
    desk.assert_complete()
