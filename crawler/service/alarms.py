"""Alarms that wait to be told → told: what no crawl could deliver is tried again each minute."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os

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
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(service.stopping.wait(), every)


def _tell(service: Service) -> None:
    deliver(service.engine, read_channels(os.environ, service.settings.data), service.clock())
