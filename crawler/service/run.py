"""Settings → a service that runs until a signal ends it, and the exit code."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import signal
from collections.abc import Awaitable, Callable, Sequence

from crawler.ledger.connect import opened
from crawler.service.alarms import tell_alarms
from crawler.service.service import Service
from crawler.service.settings import ServiceSettings

Beside = Callable[[Service], Awaitable[None]]
"""What else is served in the same event loop. It returns once ``service.stopping`` is set; if it
ends before or raises, the service stops as well, and what it raised is raised on."""

STOPPING = (signal.SIGINT, signal.SIGTERM)

logger = logging.getLogger(__name__)


async def run_service(settings: ServiceSettings, beside: Beside | None = None) -> int:
    """Serve until SIGINT or SIGTERM; the exit code: 0, or 128 + n if a second signal came.

    The first signal lets running jobs end what they are at; they wait for the next service. The
    second kills them, which loses nothing that was kept. Raises LedgerUnusable or UsageError
    before anything is begun.
    """
    with opened(settings.ledger, create=True) as own, opened(settings.ledger) as engine:
        service = Service(settings, own, engine, _now)
        caught: list[int] = []
        loop = asyncio.get_running_loop()
        for number in STOPPING:
            loop.add_signal_handler(number, _catch, service, caught, number)
        logger.info("worker %s serves %s", service.worker, settings.data)
        await _run_all(service, [tell_alarms, *filter(None, [beside])])
    return 128 + caught[1] if len(caught) > 1 else 0


async def _run_all(service: Service, besides: Sequence[Beside]) -> None:
    others = [asyncio.ensure_future(beside(service)) for beside in besides]

    def stop_too(_: asyncio.Future[None]) -> None:
        if not service.stopping.is_set():
            service.stop()

    for other in others:
        other.add_done_callback(stop_too)
    await service.run()
    await asyncio.gather(*others)


def _catch(service: Service, caught: list[int], number: int) -> None:
    caught.append(number)
    service.stop()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
