"""robots.txt is asked first, once, and decides."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.httpobj import urlparse_cached

from crawler.errors import Refused
from crawler.middlewares.refused import RefusedRequest
from crawler.middlewares.robots import RobotsMiddleware

HOME = "https://news.example"
NOW = dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC)

Answer = Callable[[Request], Response | Exception]


class Downloader:
    """The part of Scrapy's downloader that knows slots."""

    def __init__(self) -> None:
        self.slots: dict[str, Slot] = {}
        self.per_slot_settings: dict[str, dict[str, float]] = {}

    def get_slot_key(self, request: Request) -> str:
        return urlparse_cached(request).hostname or ""


class Engine:
    """Answers robots.txt as told and counts how often it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.downloader = Downloader()

    async def download_async(self, request: Request) -> Response:
        self.asked.append(request.url)
        await asyncio.sleep(0)
        answer = self.answer(request)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Crawler:
    """A crawler as far as the middleware looks into one."""

    def __init__(self, answer: Answer, **settings: object) -> None:
        self.settings = Settings(settings)
        self.engine = Engine(answer)


class Clock:
    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


def respond(body: bytes = b"", status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: Response(request.url, status, named, body)


def fail(error: Exception, *, after_redirect: bool = False) -> Answer:
    def answer(request: Request) -> Exception:
        if after_redirect:
            request.meta["redirect_ttl"] = 5
        return error

    return answer


def middleware(answer: Answer) -> tuple[RobotsMiddleware, Crawler, Clock]:
    crawler, clock = Crawler(answer), Clock()
    return RobotsMiddleware(crawler, "news-crawler", clock), crawler, clock  # type: ignore[arg-type]


def ask(asking: RobotsMiddleware, *urls: str) -> list[str]:
    """The reasons why each URL is refused, "" where it passes; all asked at once."""

    async def one(url: str) -> str:
        try:
            await asking.process_request(Request(url))
        except RefusedRequest as error:
            return error.reason
        return ""

    async def every() -> list[str]:
        asked: list[Awaitable[str]] = [one(url) for url in urls]
        return list(await asyncio.gather(*asked))

    return asyncio.run(every())


RULES = b"user-agent: *\ndisallow: /private"
DISALLOWED, LATER, PASSES = "robots-disallowed", "robots-unreachable", ""

ANSWERS = {
    "rules": (respond(RULES), DISALLOWED),
    "other rules": (respond(b"user-agent: *\ndisallow: /other"), PASSES),
    "no file": (respond(RULES, 404), PASSES),
    "forbidden": (respond(RULES, 403), PASSES),
    "too many requests": (respond(b"", 429), LATER),
    "server error": (respond(b"", 500), LATER),
    "overloaded": (respond(b"", 503), LATER),
    "redirect to nowhere": (respond(b"", 302), PASSES),
    "redirects without end": (fail(RefusedRequest("redirect-loop")), PASSES),
    "redirect to a private address": (
        fail(RefusedRequest("refused-address"), after_redirect=True),
        LATER,
    ),
    "host at a private address": (fail(RefusedRequest("refused-address")), "refused-address"),
    "half a file": (fail(ResponseDataLossError()), LATER),
    "cut gzip": (fail(RefusedRequest("half-page")), LATER),
    "too large": (fail(RefusedRequest("too-large")), LATER),
    "timeout": (fail(DownloadTimeoutError()), LATER),
    "reset": (fail(DownloadFailedError()), LATER),
    "refused": (fail(DownloadConnectionRefusedError()), LATER),
    "no such host": (fail(CannotResolveHostError()), LATER),
    "unforeseen": (fail(KeyError("x")), LATER),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_answer(answer: Answer, expected: str) -> None:
    asking, _, _ = middleware(answer)
    assert ask(asking, f"{HOME}/private") == [expected]


def test_each_authority_is_asked_once_however_many_requests_wait() -> None:
    asking, crawler, _ = middleware(respond(RULES))
    ask(asking, f"{HOME}/a", f"{HOME}/b", f"{HOME}:8443/c", "http://news.example/d", f"{HOME}/e")
    assert sorted(crawler.engine.asked) == [
        "http://news.example/robots.txt",
        f"{HOME}/robots.txt",
        f"{HOME}:8443/robots.txt",
    ]


def test_answer_is_used_for_a_day() -> None:
    asking, crawler, clock = middleware(respond(RULES))
    ask(asking, f"{HOME}/a")
    clock.now = NOW + dt.timedelta(hours=23, minutes=59)
    ask(asking, f"{HOME}/a")
    assert len(crawler.engine.asked) == 1
    clock.now = NOW + dt.timedelta(hours=24)
    ask(asking, f"{HOME}/a")
    assert len(crawler.engine.asked) == 2


def test_unreachable_is_asked_again_and_then_passes() -> None:
    asking, crawler, clock = middleware(respond(b"", 503))
    assert ask(asking, f"{HOME}/a", f"{HOME}/b") == [LATER, LATER]
    assert len(crawler.engine.asked) == 1
    crawler.engine.answer = respond(RULES)
    clock.now = NOW + dt.timedelta(minutes=5)
    assert ask(asking, f"{HOME}/a") == [PASSES]


@pytest.mark.parametrize(("header", "seconds"), [({}, 300), ({"Retry_After": "1200"}, 1200)])
def test_refusal_says_when_to_come_back(header: dict[str, str], seconds: float) -> None:
    asking, _, _ = middleware(respond(b"", 503, **header))
    with pytest.raises(Refused) as refused:
        asyncio.run(asking.process_request(Request(f"{HOME}/a")))
    assert refused.value.retry_after == seconds


def test_robots_txt_is_not_asked_for_itself() -> None:
    asking, crawler, _ = middleware(respond(b"user-agent: *\ndisallow: /"))
    asyncio.run(asking.process_request(Request(f"{HOME}/robots.txt", meta={"robots": True})))
    assert crawler.engine.asked == []


def test_crawl_delay_slows_the_slot_down() -> None:
    asking, crawler, _ = middleware(respond(b"user-agent: *\ncrawl-delay: 7"))
    slot = crawler.engine.downloader.slots["news.example"] = Slot(8, 0.0, 0.5)
    ask(asking, f"{HOME}/a")
    assert (slot.delay, slot.concurrency, slot.jitter) == (7, 1, 0)
    assert crawler.engine.downloader.per_slot_settings == {
        "news.example": {"delay": 7, "concurrency": 1, "jitter": 0}
    }


def test_crawl_delay_never_makes_faster() -> None:
    asking, crawler, _ = middleware(respond(b"user-agent: *\ncrawl-delay: 0.1"))
    crawler.settings["DOWNLOAD_DELAY"] = 1.0
    ask(asking, f"{HOME}/a")
    assert crawler.engine.downloader.per_slot_settings["news.example"]["delay"] == 1.0


def test_off() -> None:
    with pytest.raises(NotConfigured):
        RobotsMiddleware.from_crawler(Crawler(respond(), ROBOTSTXT_OBEY=False))  # type: ignore[arg-type]


def test_in_a_crawl(serve: Any, answer: Any, crawl: Any) -> None:
    delay = 0.15
    rules = f"\ufeffuser-agent: news-crawler\ndisallow: /b\ncrawl-delay: {delay}\n".encode()
    page = answer(b"<html>page</html>")
    server = serve({f"/{name}": page for name in "acde"})
    server.answers["/robots.txt"] = answer(rules, "Content-Type: application/octet-stream")
    server.answers["/to-b"] = answer(b"", "Location: /b", status=302)
    urls = [f"{HOME}/{name}" for name in ("a", "b", "c", "d", "to-b")]
    ends = crawl(urls, ORIGIN=server.url, SITE_HOME=HOME)
    reasons = [ends[url]["reason"] for url in urls]
    assert reasons == ["ok", DISALLOWED, "ok", "ok", DISALLOWED]
    assert server.paths()[0] == "/robots.txt"
    assert "/b" not in server.paths()
    pages = len(server.asked) - 1
    assert pages == 4
    # When they arrive is the machine's business; the crawl itself cannot be quicker than this.
    assert max(end["after"] for end in ends.values()) > (pages - 1) * delay * 0.9


def test_in_a_crawl_of_a_site_that_is_down(serve: Any, answer: Any, crawl: Any) -> None:
    server = serve({"/robots.txt": answer(b"", "Retry-After: 900", status=503)})
    url = f"{HOME}/a"
    end = crawl([url], ORIGIN=server.url, SITE_HOME=HOME)[url]
    assert (end["kind"], end["reason"]) == ("retry", LATER)
    assert 500 < end["retry_after"] <= 900  # seconds have passed since it was said
    assert server.paths() == ["/robots.txt"]
    assert "left alone for now" in end["log"]
