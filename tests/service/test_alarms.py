"""What waits to be told is told by the service, also where a crawl could not."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from crawler.demo import Newsroom, serving
from crawler.demo.fault import Fault
from crawler.demo.fault import Kind as FaultKind
from crawler.health.alarm import Alarm, Kind
from crawler.health.channels import SERVICE
from crawler.health.judge import Verdict
from crawler.health.store import write_verdict
from crawler.jobs.job import State
from crawler.jobs.process import Surroundings
from crawler.ledger.connect import opened, writing
from crawler.service.alarms import tell_alarms
from crawler.service.service import Service
from crawler.service.settings import ServiceSettings

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
ALARM = Alarm(
    site="gazette",
    kind=Kind.RULE_BLIND,
    subject="title",
    raised=NOW,
    last_seen=NOW,
    message="title: the rule 'h1' went blind",
    evidence={},
)


def tell(folder: Path, rounds: int, noted: Collection[str]) -> None:
    """Run for some rounds, on a ledger in which an alarm waits."""
    address = f"sqlite:///{folder / 'ledger.sqlite'}"
    with opened(address, create=True) as own, opened(address) as engine:
        with writing(own) as connection:
            write_verdict(connection, "gazette", Verdict(raised=(ALARM,)), noted, NOW)
        left = [NOW] * rounds
        service = Service(ServiceSettings(Surroundings(folder, address)), own, engine, left.pop)

        async def run() -> None:
            telling = asyncio.create_task(tell_alarms(service, 0.001))
            while left and not telling.done():
                await asyncio.sleep(0)
            service.stop()
            await telling

        asyncio.run(run())


@pytest.mark.parametrize("noted", ["log", SERVICE])
def test_what_waits_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, noted: str
) -> None:
    with caplog.at_level(logging.WARNING):
        tell(tmp_path, 3, [noted])
    assert caplog.text.count("the rule 'h1' went blind") == 1


@pytest.mark.slow
def test_what_a_job_raises_stands_in_its_log_and_in_the_services(stage: Any) -> None:
    """At once: the service's log is what its operator reads."""
    with serving(Newsroom.opened(now=NOW, articles=10)) as origin:
        origin.house.fail(Fault(kind=FaultKind.CHALLENGE, status=403))
        job = stage.put("crawl", site="interfax-ukraine", origin=origin.url)
        stage.serve()
        stage.wait_for(job, State.DONE, State.FAILED)
    told = "Alarm raised: interfax-ukraine: blocked"
    stage.wait(lambda: told in stage.told())
    assert told in stage.log_of(job)
