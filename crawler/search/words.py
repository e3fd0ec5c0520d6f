"""Text → its words as they are compared: folded, each with its place in the text. Pure.

Both databases get these words and split nothing themselves, so they find the same. A word is a run
of letters and digits. Case goes, and so do accents on Latin letters (``Müller`` is ``muller``), as
in SQLite's unicode61; Cyrillic letters stay what they are, but for ``ё``, which Russian prints as
``е``, and stress marks. An apostrophe within a Cyrillic word belongs to it, however it is typed
(``об'єкт``, ``об’єкт``); any other parts words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 64
"""Characters of a word that count."""
BREAK = "¶"
"""Stands between paragraphs, so that no phrase reaches from one into the next."""

_APOSTROPHES = "'’ʼ`"
_LETTER = rf"[^\W_{_APOSTROPHES}]"
_STRESS = "\u0300-\u036f\u00ad"
# Three sets that share no character: each is read once, from left to right.
_RUN = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_STRESS}])*(?:[{_APOSTROPHES}]{_LETTER}+)*")
_LETTERS = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_DROPPED = re.compile(rf"[{_STRESS}]")
_DROP_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)
_SPLIT_APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHES, " "))


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and where the run it comes from begins and ends."""

    text: str
    start: int
    end: int


def find_words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    for run in _RUN.finditer(text):
        for word in _fold(run.group()):
            yield Word(word, run.start(), run.end())


def split(text: str) -> list[str]:
    """The folded words alone."""
    return [word for run in _RUN.findall(text) for word in _fold(run)]


def join(paragraphs: Iterable[str]) -> str:
    """The folded words of several paragraphs, parted by blanks, with BREAK in between."""
    return f" {BREAK} ".join(" ".join(split(one)) for one in paragraphs)


@lru_cache(maxsize=1 << 16)
def _fold(run: str) -> tuple[str, ...]:
    """A run of letters as its words; one only, but for apostrophes and odd characters."""
    whole = unicodedata.normalize("NFKC", run).casefold()
    apart = _DROP_APOSTROPHES if _CYRILLIC.search(whole) else _SPLIT_APOSTROPHES
    plain = "".join(map(_plain, _DROPPED.sub("", whole.translate(apart))))
    return tuple(word[:LONGEST] for word in _LETTERS.findall(plain))


def _plain(letter: str) -> str:
    if letter < "\x80":
        return letter
    if letter == "ё":
        return "е"
    is_latin = unicodedata.name(letter, "").startswith("LATIN")
    return unicodedata.normalize("NFD", letter)[0] if is_latin else letter
