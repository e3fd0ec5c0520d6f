from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import Article
from crawler.ledger.keeping.diff import changes, paragraphs

BEFORE = Article(
    title="Old",
    date=dt.date(2026, 1, 21),
    published=dt.datetime(2026, 1, 21, 16, 45, tzinfo=dt.UTC),
    section="Facts",
    body=("One.", "Two.", "Three."),
    tags=("a", "b"),
)
LATER = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"title": "New"}, [{"kind": "headline", "before": "Old", "after": "New"}]),
        (
            {"published": LATER},
            [
                {
                    "kind": "time-moved",
                    "before": "2026-01-21T16:45:00+00:00",
                    "after": "2026-01-21T17:00:00+00:00",
                }
            ],
        ),
        ({"section": None}, [{"kind": "section", "before": "Facts", "after": None}]),
        ({"tags": ("b", "c")}, [{"kind": "tags", "added": ["c"], "removed": ["a"]}]),
        (
            {"body": ("One.", "2.", "Three.", "Four.")},
            [
                {"kind": "paragraphs", "at": 1, "removed": ["Two."], "added": ["2."]},
                {"kind": "paragraphs", "at": 3, "removed": [], "added": ["Four."]},
            ],
        ),
        ({"image": "https://x.example/i.jpg"}, []),
    ],
)
def test_changes(values: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    assert changes(BEFORE, replace(BEFORE, **values)) == expected


BODY = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8).map(tuple)


@given(BODY, BODY)
def test_the_paragraph_changes_lead_from_one_body_to_the_other(
    before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    body = list(before)
    for change in reversed(paragraphs(before, after)):
        end = change["at"] + len(change["removed"])
        assert body[change["at"] : end] == change["removed"]
        body[change["at"] : end] = change["added"]
    assert tuple(body) == after
