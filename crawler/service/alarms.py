"""Alarms that wait to be told → told: as soon as a job ends in the service's log, where it is
read, and each minute elsewhere what no crawl could deliver."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace

from crawler.errors import CrawlerError
from crawler.health.channels import read_channels
from crawler.health.outbox import deliver
from crawler.service.service import Service

logger = logging.getLogger(__name__)
EVERY = 60.0  # seconds


async def tell_alarms(service: Service, every: float = EVERY) -> None:
    """Tell what waits until the service stops. The channels are read anew each time."""
    problem: str | None = None
    while not service.stopping.is_set():
        try:
            await asyncio.to_thread(_tell, service)
            problem = None
        except CrawlerError as error:
            if str(error) != problem:  # once, not every minute
                logger.warning("alarms are not told: %s", error)
            problem = str(error)
        await _rest(service, every)


async def _rest(service: Service, seconds: float) -> None:
    """Until then, the end of a job, or the service's."""
    ends = (service.stopping, service.job_ended)
    waiting = [asyncio.create_task(event.wait()) for event in ends]
    await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    service.job_ended.clear()


def _tell(service: Service) -> None:
    channels = read_channels(os.environ, service.settings.data)
    deliver(service.engine, replace(channels, service=True), service.clock())
