"""A headline + a text → how much of the one the other speaks of, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extraction.blocks import WIDE

SHORTEST = 4
"""Letters of a word that says something."""
STEM = 5
"""Letters by which a word is known again in another form."""
LONGEST_HEADLINE = 300
_WORD = re.compile(r"[^\W\d_]+")


def share_told(headline: str, text: str) -> float:
    """Share of the headline's words that stand in ``text``, 0 to 1; 0 where it has none."""
    stems = set(_stems_of(headline[:LONGEST_HEADLINE].casefold()))
    told = text.casefold()
    return sum(stem in told for stem in stems) / (len(stems) or 1)


def _stems_of(headline: str) -> Iterator[str]:
    """The beginnings of words; in scripts without blanks every two characters."""
    for word in _WORD.findall(headline):
        if WIDE.search(word):
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= SHORTEST:
            yield word[:STEM]
