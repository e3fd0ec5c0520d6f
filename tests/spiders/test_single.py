"""The spider that asks for one page: what it remembers of an answer or a failure."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse
from twisted.python.failure import Failure

from crawler.fetch.outcome import Outcome
from crawler.page import Page
from crawler.spiders.single import SinglePageSpider

URL = "https://gazette.example/news/1"


def test_a_page_is_remembered_with_headers_of_any_bytes() -> None:
    answers: list[Page | Outcome] = []
    headers = {"X-Owner": "Київ".encode("cp1251"), "Content-Type": "text/html; charset=utf-8"}
    SinglePageSpider(URL, answers).read(HtmlResponse(URL, 200, headers, "Київ".encode()))
    (page,) = answers
    assert isinstance(page, Page)
    assert (page.url, page.text, page.status) == (URL, "Київ", 200)
    assert page.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "http-404"), (503, "http-503"), (206, "http-206")]
)
def test_an_answer_that_is_no_page_is_remembered_by_its_reason(status: int, reason: str) -> None:
    answers: list[Page | Outcome] = []
    SinglePageSpider(URL, answers).read(HtmlResponse(URL, status, body=b"<h1>A title</h1>"))
    (outcome,) = answers
    assert isinstance(outcome, Outcome)
    assert outcome.reason == reason


def test_a_failure_is_remembered_by_its_reason() -> None:
    answers: list[Page | Outcome] = []
    SinglePageSpider(URL, answers).fail(Failure(DownloadTimeoutError()))
    assert [getattr(one, "reason", None) for one in answers] == ["timeout"]
