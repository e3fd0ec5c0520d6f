"""The spider of a site that no file describes: it surveys the site first, then crawls it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.discovery.findings import Asked, Findings
from crawler.discovery.survey import survey
from crawler.errors import CrawlerError, NothingToCrawl, Rejected
from crawler.fetch.outcome import OutcomeKind
from crawler.ledger.crawling.known import read_examples
from crawler.ledger.crawling.surveys import GOOD_FOR, keep_survey, read_survey
from crawler.ledger.visit import DuePage
from crawler.link import PageKind
from crawler.middlewares.failure import read_failure, read_headers, read_response
from crawler.page import Page
from crawler.site import Site
from crawler.spiders.news import NewsSpider


class SurveySpider(NewsSpider):
    """What the survey asked is not asked again: its answers are kept until they are due."""

    name = "survey"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answers: dict[str, Response] = {}
        self._failures: dict[str, str] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Survey the site, then ask what is due."""
        try:
            known = await self._known()
            found = Findings(known) if known is not None else await self._survey()
            if not await self._adopt(found, is_new=known is None):
                return
        except CrawlerError as error:
            self.session.fail(error)
            return
        async for request in super().start():
            yield request

    async def _known(self) -> Site | None:
        """What a survey found that is not long ago; None too for a crawl that is archived, for
        an archive says by itself what the site was."""
        if self.settings["ARCHIVE"]:
            return None
        since = self.session.clock() - GOOD_FOR
        return await self.desk.read(lambda connection: read_survey(connection, self.site, since))

    async def _survey(self) -> Findings:
        """The survey's findings, each address asked once."""
        name = self.site.name
        known = await self.desk.read(lambda connection: read_examples(connection, name))
        asked = survey(self.site.home, self.session.clock(), known)
        try:
            wanted = next(asked)
            while True:
                wanted = asked.send(await self._ask(wanted))
        except StopIteration as end:
            return _findings_of(asked, end)

    async def _adopt(self, found: Findings, *, is_new: bool) -> bool:
        """True if there is something to crawl; the crawl ends with the reason if not."""
        site = found.site
        if self.session.is_over(0):
            return False
        if site is None:
            why = self._failures.get(self.site.home, "no answer")
            text = f"could not be read: {why}; check the address and the network"
            self.session.fail(NothingToCrawl(f"{self.site.home} {text}"))
            return False
        if not site.discovery:
            text = "shows no feed, sitemap or list of articles; give the page that lists its news"
            self.session.fail(NothingToCrawl(f"{site.home} {text}"))
            return False
        asked, now = self.site, self.session.clock()
        if is_new:
            await self.desk.write(lambda connection: keep_survey(connection, asked, site, now))
        type(self).site = site
        await self.session.adopt(site)
        return True

    async def _ask(self, urls: tuple[str, ...]) -> dict[str, Page | None]:
        pages = await asyncio.gather(*map(self._fetch, urls))
        return dict(zip(urls, pages, strict=True))

    async def _fetch(self, url: str) -> Page | None:
        """The page at an address; None, with the reason noted, where there is none."""
        assert self.crawler.engine is not None
        if self.session.is_over(0):
            return None
        self.desk.counts["survey"] += 1
        try:
            response = await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except Exception as error:  # whatever ended it has a reason, which is noted
            self._failures[url] = read_failure(error, self.session.clock()).reason
            return None
        outcome = read_response(response, self.session.clock())
        if outcome.kind is not OutcomeKind.OK:
            self._failures[url] = outcome.reason
            return None
        self._answers[response.url] = response
        return self._page(url, response)

    def _page(self, url: str, response: Response) -> Page | None:
        headers = read_headers(response)
        now = self.session.clock()
        page = Page(response.url, response.body, now, response.status, headers)
        try:
            if "html" in headers.get("content-type", "html"):
                page.root  # noqa: B018 - parsed here, where what cannot be parsed is noted
        except Rejected as rejected:
            self._failures[url] = str(rejected)
            return None
        return page

    async def _next_batch(self) -> list[DuePage] | None:
        """As always, but for what the survey has the answer of."""
        while (batch := await super()._next_batch()) is not None:
            rest = [due for due in batch if not await self._keep_answered(due)]
            if rest:
                return rest
        self._answers.clear()
        return None

    async def _keep_answered(self, due: DuePage) -> bool:
        response = self._answers.pop(due.url, None)
        if response is None or due.kind is PageKind.ARTICLE:
            return False
        self.desk.counts["survey"] -= 1  # it counts as the place's own
        await self.keep(self._read(due, response))
        return True


def _findings_of(asked: Asked, end: StopIteration) -> Findings:
    """What a survey that is over gives."""
    asked.close()
    assert isinstance(end.value, Findings)
    return end.value
