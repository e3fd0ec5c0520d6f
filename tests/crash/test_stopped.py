"""SIGTERM and SIGINT, once and twice: quick, said, nothing lost."""

from __future__ import annotations

import signal
import time
from typing import Any

import pytest

pytestmark = pytest.mark.slow

SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
FEW_SECONDS = 10.0  # 5 are granted to answers on their way; the rest is for a busy machine


@SIGNALS
def test_the_first_signal_stops_with_a_report(desk: Any, number: signal.Signals) -> None:
    desk.newsroom.fail("slow", "/news/*/*.html", delay=0.5)
    crawl = desk.start_crawl()
    assert desk.wait_for_looks(20, crawl), crawl.end()
    crawl.signal(number)
    signalled = time.monotonic()
    ended = crawl.end()
    assert time.monotonic() - signalled < FEW_SECONDS
    assert ended.code == 128 + number
    assert f"crawl 1 stopped ({number.name})" in ended.out
    assert ended.err == ""
    assert desk.outcomes() == ["stopped"]
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    desk.assert_complete()


def test_answers_that_do_not_come_are_not_waited_for(desk: Any) -> None:
    desk.newsroom.fail("slow", "/news/*/*.html", delay=60, times=64)
    crawl = desk.start_crawl()
    assert desk.wait_until(lambda: silent(desk), crawl), crawl.end()
    crawl.signal(signal.SIGTERM)
    signalled = time.monotonic()
    ended = crawl.end()
    assert time.monotonic() - signalled < FEW_SECONDS
    assert ended.code == 128 + signal.SIGTERM
    assert "crawl 1 stopped (SIGTERM)" in ended.out
    assert ended.err == ""
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    desk.assert_complete()


@SIGNALS
def test_the_second_signal_ends_at_once(desk: Any, number: signal.Signals) -> None:
    desk.newsroom.fail("slow", "/news/*/*.html", delay=60, times=64)
    crawl = desk.start_crawl()
    assert desk.wait_until(lambda: silent(desk), crawl), crawl.end()
    crawl.signal(number)
    time.sleep(0.2)  # two signals of one kind at once are one to the system
    crawl.signal(number)
    signalled = time.monotonic()
    ended = crawl.end()
    assert time.monotonic() - signalled < 3
    assert ended.code == 128 + number
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    assert desk.outcomes() == ["stopped", "finished"]
    desk.assert_complete()


def test_a_signal_before_the_crawl_begins_ends_it(desk: Any) -> None:
    desk.newsroom.fail("slow", "/robots.txt", delay=60, times=1)
    crawl = desk.start_crawl()
    assert desk.wait_until(lambda: desk.newsroom.asked()["/robots.txt"] > 0, crawl), crawl.end()
    crawl.signal(signal.SIGINT)
    ended = crawl.end()
    assert ended.code == 128 + signal.SIGINT
    assert ended.err == ""
    assert desk.crawl().code == 0
    desk.assert_complete()


def silent(desk: Any) -> bool:
    """True once articles are asked for whose answers do not come."""
    return sum(1 for path in desk.newsroom.asked() if path.count("/") == 3) >= 16
