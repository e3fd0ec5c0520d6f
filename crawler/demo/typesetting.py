"""Typesetting: clean text → HTML text, plain or as roughly as real pages set it."""

from __future__ import annotations

import unicodedata
from html import escape
from itertools import pairwise

_SHORT, _LONG, _LINE = 2, 11, 9
_NO_BREAK = "\N{NO-BREAK SPACE}"
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"


def typeset(text: str, *, rough: bool = False) -> str:
    """The text as HTML. Rough text has to be normalised to become the text again: NFC, white
    space collapsed, soft hyphens and zero-width characters removed."""
    if not rough:
        return escape(text)
    roughened = unicodedata.normalize("NFD", _roughen(text))
    return escape(roughened).replace(_NO_BREAK, "&nbsp;").replace(_SOFT_HYPHEN, "&shy;")


def _roughen(text: str) -> str:
    words = [_hyphenate(word) for word in text.split(" ")]
    joined = [f"{word}{_blank(word, place)}" for place, (word, _) in enumerate(pairwise(words))]
    return "".join((*joined, words[-1]))


def _hyphenate(word: str) -> str:
    """A long word gets a soft hyphen; a slash gets a place to break after it."""
    word = word.replace("/", f"/{_ZERO_WIDTH}")
    middle = len(word) // 2
    return f"{word[:middle]}{_SOFT_HYPHEN}{word[middle:]}" if len(word) >= _LONG else word


def _blank(word: str, place: int) -> str:
    """What stands after a word: short words hold on to the next, some lines end."""
    if len(word) <= _SHORT:
        return _NO_BREAK
    return "\n        " if place % _LINE == _LINE - 1 else " "
