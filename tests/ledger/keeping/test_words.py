from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.ledger.keeping.words import LONGEST, compare_words, pair


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("one two", "one two", [("same", "one two")]),
        (
            "one two three",
            "one 2 three",
            [("same", "one "), ("removed", "two"), ("added", "2"), ("same", " three")],
        ),
        ("one", "one two", [("same", "one"), ("added", " two")]),
        ("", "new", [("added", "new")]),
        ("old", "", [("removed", "old")]),
        ("", "", []),
    ],
    ids=["same", "a word", "at the end", "from nothing", "to nothing", "nothing"],
)
def test_words(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.kind, part.text) for part in compare_words(before, after)] == parts


def test_texts_too_long_to_compare_are_told_whole() -> None:
    before, after = "a " * LONGEST, "a " * LONGEST + "b"
    assert [part.kind for part in compare_words(before, after)] == ["removed", "added"]


words = st.lists(st.sampled_from(["a", "b", " ", "\n", "дім", "  "]), max_size=20).map("".join)


@given(words, words)
def test_the_parts_give_both_texts(before: str, after: str) -> None:
    parts = compare_words(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after
    assert all(part.text for part in parts)


LONG = "the cabinet met in Kyiv on Monday"


@pytest.mark.parametrize(
    ("removed", "added", "pairs"),
    [
        ([], ["new"], [(None, "new")]),
        (["old"], [], [("old", None)]),
        ([LONG], [LONG + " again"], [(LONG, LONG + " again")]),
        ([LONG], ["something else entirely"], [(LONG, None), (None, "something else entirely")]),
        (
            ["gone", LONG],
            ["came", LONG + "!"],
            [("gone", None), (None, "came"), (LONG, LONG + "!")],
        ),
    ],
    ids=["came", "went", "changed", "replaced", "in order"],
)
def test_paragraphs_are_paired_with_their_versions(
    removed: list[str], added: list[str], pairs: list[tuple[str | None, str | None]]
) -> None:
    assert list(pair(removed, added)) == pairs


@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_pairs_hold_every_paragraph_in_order(removed: list[str], added: list[str]) -> None:
    pairs = list(pair(removed, added))
    assert [before for before, _ in pairs if before is not None] == removed
    assert [after for _, after in pairs if after is not None] == added
