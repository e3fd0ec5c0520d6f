"""What a feed holds, in words."""

from __future__ import annotations

import pytest

from crawler.feeds.definition import define, tell
from crawler.feeds.selection import parse_selection


@pytest.mark.parametrize(
    ("more", "told"),
    [({"newest": "5"}, ", the newest 5"), ({"sample": "9"}, ", a sample of 9"), ({"url": "x"}, "")],
)
def test_so_is_how_many(more: dict[str, str], told: str) -> None:
    assert tell(define(parse_selection(), "csv", **more)) == f"csv of all articles{told}"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "csv of all articles"),
        ({"section": "Facts", "site": "herald"}, "csv of site herald, section Facts"),
        (
            {"words": 'talks "peace plan" nego*', "since": "2026-01-01", "by": "seen"},
            'csv of since 2026-01-01, words talks "peace plan" nego*, by seen',
        ),
    ],
    ids=str,
)
def test_a_definition_is_told_in_words(asked: dict[str, str], told: str) -> None:
    assert tell(define(parse_selection(**asked), "csv", target="x")) == told
