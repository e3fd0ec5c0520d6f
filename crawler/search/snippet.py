"""An article and a query's terms → the stretch of its text that shows them best. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.article import Article
from crawler.search.query import Term
from crawler.search.words import Word, find_words

LENGTH = 200
"""Characters of a snippet, about."""
_BEFORE = 40  # characters of it that stand before the first hit
_PARAGRAPHS = 400  # more of them are not looked through
_CHARACTERS = 20_000  # nor more of one

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text, and where in it the hits are: (start, end) in characters, in order, apart."""

    text: str
    hits: tuple[Span, ...] = ()


def mark_hits(text: str, terms: Sequence[Term]) -> Snippet:
    """The whole text with its hits."""
    return Snippet(text, _merge(_find(text, terms)))


def make_snippet(article: Article, terms: Sequence[Term]) -> Snippet:
    """The stretch of lead or body with the most terms, the first of several; else how it begins."""
    best, most = "", 0
    for text in (article.lead or "", *article.body)[:_PARAGRAPHS]:
        count = len({term for term, _ in _find(text, terms)})
        if count > most or not best:
            best, most = text, count
        if most == len(terms):
            break
    return _cut(mark_hits(best, terms))


def _find(text: str, terms: Sequence[Term]) -> list[tuple[int, Span]]:
    """Which terms occur and where: (the term's number, its place)."""
    words = list(find_words(text[:_CHARACTERS]))
    return [
        (number, (words[place].start, words[place + len(term.words) - 1].end))
        for number, term in enumerate(terms)
        for place in _places(words, term)
    ]


def _places(words: Sequence[Word], term: Term) -> Iterator[int]:
    length = len(term.words)
    *whole, last = term.words
    for place in range(len(words) - length + 1):
        found = [word.text for word in words[place : place + length]]
        is_end = found[-1].startswith(last) if term.is_prefix else found[-1] == last
        if is_end and found[:-1] == whole:
            yield place


def _merge(found: Sequence[tuple[int, Span]]) -> tuple[Span, ...]:
    """The places in order, those that overlap as one."""
    merged: list[Span] = []
    for start, end in sorted(span for _, span in found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _cut(whole: Snippet) -> Snippet:
    """LENGTH characters around the first hit, at words' ends."""
    text = whole.text
    if len(text) <= LENGTH:
        return whole
    first = whole.hits[0][0] if whole.hits else 0
    start = max(0, min(first - _BEFORE, len(text) - LENGTH))
    end = min(len(text), start + LENGTH)
    if start and (blank := text.find(" ", start, max(first, start))) >= 0:
        start = blank + 1
    if end < len(text) and (blank := text.rfind(" ", start + LENGTH // 2, end)) >= 0:
        end = blank
    lead, tail = "… " if start else "", " …" if end < len(text) else ""
    move = len(lead) - start
    hits = ((a + move, min(b, end) + move) for a, b in whole.hits if start <= a < end)
    return Snippet(f"{lead}{text[start:end]}{tail}", tuple(hits))
