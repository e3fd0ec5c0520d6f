"""What stood in a block, from when to when: from looks, and from a ledger's snapshots."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert

from crawler.ledger.articles.placements import (
    BlockLook,
    PlacementRow,
    find_placements,
    read_placements,
)
from crawler.ledger.articles.row_choice import RowChoice
from crawler.ledger.connect import reading, writing
from crawler.ledger.tables import WHOLE_SITE, snapshots

START = dt.datetime(2026, 1, 21, 12, 0, tzinfo=dt.UTC)


def at(minute: int) -> dt.datetime:
    return START + dt.timedelta(minutes=minute)


def looks(*contents: str) -> list[BlockLook]:
    """One look every ten minutes; a letter is a story."""
    return [
        BlockLook("gazette", "latest", at(10 * n), [(f"/{one}", one.upper()) for one in content])
        for n, content in enumerate(contents)
    ]


def told(row: PlacementRow) -> tuple[object, ...]:
    minutes = [
        None if moment is None else int((moment - START).total_seconds() // 60)
        for moment in (row.unseen_before, row.first_seen, row.last_seen, row.unseen_after)
    ]
    return (row.title, *minutes, row.first_rank, row.rank, row.last_rank)


COURSES: dict[str, tuple[list[str], list[tuple[object, ...]]]] = {
    "never anything": (["", ""], []),
    "one look": (["a"], [("A", None, 0, 0, None, 0, 0, 0)]),
    "stands": (["a", "a", "a"], [("A", None, 0, 20, None, 0, 0, 0)]),
    "comes and goes": (["", "a", "a", ""], [("A", 0, 10, 20, 30, 0, 0, 0)]),
    "seen once": (
        ["b", "ab", "b"],
        [("A", 0, 10, 10, 20, 0, 0, 0), ("B", None, 0, 20, None, 0, 0, 0)],
    ),
    "pushed down": (
        ["a", "ba", "cba"],
        [
            ("A", None, 0, 20, None, 0, 0, 2),
            ("B", 0, 10, 20, None, 0, 0, 1),
            ("C", 10, 20, 20, None, 0, 0, 0),
        ],
    ),
    "rises": (["ab", "ba"], [("A", None, 0, 10, None, 0, 0, 1), ("B", None, 0, 10, None, 1, 0, 0)]),
    "comes back": (
        ["a", "", "a"],
        [("A", None, 0, 0, 10, 0, 0, 0), ("A", 10, 20, 20, None, 0, 0, 0)],
    ),
    "stands twice at once": (
        ["aba"],
        [("A", None, 0, 0, None, 0, 0, 0), ("B", None, 0, 0, None, 1, 1, 1)],
    ),
}


@pytest.mark.parametrize(("contents", "expected"), COURSES.values(), ids=COURSES)
def test_a_stay_is_told_by_four_looks(
    contents: list[str], expected: list[tuple[object, ...]]
) -> None:
    assert [told(row) for row in find_placements(looks(*contents))] == expected


def test_lengths_are_at_least_and_at_most() -> None:
    (row,) = find_placements(looks("", "a", "a", ""))
    assert (row.seconds, row.seconds_at_most) == (600, 1800)
    (open_,) = find_placements(looks("a", "a"))
    assert (open_.seconds, open_.seconds_at_most) == (600, None)


def test_without_an_address_the_title_is_the_story() -> None:
    found = [
        BlockLook("gazette", "latest", at(minute), [(None, "A"), (None, "B")]) for minute in (0, 10)
    ]
    assert [(row.url, row.title) for row in find_placements(found)] == [(None, "A"), (None, "B")]


@given(st.lists(st.text("abcd", max_size=4), max_size=8))
def test_each_look_is_told_exactly(contents: list[str]) -> None:
    """At every look the stays that hold are those of the stories that were seen."""
    seen = looks(*contents)
    rows = list(find_placements(seen))
    for look in seen:
        standing = [r.url for r in rows if r.first_seen <= look.at <= r.last_seen]
        assert sorted(map(str, standing)) == sorted({str(url) for url, _ in look.items})


def test_a_ledgers_snapshots_are_looks(engine: Engine) -> None:
    """LATEST held a, then ba, then a again; HOT NEWS and MORE ABOUT are others."""
    contents = [
        ("latest", WHOLE_SITE, "a", 0, 30),
        ("latest", WHOLE_SITE, "ba", 10, 20),
        ("hot_news", WHOLE_SITE, "c", 0, 0),
        ("related", 7, "d", 0, 30),
    ]
    with writing(engine) as connection:
        for block, page, content, first, last in contents:
            items = json.dumps([{"title": one.upper(), "url": f"/{one}"} for one in content])
            values = {"site": "gazette", "page": page, "block": block, "content_hash": content}
            times = {"first_seen": at(first), "last_seen": at(last)}
            connection.execute(insert(snapshots).values(**values, **times, items=items))
    with reading(engine) as connection:
        rows = list(read_placements(connection, RowChoice("gazette")))
        late = list(read_placements(connection, RowChoice(since=at(25))))
        assert list(read_placements(connection, RowChoice("herald"))) == []
    assert [(row.block, *told(row)) for row in rows] == [
        ("hot_news", "C", None, 0, 0, None, 0, 0, 0),
        ("latest", "B", 0, 10, 20, 30, 0, 0, 0),
        ("latest", "A", None, 0, 30, None, 0, 0, 0),
    ]
    assert [row.title for row in late] == ["A"]
