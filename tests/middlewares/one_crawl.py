"""One crawl in a process of its own: a job as JSON on stdin, how each request ended on stdout.

The job: ``requests`` (url and meta of each), ``settings`` (on top of crawler.settings), ``names``
(what each host name resolves to; all others do not).
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
import warnings

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from twisted.internet import defer, error
from twisted.internet.abstract import isIPAddress
from twisted.internet.interfaces import IResolverSimple
from zope.interface import implementer

from crawler.middlewares.failure import read_failure, read_response

NOW = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)
JOB = json.load(sys.stdin)
ENDS: list[dict] = []


@implementer(IResolverSimple)
class TableResolver:
    """Resolves what the job says, and asks nobody."""

    def __init__(self, reactor) -> None:
        self.reactor = reactor

    @classmethod
    def from_crawler(cls, crawler, reactor):
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self.reactor.installResolver(self)

    def getHostByName(self, name, timeout=()):  # noqa: N802
        address = name if isIPAddress(name) else JOB["names"].get(name)
        return defer.succeed(address) if address else defer.fail(error.DNSLookupError(name))


class OneCrawl(Spider):
    name = "one-crawl"

    async def start(self):
        self.began = time.monotonic()
        for number, job in enumerate(JOB["requests"]):
            yield Request(
                job["url"],
                callback=self.parse,
                errback=self.fail,
                meta=job.get("meta", {}),
                cb_kwargs={"number": number},
                dont_filter=True,
            )

    def parse(self, response, number):
        self.record(number, response, read_response(response, NOW))

    def fail(self, failure):
        response = getattr(failure.value, "response", None)
        number = failure.request.cb_kwargs["number"]
        self.record(number, response, read_failure(failure.value, NOW), repr(failure.value))

    def record(self, number, response, outcome, error=""):
        ENDS.append(
            {
                "number": number,
                "after": time.monotonic() - self.began,
                "kind": outcome.kind,
                "reason": outcome.reason,
                "retry_after": outcome.retry_after,
                "error": error,
                "url": getattr(response, "url", None),
                "status": getattr(response, "status", None),
                "body": response.body.decode("latin-1") if response else None,
                "type": type(response).__name__,
                "encoding": getattr(response, "encoding", None),
                "redirects": response.meta.get("redirect_urls", []) if response else [],
            }
        )


def main() -> None:
    warnings.simplefilter("error")
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict({"ITEM_PIPELINES": {}, "LOG_LEVEL": "WARNING"}, priority="cmdline")
    settings.set("TWISTED_DNS_RESOLVER", TableResolver, priority="cmdline")
    settings.setdict(JOB["settings"], priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    process.crawl(OneCrawl)
    process.start()
    json.dump(sorted(ENDS, key=lambda end: end["number"]), sys.stdout)


if __name__ == "__main__":
    main()
