"""Where `serve` listens → what is served beside schedules and jobs: the API and the dashboard."""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.access.tokens import list_tokens
from crawler.errors import UsageError
from crawler.ledger.connect import opened, reading
from crawler.service.run import Beside
from crawler.service.service import Service

logger = logging.getLogger(__name__)
MISSING = "the API and the dashboard need {}; pip install -r requirements-extras.txt, or --no-web"


@dataclass(frozen=True, slots=True)
class Listening:
    """``names`` are further host names to answer to; ``proxies`` are addresses and networks of
    proxies, which are believed; ``private`` lets sites of this machine be crawled by order over the
    web."""

    host: str
    port: int
    names: Sequence[str] = ()
    proxies: Sequence[str] = ()
    private: bool = False


def prepare_web(listening: Listening, ledger: str, data: Path) -> Beside:
    """Bind, after it is sure that nobody unknown can come in. Raises UsageError."""
    try:
        from crawler.web import server
        from crawler.web.settings import check_exposure, read_proxies
    except ModuleNotFoundError as error:
        raise UsageError(MISSING.format(error.name)) from error
    proxies = read_proxies(listening.proxies)
    with opened(ledger, create=True) as engine, reading(engine) as connection:
        check_exposure((listening.host, *listening.names), bool(list_tokens(connection)))
    listener = server.bind(listening.host, listening.port)

    async def beside(service: Service) -> None:
        await _serve(service, listening, listener, data, proxies)

    return beside


async def _serve(
    service: Service,
    listening: Listening,
    listener: socket.socket,
    data: Path,
    proxies: frozenset[str],
) -> None:
    from crawler.web.app import create_app
    from crawler.web.patience import Patience
    from crawler.web.server import address_of, serve
    from crawler.web.settings import WebSettings, answered_hosts, is_open

    settings = WebSettings(
        engine=service.engine,
        data=data,
        is_open=is_open((listening.host, *listening.names)),
        hosts=answered_hosts(listening.host, listening.names),
        private=listening.private,
        declared=service.schedule_file.read,
        find_problem=lambda: service.schedule_file.problem,
        is_ready=service.is_ready,
    )
    logger.info("dashboard and API: %s", address_of(listener))
    with listener:
        await serve(create_app(settings), listener, service.stopping, Patience(proxies=proxies))
