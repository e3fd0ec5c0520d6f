"""Answers on their way up, one middleware at a time."""

from __future__ import annotations

import gzip

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.middlewares.answer import change_response
from crawler.middlewares.limits import LimitsMiddleware
from crawler.middlewares.refused import RefusedRequest
from crawler.middlewares.whole import WholeAnswerMiddleware

URL = "https://news.example/robots.txt"
PAGE = Request(URL)
ROBOTS = Request(URL, meta={"robots": True})
WHOLE = WholeAnswerMiddleware(max_size=1000)
TAGS = b"<p>" * 200_000


@pytest.mark.parametrize(
    "response",
    [Response(URL, body=b""), Response(URL, body=b"x", headers={"Content-Type": "image/png"})],
    ids=["empty", "called a picture"],
)
def test_robots_txt_may_be_empty_and_of_any_type(response: Response) -> None:
    assert WHOLE.process_response(ROBOTS, response) is response
    with pytest.raises(RefusedRequest):
        WHOLE.process_response(PAGE, response)


def test_robots_txt_must_be_whole() -> None:
    half = gzip.compress(b"user-agent: *")[:-1]
    with pytest.raises(RefusedRequest, match="half-page"):
        WHOLE.process_response(ROBOTS, Response(URL, body=half))
    with pytest.raises(RefusedRequest, match="half-page"):
        WHOLE.process_response(ROBOTS, Response(URL, status=206))


def test_robots_txt_is_not_parsed_as_a_page() -> None:
    response = HtmlResponse(URL, body=TAGS)
    assert LimitsMiddleware().process_response(ROBOTS, response) is response
    with pytest.raises(RefusedRequest, match="danger-tags"):
        LimitsMiddleware().process_response(PAGE, response)


def test_feed_is_not_judged_as_a_page() -> None:
    response = Response(URL, body=TAGS)
    assert LimitsMiddleware().process_response(PAGE, response) is response


def test_unpacked_page_is_of_the_type_it_is() -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    packed = Response(URL, body=gzip.compress(b"<html>page</html>"), headers=headers)
    page = WHOLE.process_response(PAGE, packed)
    assert isinstance(page, HtmlResponse)
    assert page.body == b"<html>page</html>"
    assert "Content-Encoding" not in page.headers


def test_half_an_error_page_is_an_error_without_a_page() -> None:
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    half = HtmlResponse(URL, status=404, body=gzip.compress(b"gone")[:-1], headers=headers)
    error = WHOLE.process_response(PAGE, half)
    assert (error.status, error.body) == (404, b"")


def test_encoding_is_found_anew() -> None:
    before = HtmlResponse(URL, body="Новини".encode("cp1251"))
    after = change_response(before, body="<meta charset=windows-1251>Новини".encode("cp1251"))
    assert isinstance(after, HtmlResponse)
    assert after.encoding == "cp1251"
    plain = change_response(Response(URL, body=before.body), HtmlResponse, body="ї".encode())
    assert isinstance(plain, HtmlResponse)
    assert plain.encoding == "utf-8"
