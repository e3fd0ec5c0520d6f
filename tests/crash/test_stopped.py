"""SIGTERM and SIGINT, once and twice: quick, said, nothing lost."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import SILENCE

pytestmark = pytest.mark.slow

SIGNALS = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
SCRIPT = Path(__file__).with_name("crawl_with.py")


def with_times(**seconds: float) -> tuple[str, ...]:
    """A crawl that waits for its answers for longer than a test does, with other times if given:
    what ends it is the signal alone."""
    patient = {"crawler.settings.DOWNLOAD_TIMEOUT": SILENCE}
    grace = {f"crawler.spiders.stopping.{name}": value for name, value in seconds.items()}
    return (sys.executable, str(SCRIPT), json.dumps(patient | grace))


@SIGNALS
def test_the_first_signal_stops_with_a_report(desk: Any, number: signal.Signals) -> None:
    desk.newsroom.fail("slow", "/news/*/*.html", delay=0.5, times=16)
    desk.newsroom.fail("slow", "/news/*/*.html", delay=SILENCE)
    crawl = desk.start_crawl(wrapper=with_times(GRACE=1))
    assert desk.wait_for_looks(20, crawl), crawl.end()
    crawl.signal(number)
    ended = crawl.end()
    assert ended.code == 128 + number
    assert f"crawl 1 stopped ({number.name})" in ended.out
    assert ended.err == ""
    assert desk.outcomes() == ["stopped"]
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    desk.assert_complete()


def test_answers_that_do_not_come_are_not_waited_for(desk: Any) -> None:
    desk.newsroom.fall_silent_after(1)
    crawl = desk.start_crawl(wrapper=with_times())
    assert desk.wait_until(lambda: silent(desk), crawl), crawl.end()
    crawl.signal(signal.SIGTERM)
    ended = crawl.end()
    assert ended.code == 128 + signal.SIGTERM
    assert "crawl 1 stopped (SIGTERM)" in ended.out
    assert ended.err == ""
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    desk.assert_complete()


@SIGNALS
def test_the_second_signal_ends_at_once(desk: Any, number: signal.Signals, tmp_path: Path) -> None:
    desk.newsroom.fall_silent_after(1)
    log = tmp_path / "log"
    with log.open("w") as stderr:
        wrapper = with_times(GRACE=SILENCE)
        crawl = desk.start_crawl("--verbose", wrapper=wrapper, stderr=stderr)
    assert desk.wait_until(lambda: silent(desk), crawl), crawl.end()
    crawl.signal(number)
    # Two signals of one kind at once are one to the system.
    assert desk.wait_until(lambda: "Closing spider" in log.read_text(), crawl), crawl.end()
    crawl.signal(number)
    assert crawl.end().code == 128 + number
    desk.newsroom.order("heal")
    assert desk.crawl().code == 0
    assert desk.outcomes() == ["stopped", "finished"]
    desk.assert_complete()


def test_a_signal_before_the_crawl_begins_ends_it(desk: Any) -> None:
    desk.newsroom.fail("slow", "/robots.txt", delay=SILENCE, times=1)
    crawl = desk.start_crawl(wrapper=with_times())
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
