"""The stretch of an article that shows the words."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from crawler.article import Article
from crawler.search.query import parse_query
from crawler.search.snippet import LENGTH, Snippet, make_snippet, mark_hits

WORDS = 'grain rye* "gold standard"'


def snippet(*body: str, lead: str | None = None, words: str = WORDS) -> Snippet:
    article = Article(title="T", date=dt.date(2026, 1, 21), body=body, lead=lead)
    return make_snippet(article, parse_query(words).wanted)


def hits(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.hits]


def test_words_endings_and_phrases_are_marked() -> None:
    found = snippet("Gold, a gold standard; Ryegrass, GRAIN and grains.")
    assert hits(found) == ["gold standard", "Ryegrass", "GRAIN"]


def test_the_paragraph_with_most_terms_is_shown() -> None:
    assert snippet("Grain.", "Grain and rye.", "Grain and rye again.").text == "Grain and rye."
    assert snippet("Nothing here.", lead="Rye grain.").text == "Rye grain."


def test_without_a_hit_it_is_how_the_article_begins() -> None:
    assert snippet("Nothing here.", "Nor there.") == Snippet("Nothing here.")
    assert snippet() == Snippet("")


def test_a_long_paragraph_is_cut_around_the_first_hit() -> None:
    found = snippet("word " * 200 + "grain " + "word " * 200)
    assert found.text.startswith("… word")
    assert found.text.endswith("word …")
    assert hits(found) == ["grain"]
    assert len(found.text) <= LENGTH + 4


def test_terms_that_overlap_are_marked_once() -> None:
    assert hits(mark_hits("peace plan now", parse_query('"peace plan" "plan now"').wanted)) == [
        "peace plan now"
    ]


@given(st.lists(st.text(alphabet="grainy e’'\u0301…x", max_size=400), max_size=4))
def test_hits_lie_within_the_text(body: list[str]) -> None:
    found = snippet(*body, words="grain* x")
    ends = [place for span in found.hits for place in span]
    assert ends == sorted(ends)
    assert all(found.text[start:end] for start, end in found.hits)
    assert len(found.text) <= LENGTH + 4
