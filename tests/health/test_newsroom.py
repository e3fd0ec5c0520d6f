"""The newsroom as a site that changes: what is crawled of it raises alarms, and heals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from crawler.demo import Newsroom, serving
from crawler.demo.fault import Fault
from crawler.health.alarm import Kind

NOW = dt.datetime.fromisoformat("2026-01-21T18:50:00+02:00")
SINCE = "2026-01-01"
TITLE = "site: h1.article-content-title"


@pytest.mark.slow
def test_a_redesign_is_told_by_the_next_crawl_and_closes_when_it_heals(
    watch: Callable[..., object],
) -> None:
    with serving(Newsroom.opened(now=NOW, articles=40)) as origin:
        watched = watch(origin)
        watched.crawl(since=SINCE)
        origin.house.publish(8)
        watched.crawl()
        assert watched.alarms(None) == []

        origin.house.behave(replace(origin.house.conduct, redesigned=True))
        origin.house.publish(8)
        said = watched.crawl()
        alarms = watched.alarms()
        assert TITLE in {alarm.rule for alarm in alarms}
        blind = next(one for one in alarms if one.rule == TITLE)
        print(*[(one.kind, one.subject, one.message) for one in alarms], sep="\n")
        assert TITLE in said

        origin.house.behave(replace(origin.house.conduct, redesigned=False))
        origin.house.publish(8)
        watched.crawl()
        assert watched.alarms() == []
