"""Text as the words that are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.search.words import BREAK, LONGEST, find_words, join, split

WORDS = {
    "case": ("Kyiv KYIV", ["kyiv", "kyiv"]),
    "ukrainian apostrophes": ("об'єкт Об’єкт обʼєкт", ["обєкт"] * 3),
    "letters of their own": ("її йод ґава", ["її", "йод", "ґава"]),
    "decomposed": ("и\u0306од", ["йод"]),
    "stress": ("за\u0301мок", ["замок"]),
    "yo": ("ещё Ёлка", ["еще", "елка"]),
    "german": ("Straße Müller ÄÖÜ", ["strasse", "muller", "aou"]),
    "english apostrophes": ("Russia's don’t", ["russia", "s", "don", "t"]),
    "apostrophes alone": ("' 'quoted' rock 'n' roll", ["quoted", "rock", "n", "roll"]),
    "punctuation": ("U.S. e-mail 5.5% a_b", ["u", "s", "e", "mail", "5", "5", "a", "b"]),
    "soft hyphen": ("co\u00adoperate", ["cooperate"]),
    "wide letters": ("ＡＢＣ", ["abc"]),
    "ligature": ("ﬁsh", ["fish"]),
    "nothing": ("… — \0 \u202e", []),
}


@pytest.mark.parametrize(("text", "words"), WORDS.values(), ids=WORDS)
def test_words(text: str, words: list[str]) -> None:
    assert split(text) == words


def test_a_word_says_where_it_stands() -> None:
    text = "«Об’єкт» Müller"
    assert [text[word.start : word.end] for word in find_words(text)] == ["Об’єкт", "Müller"]


def test_paragraphs_are_parted() -> None:
    assert join(["One two.", "Three"]) == f"one two {BREAK} three"


@given(st.text())
def test_words_are_folded_once_and_for_all(text: str) -> None:
    """What is folded folds into itself, and no word holds what a query language means."""
    for word in split(text):
        assert word.isalnum()
        assert len(word) <= LONGEST
    assert [word.text for word in find_words(text)] == split(text)
