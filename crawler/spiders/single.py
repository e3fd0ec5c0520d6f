"""Fetches one page as a crawl would: guarded, by robots.txt, whole; nothing is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.errors import BadAddress
from crawler.fetch.outcome import Outcome, OutcomeKind
from crawler.middlewares.failure import read_failure, read_headers, read_response
from crawler.page import Page
from crawler.site import Site
from crawler.spiders.session import utc_now


class SinglePageSpider(Spider):
    """Asks for one address and remembers what came."""

    name = "single-page"

    def __init__(self, url: str, answers: list[Page | Outcome], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.answers = answers

    async def start(self) -> AsyncIterator[Any]:
        """The one request."""
        yield Request(self.url, callback=self.read, errback=self.fail, dont_filter=True)

    def read(self, response: Response) -> None:
        """Remember the page, or why it is none."""
        outcome = read_response(response, utc_now())
        if outcome.kind is not OutcomeKind.OK:
            self.answers.append(outcome)
            return
        headers = read_headers(response)
        self.answers.append(Page(response.url, response.body, utc_now(), response.status, headers))

    def fail(self, failure: Failure) -> None:
        """Remember how the request ended."""
        assert failure.value is not None
        self.answers.append(read_failure(failure.value, utc_now()))


def fetch_page(url: str, site: Site, settings: Mapping[str, Any]) -> Page:
    """The page at an address of a site. Raises BadAddress, saying how the request ended.

    Once a process: Twisted's reactor runs once.
    """
    chosen = Settings()
    chosen.setmodule("crawler.settings", priority="project")
    # Our commands log their own way; `scrapy crawl` keeps Scrapy's.
    chosen.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    chosen.setdict({"SITE_HOME": site.home, "ITEM_PIPELINES": {}, **settings}, priority="cmdline")
    answers: list[Page | Outcome] = []
    process = AsyncCrawlerProcess(chosen)
    process.crawl(SinglePageSpider, url=url, answers=answers)
    process.start()
    if not answers:
        raise BadAddress(f"{url} gave no answer; run with --verbose to see why")
    answer = answers[0]
    if isinstance(answer, Outcome):
        raise BadAddress(f"{url} could not be read: {answer.reason}{_hint(answer)}")
    return answer


def _hint(answer: Outcome) -> str:
    """What to do where a page is not to be had as a crawl asks for it."""
    if answer.reason == "refused-address":
        return "; its host is no public one: --origin URL asks another in its place"
    if answer.kind in (OutcomeKind.REFUSED, OutcomeKind.BLOCKED):
        return "; save the page in a browser and give the file"
    return "; check the address and the network"
