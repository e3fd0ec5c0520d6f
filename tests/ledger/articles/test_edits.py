"""What revisions changed, as rows, read from both databases."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from crawler.feeds.selection import parse_bound
from crawler.ledger.articles.edits import RevisionRow, read_revisions
from crawler.ledger.articles.row_choice import RowChoice, choose_rows
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import articles, crawls, pages, revisions

NOW = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
HEADLINE = {"kind": "headline", "before": "Old", "after": "New"}
TAGS = {"kind": "tags", "added": ["a"], "removed": []}
BODY = {"kind": "paragraphs", "at": 2, "removed": ["x"], "added": ["y", "z"]}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    changes: list[Any] = [None, [HEADLINE, TAGS], [], [BODY]]
    with writing(engine) as connection:
        crawl = {"site": "gazette", "command": "crawl", "arguments": "{}", "started": NOW}
        connection.execute(insert(crawls).values(**crawl, outcome="finished"))
        page = {"id": 1, "site": "gazette", "key": "u", "url": "u", "kind": "article", "depth": 0}
        found = {"place": "feed", "first_seen": NOW, "first_crawl": 1}
        connection.execute(insert(pages).values(**page, **found, state="kept", priority=3))
        seen = {"first_seen": NOW, "last_seen": NOW}
        article = {"page": 1, "site": "gazette", "url": "u", "date": "2026-01-21", "title": "New"}
        rest = {"revision": 4, "content_hash": "", "related_hash": "", "document": "{}"}
        connection.execute(insert(articles).values(**article, **rest, **seen))
        connection.execute(
            insert(revisions),
            [
                {
                    "page": 1,
                    "number": n,
                    "crawl": 1,
                    "seen": NOW + dt.timedelta(days=n),
                    "content_hash": "",
                    "document": "{}",
                    "changes": None if change is None else json.dumps(change),
                }
                for n, change in enumerate(changes, 1)
            ],
        )
    return engine


def read(engine: Engine, choice: RowChoice) -> list[RevisionRow]:
    with reading(engine) as connection:
        return list(read_revisions(connection, choice))


def test_each_change_is_a_row(filled: Engine) -> None:
    values = [
        (one.revision, one.change, one.before, one.after, one.paragraph, one.removed, one.added)
        for one in read(filled, RowChoice())
    ]
    assert values == [
        (2, "headline", "Old", "New", None, (), ()),
        (2, "tags", None, None, None, (), ("a",)),
        (3, "other", None, None, None, (), ()),
        (4, "paragraphs", None, None, 2, ("x",), ("y", "z")),
    ]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2026-01-24", None, {3, 4}),
        (None, "2026-01-24", {2, 3}),
        ("2026-01-24T17:00:01", None, {4}),
    ],
)
def test_days_are_whole(
    filled: Engine, since: str | None, until: str | None, expected: set[int]
) -> None:
    bounds = [parse_bound(text) if text else None for text in (since, until)]
    assert {one.revision for one in read(filled, choose_rows(None, *bounds))} == expected
    assert read(filled, RowChoice("herald")) == []
