"""What waits to be told is told by the service, also where a crawl could not."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from pathlib import Path

import pytest

from crawler.health.alarm import Alarm, Kind
from crawler.health.channels import Channels
from crawler.health.judge import Verdict
from crawler.health.store import write_verdict
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


def tell(folder: Path, rounds: int) -> None:
    """Run for some rounds, on a ledger in which an alarm waits."""
    address = f"sqlite:///{folder / 'ledger.sqlite'}"
    with opened(address, create=True) as own, opened(address) as engine:
        with writing(own) as connection:
            write_verdict(connection, "gazette", Verdict(raised=(ALARM,)), Channels(), NOW)
        left = [NOW] * rounds
        service = Service(ServiceSettings(Surroundings(folder, address)), own, engine, left.pop)

        async def run() -> None:
            telling = asyncio.create_task(tell_alarms(service, 0.001))
            while left and not telling.done():
                await asyncio.sleep(0)
            service.stop()
            await telling

        asyncio.run(run())


def test_what_waits_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        tell(tmp_path, 3)
    assert caplog.text.count("the rule 'h1' went blind") == 1
