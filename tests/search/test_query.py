"""What a user types, as terms and as the databases' expressions."""

from __future__ import annotations

import pytest

from crawler.errors import UsageError
from crawler.search.query import MOST_WORDS, Query, Term, mark, parse_query, to_fts5, to_tsquery

A, B = Term(("a",)), Term(("b",))
QUERIES = {
    "words": ("a  B", Query((A, B))),
    "twice": ("a a", Query((A,))),
    "phrase": ('"a b"', Query((Term(("a", "b")),))),
    "quotes of other lands": ("«a b» „a b“", Query((Term(("a", "b")),))),
    "quote not closed": ('"a b', Query((Term(("a", "b")),))),
    "without": ('a -b -"a b"', Query((A,), (B, Term(("a", "b"))))),
    "beginning": ("a*", Query((Term(("a",), True),))),
    "phrase that goes on": ('"a b*" "a b"*', Query((Term(("a", "b"), True),))),
    "punctuation inside": ("a-b", Query((Term(("a", "b")),))),
    "nothing in between": ('a "" - * b', Query((A, B))),
}


@pytest.mark.parametrize(("text", "query"), QUERIES.values(), ids=QUERIES)
def test_a_query(text: str, query: Query) -> None:
    assert parse_query(text) == query


def test_too_many_words_are_refused() -> None:
    with pytest.raises(UsageError, match="leave some out"):
        parse_query(" ".join(f"w{n}" for n in range(MOST_WORDS + 1)))


def test_ten_thousand_characters_are_read_at_once() -> None:
    assert parse_query("x" * 10_000).wanted
    with pytest.raises(UsageError):
        parse_query('-"' * 5000)


def test_expressions() -> None:
    query = parse_query('a "b c" d* -e')
    found = mark("tag", " Ÿ ")
    assert found == mark("tag", "ÿ") != mark("section", "ÿ")
    assert to_fts5(query, [found]) == (
        '{title lead body tags} : (("a" AND "b c" AND "d"*) NOT ("e"))' + f' AND marks : "{found}"'
    )
    assert to_tsquery(query) == "('a') & ('b' <-> 'c') & ('d':*) & !(('e'))"
