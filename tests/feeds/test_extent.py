"""How many of a selection are written: all, the newest, or a sample."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.errors import UsageError
from crawler.feeds.extent import ALL, Extent, read_extent
from crawler.feeds.selection import parse_selection
from crawler.ledger.connect import reading


def titles(library: Any, extent: Extent, **chosen: str) -> list[str]:
    with reading(library.engine) as connection:
        found = read_extent(connection, parse_selection(**chosen), extent)
        return [one.article().title for one in found]


def put(library: Any, numbers: range) -> None:
    for number in numbers:
        library.put(number, section="Sport" if number % 2 else "Facts")


def stories(*numbers: int) -> list[str]:
    return [f"Story {number}" for number in numbers]


@pytest.mark.parametrize(
    ("extent", "expected"),
    [
        (ALL, stories(2, 4, 6, 8)),
        (Extent(newest=2), stories(8, 6)),
        (Extent(newest=9), stories(8, 6, 4, 2)),
        (Extent(sample=9), stories(2, 4, 6, 8)),
    ],
)
def test_of_a_selection(library: Any, extent: Extent, expected: list[str]) -> None:
    put(library, range(1, 9))
    assert titles(library, extent, section="facts") == expected


def test_a_sample_is_the_same_each_time_and_loses_none_but_to_another(library: Any) -> None:
    put(library, range(1, 21))
    everything, drawn = titles(library, ALL), titles(library, Extent(sample=5))
    assert len(drawn) == 5
    assert drawn == [one for one in everything if one in drawn] != everything[:5]
    assert titles(library, Extent(sample=5)) == drawn
    assert set(drawn) < set(titles(library, Extent(sample=6)))
    put(library, range(21, 41))
    new = {f"Story {number}" for number in range(21, 41)}
    later = set(titles(library, Extent(sample=5)))
    assert later - new <= set(drawn)


def test_a_revised_article_stays_in_a_sample(library: Any) -> None:
    put(library, range(1, 11))
    drawn = titles(library, Extent(sample=1))
    number = int(drawn[0].split()[1])
    library.put(number, "revised", revision=2, title="Corrected", section="Sport")
    assert titles(library, Extent(sample=1)) == ["Corrected"]


WRONG = {
    "both": ({"newest": 1, "sample": 1}, "the newest are no sample"),
    "none": ({"sample": 0}, "numbers above 0"),
    "less": ({"newest": -1}, "numbers above 0"),
}


@pytest.mark.parametrize(("asked", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be(asked: dict[str, int], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Extent(**asked)


def test_a_sample_is_not_of_versions(library: Any) -> None:
    with pytest.raises(UsageError, match="not of their versions"):
        titles(library, Extent(sample=1), revisions="all")
