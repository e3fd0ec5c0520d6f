"""The download handler: sends a request where the origin says, and connects to no address that
the guard refuses."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _BindAddressAgent,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.interfaces import IConnector
from zope.interface import directlyProvides, providedBy  # type: ignore[import-untyped]

from crawler.fetch.guard import Guard
from crawler.fetch.origin import Origin
from crawler.middlewares.answer import change_response
from crawler.middlewares.crawl_settings import read_guard, read_origin
from crawler.middlewares.refused import RefusedRequest


class GuardedReactor:
    """A reactor whose TCP connections all pass the guard.

    This is the last step before the socket: names are resolved by then, so what is judged is
    what is connected to, and an address written in the URL is judged like a resolved one.
    """

    def __init__(self, reactor: Any, guard: Guard) -> None:
        self._reactor = reactor
        self._guard = guard
        directlyProvides(self, providedBy(reactor))

    def connectTCP(self, host: str, port: int, *args: Any, **options: Any) -> IConnector:  # noqa: N802
        """As IReactorTCP says. Raises RefusedRequest if the guard refuses the peer."""
        refusal = self._guard.find_peer_refusal(host, port)
        if refusal is not None:
            raise RefusedRequest.of(refusal)
        connector: IConnector = self._reactor.connectTCP(host, port, *args, **options)
        return connector

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


class _GuardedAgent(_ScrapyAgent):
    """Scrapy's agent, connecting through a guarded reactor and never through a proxy, which
    would resolve names out of our sight."""

    def __init__(self, reactor: GuardedReactor, **options: Any) -> None:
        super().__init__(**options)
        self._reactor = reactor

    def _get_agent(self, request: Request, timeout: float) -> _BindAddressAgent:  # noqa: ARG002
        return _BindAddressAgent(
            reactor=self._reactor,  # type: ignore[arg-type]
            contextFactory=self._contextFactory,
            connectTimeout=timeout,
            pool=self._pool,
        )


class GuardedDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https with the guard below it and the origin inside.

    It leans on three private names of Scrapy (its agent, agent class and exception wrapper);
    requirements.txt bounds Scrapy for that, and tests would notice.
    """

    def __init__(self, crawler: Crawler) -> None:
        from twisted.internet import reactor  # installed by now; importing it installs one

        super().__init__(crawler)
        self._guarded = GuardedReactor(reactor, read_guard(crawler.settings))
        self._origin = read_origin(crawler.settings)

    async def download_request(self, request: Request) -> Response:
        """The answer, bearing real addresses. Raises RefusedRequest and Scrapy's exceptions."""
        if self._origin is None:
            return await self._download(request)
        sent = _to_origin(request, self._origin)
        response = await self._download(sent)
        request.meta["download_latency"] = sent.meta.get("download_latency")
        return _to_real(response, request, self._origin)

    async def _download(self, request: Request) -> Response:
        agent = _GuardedAgent(
            self._guarded,
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self.crawler,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))


def _to_origin(request: Request, origin: Origin) -> Request:
    """The request as the origin gets it; without Host, the agent writes the origin's."""
    sent = request.replace(url=origin.to_origin(request.url))
    sent.headers.pop("Host", None)
    return sent


def _to_real(response: Response, request: Request, origin: Origin) -> Response:
    """The answer as if the real site had given it."""
    real = change_response(response, url=request.url.partition("#")[0])
    for name in ("Location", "Content-Location"):
        address = response.headers.get(name)
        if address:
            real.headers[name] = origin.to_real(address.decode("latin-1")).encode("latin-1")
    return real
