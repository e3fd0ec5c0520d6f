"""Pages are asked for only if they changed."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request

from crawler.middlewares.conditional import ConditionalMiddleware

HOME = "https://news.example"
DATE = "Wed, 21 Jan 2026 16:45:00 GMT"

CASES: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "none": ({}, {}),
    "no validators": ({"validators": None}, {}),
    "empty": ({"validators": {"etag": None, "last_modified": ""}}, {}),
    "etag": ({"validators": {"etag": 'W/"1"'}}, {"If-None-Match": 'W/"1"'}),
    "date": ({"validators": {"last_modified": DATE}}, {"If-Modified-Since": DATE}),
    "both": (
        {"validators": {"etag": '"1"', "last_modified": DATE}},
        {"If-None-Match": '"1"', "If-Modified-Since": DATE},
    ),
}


@pytest.mark.parametrize(("meta", "headers"), CASES.values(), ids=CASES.keys())
def test_headers(meta: dict[str, Any], headers: dict[str, str]) -> None:
    request = Request(HOME, meta=meta)
    ConditionalMiddleware().process_request(request)
    assert request.headers.to_unicode_dict() == headers
    assert request.meta.get("handle_httpstatus_list") == ([304] if headers else None)


def test_statuses_that_the_spider_handles_stay() -> None:
    request = Request(HOME, meta={"validators": {"etag": "1"}, "handle_httpstatus_list": [404]})
    ConditionalMiddleware().process_request(request)
    assert request.meta["handle_httpstatus_list"] == [304, 404]


def test_in_a_crawl(serve: Any, answer: Any, crawl: Any) -> None:
    unchanged = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
    server = serve({"/asked": unchanged, "/unasked": unchanged, "/changed": answer(b"<html>new")})
    validators = {"validators": {"etag": '"1"', "last_modified": DATE}}
    asked, changed = f"{HOME}/asked", f"{HOME}/changed"
    ends = crawl([(asked, validators), (changed, validators)], ORIGIN=server.url, SITE_HOME=HOME)
    assert (ends[asked]["kind"], ends[asked]["error"]) == ("unchanged", "")
    assert ends[changed]["kind"] == "ok"
    assert server.headers("/asked")["if-none-match"] == '"1"'
    assert server.headers("/asked")["if-modified-since"] == DATE
