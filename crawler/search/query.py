"""What a user typed → terms that must and must not occur; and the databases' expressions. Pure.

``peace "ceasefire talks" -football negotiat*``: every word must occur, a phrase in one paragraph
as it stands; ``-`` excludes, ``*`` at the end stands for any ending. What bears punctuation inside
(``co-operation``, ``U.S.``) is a phrase. Nothing else means anything: no text is an error to a
database, because only folded words reach it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.errors import UsageError
from crawler.search.words import split

MOST_WORDS = 50
_QUOTES = str.maketrans("“”„«»", '"""""')
# A quote that is not closed reaches to the end. Each branch begins with another character.
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))(\*?)')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one behind the other; ``is_prefix``: the last may go on."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All of ``wanted`` must occur, none of ``unwanted``."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()


def parse_query(text: str) -> Query:
    """The query of what a user typed. Raises UsageError if there is no word, or too many."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for minus, phrase, word, star in _TERM.findall(text.translate(_QUOTES)):
        words = tuple(split(phrase or word))
        if words:
            is_prefix = bool(star) or (phrase or word).endswith("*")
            (unwanted if minus else wanted).append(Term(words, is_prefix))
    count = sum(len(term.words) for term in (*wanted, *unwanted))
    if count > MOST_WORDS:
        raise UsageError(f"a search takes {MOST_WORDS} words, not {count}; leave some out")
    if not wanted:
        raise UsageError("name at least one word that must occur, such as: search ceasefire")
    return Query(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def mark(kind: str, value: str) -> str:
    """What the index holds for an article's site, section or tag: equal whatever the case."""
    folded = unicodedata.normalize("NFC", value.strip()).casefold()
    return hashlib.blake2b(
        f"{kind}\0{folded}".encode("utf-8", "replace"), digest_size=8
    ).hexdigest()


def to_fts5(query: Query, marks: Iterable[str]) -> str:
    """The expression for SQLite, over the columns of index.SQLITE."""
    words = " AND ".join(map(_fts5, query.wanted))
    if query.unwanted:
        words = f"({words}) NOT ({' OR '.join(map(_fts5, query.unwanted))})"
    return " AND ".join(
        [f"{{title lead body tags}} : ({words})", *(f'marks : "{m}"' for m in marks)]
    )


def to_tsquery(query: Query) -> str:
    """The same for PostgreSQL's tsquery, as its input reads it."""
    wanted = (_tsquery(term) for term in query.wanted)
    return " & ".join([*wanted, *(f"!({_tsquery(term)})" for term in query.unwanted)])


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.is_prefix else ""}'


def _tsquery(term: Term) -> str:
    phrase = " <-> ".join(f"'{word}'" for word in term.words)
    return f"({phrase}{':*' if term.is_prefix else ''})"
