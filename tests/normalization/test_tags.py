"""Tags as pages write them → clean tags."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalization.tags import LONGEST_TAG, TAG_COUNT, clean_tags
from crawler.normalization.text import clean_line

CASES = {
    "hash": (["#putin"], ["putin"]),
    "whole line": (["Tags: #putin #usa"], ["putin", "usa"]),
    "hashes without blanks": (["#putin#usa"], ["putin", "usa"]),
    "hash tags of two words": (["#peace plan #usa"], ["peace plan", "usa"]),
    "one each": (["#putin", "#usa"], ["putin", "usa"]),
    "label apart": (["Tags:", "#putin"], ["putin"]),
    "keywords": (["war, peace; talks"], ["war", "peace", "talks"]),
    "East Asian commas": (["戦争、平和，会談"], ["戦争", "平和", "会談"]),
    "Ukrainian": (["Теги: #путін #сша"], ["путін", "сша"]),
    "Russian": (["Метки: Путин, США"], ["Путин", "США"]),
    "German": (["Schlagwörter: Krieg"], ["Krieg"]),
    "French": (["Mots-clés : guerre"], ["guerre"]),
    "Polish": (["Tagi: wojna"], ["wojna"]),
    "begins like a label": (["Tagesschau", "topical"], ["Tagesschau", "topical"]),
    "language with a hash": (["C#, F#"], ["C#", "F#"]),
    "order and repetition": (["b", "a", "B", "#b"], ["b", "a"]),
    "address": (["/news/tag/putin.html"], ["putin"]),
    "address, Cyrillic and blank": (
        ["https://example.com/tag/%D0%BC%D0%B8%D1%80_%D0%BF%D0%BB%D0%B0%D0%BD.html"],
        ["мир план"],
    ),
    "address, not encoded": (["/news/tag/мирний_план.html"], ["мирний план"]),
    "address, folder": (["https://example.com/tag/war/?page=2"], ["war"]),
    "address without a path": (["https://example.com/"], []),
    "underscore as shown": (["#peace_plan"], ["peace_plan"]),
    "blanks and quotes": ([" «мир» ", "\u00a0 peace\u200b "], ["мир", "peace"]),
    "no letters": (["#", "--", "", "…"], []),
    "number": (["2026"], ["2026"]),
    "identifier": (["8c1b6f1e-55aa-4f07-9d0c-0a1b2c3d4e5f", "war"], ["war"]),
    "labels of a program": (["Day: Friday", "Time: 11.00", "Subject: War", "peace"],
                            ["War", "peace"]),
    "entities of a program": (["NLP Entity Tokens: Kyiv", "NLP Category: World", "Type: text"],
                              ["Kyiv"]),
    "two colons are two tags": (["Mission: Impossible", "Dune: Part Two"],
                                ["Mission: Impossible", "Dune: Part Two"]),
    "section and subject": (["deportes/formula-1", "AC/DC", "24/7"],
                            ["formula-1", "AC/DC", "24/7"]),
    "more labels": (["関連キーワード：戦争、平和"], ["戦争", "平和"]),
    "Hebrew": (["תגיות: מלחמה, שלום"], ["מלחמה", "שלום"]),
    "Vietnamese": (["Từ khóa: chiến tranh"], ["chiến tranh"]),
    "too long": (["x" * (LONGEST_TAG + 1), "y"], ["y"]),
}  # fmt: skip


@pytest.mark.parametrize(("raws", "tags"), CASES.values(), ids=CASES.keys())
def test_clean_tags(raws: list[str], tags: list[str]) -> None:
    assert list(clean_tags(raws)) == tags


def test_the_number_is_bounded() -> None:
    assert len(clean_tags([",".join(map(str, range(1000)))])) == TAG_COUNT
    assert clean_tags(["a, b, c"], count=2) == ("a", "b")


@given(st.lists(st.text(max_size=60)))
def test_tags_are_clean_bounded_and_different(raws: list[str]) -> None:
    tags = clean_tags(raws)
    assert len({tag.casefold() for tag in tags}) == len(tags) <= TAG_COUNT
    for tag in tags:
        assert tag == clean_line(tag)
        assert 0 < len(tag) <= LONGEST_TAG
