from __future__ import annotations

import datetime as dt

import pytest

from crawler.ledger.crawling import rest
from crawler.ledger.crawling.rest import FAILURES, Failing
from crawler.ledger.visit import Answer, DuePage
from crawler.link import PageKind, Where

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
DOWN = Answer("retry", "timeout")


def failing(failures: int, until: dt.datetime | None = None) -> Failing:
    return Failing(failures, "timeout", until)


@pytest.mark.parametrize(
    ("before", "answer", "after"),
    [
        (None, Answer("ok"), None),
        (None, DOWN, failing(1)),
        (failing(3), Answer("ok"), None),
        (failing(3), Answer("unchanged"), None),
        (failing(3), Answer("gone", "http-404"), None),
        (failing(3), Answer("retry", "half-page"), failing(3)),
        (failing(3), Answer("retry", "reader-KeyError"), failing(3)),
        (failing(3), Answer("refused", "robots-disallowed"), failing(3)),
        (failing(FAILURES - 2), DOWN, failing(FAILURES - 1)),
        (failing(FAILURES - 1), DOWN, failing(FAILURES, NOW + 60 * SECOND)),
        (failing(FAILURES, NOW + SECOND), DOWN, failing(FAILURES, NOW + SECOND)),
        (failing(FAILURES, NOW), DOWN, failing(FAILURES + 1, NOW + 120 * SECOND)),
        (failing(FAILURES, NOW), Answer("ok"), None),
        (failing(FAILURES + 99, NOW), DOWN, failing(FAILURES + 100, NOW + 3600 * SECOND)),
    ],
    ids=[
        "well",
        "first failure",
        "answers again",
        "unchanged is an answer",
        "404 is an answer",
        "half a page says nothing",
        "our own fault says nothing",
        "not asked says nothing",
        "one before the rest",
        "rest",
        "late failure in a rest",
        "failed try after a rest",
        "good try after a rest",
        "longest rest",
    ],
)
def test_how_a_host_stands_after_an_answer(
    before: Failing | None, answer: Answer, after: Failing | None
) -> None:
    assert rest.after_answer(before, answer, NOW) == after


@pytest.mark.parametrize(
    "answer",
    [
        Answer("blocked", "http-429"),
        Answer("blocked", "challenge"),
        Answer("retry", "http-500"),
        Answer("retry", "dns"),
        Answer("retry", "robots-unreachable"),
    ],
    ids=lambda answer: answer.reason,
)
def test_failures_of_a_host(answer: Answer) -> None:
    assert rest.after_answer(None, answer, NOW) == Failing(1, answer.reason)


@pytest.mark.parametrize(
    ("asked", "rested"), [(10, 60), (600, 600), (99999, 3600)], ids=["short", "long", "capped"]
)
def test_a_rest_honours_retry_after(asked: float, rested: int) -> None:
    answer = Answer("blocked", "http-429", retry_after=asked)
    after = rest.after_answer(failing(FAILURES - 1), answer, NOW)
    assert after == Failing(FAILURES, "http-429", NOW + rested * SECOND)


def test_who_rests_and_who_has_rested() -> None:
    hosts = {"a": failing(1), "b": failing(9, NOW + SECOND), "c": failing(9, NOW)}
    assert rest.resting(hosts, NOW) == {"b": NOW + SECOND}
    assert rest.rested(hosts, NOW) == {"c"}


def page(number: int, host: str) -> DuePage:
    url = f"https://{host}/{number}"
    return DuePage(number, "site", url, url, PageKind.ARTICLE, Where.LISTING)


A1, A2, B1, B2 = page(1, "a"), page(2, "a"), page(3, "b"), page(4, "b")


@pytest.mark.parametrize(
    ("drawn", "alone", "asked"),
    [
        ([A1, A2], True, [A1, A2]),
        ([B1, A1, B2], False, [A1]),
        ([B1, A1, B2], True, [A1]),
        ([B1, B2], True, [B1]),
        ([B1, B2], False, []),
        ([], True, []),
    ],
    ids=["well", "others first", "others first, alone", "one tries", "one at a time", "none"],
)
def test_a_host_that_has_rested_is_tried_by_one_page(
    drawn: list[DuePage], alone: bool, asked: list[DuePage]
) -> None:
    assert rest.probe(drawn, {"b"}, alone=alone) == asked


def test_a_host_is_known_by_its_port_too() -> None:
    assert rest.host_of("https://News.Example:8443/a/b?c=d") == "news.example:8443"
