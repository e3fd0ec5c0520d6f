"""Expected and observed values: which fields and items differ, told in a line."""

from __future__ import annotations

import pytest

from crawler.cases.comparison import compare

TOLD = {
    "the same": ({"title": "A", "tags": ["x"]}, {"title": "A", "tags": ["x"]}, []),
    "a field": ({"title": "A"}, {"title": "B"}, ["title: 'B' instead of 'A'"]),
    "an item": ({"body": ["a", "b"]}, {"body": ["a", "c"]}, ["body[1]: 'c' instead of 'b'"]),
    "an item more": ({"tags": []}, {"tags": ["x"]}, ["tags[0]: 'x' instead of nothing"]),
    "an item less": ({"tags": ["x"]}, {"tags": []}, ["tags[0]: nothing instead of 'x'"]),
    "null and absent": ({"lead": None}, {}, []),
    "not kept": (
        {"title": "A"},
        {"rejected": "no-time"},
        ["rejected: 'no-time' instead of nothing", "title: nothing instead of 'A'"],
    ),
    "null is no empty text": ({"lead": ""}, {"lead": None}, ["lead: nothing instead of ''"]),
}


@pytest.mark.parametrize(("expected", "observed", "told"), TOLD.values(), ids=TOLD)
def test_differences(expected, observed, told) -> None:
    assert list(map(str, compare(expected, observed))) == told


def test_long_values_are_cut() -> None:
    (difference,) = compare({"title": "a" * 1_000}, {"title": "b" * 1_000})
    assert len(str(difference)) < 300
