"""An address + a heading → whether the one was made of the other, as most sites make theirs."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

FEWEST_WORDS = 3
"""Words of an address from which a heading is known by them."""
LONGEST_HEADING = 300
LONGEST_PATH = 1000
TOLD = 0.75
"""Share of the address's words that the heading must hold."""
SPOKEN = 0.5
"""Share of the heading's letters that must stand in the address: sites leave out short words."""
_WORD = re.compile(r"[^\W\d_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_WITHOUT_ACCENTS = str.maketrans({"ı": "i", "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe"})
"""Letters that are not made of another and a mark."""


def is_told_by(address: str, heading: str) -> bool:
    """True if the longest part of the address's path is made of the heading's words."""
    told = _words_of_address(address)
    if len(told) < FEWEST_WORDS:
        return False
    words = _WORD.findall(normalize("NFC", heading[:LONGEST_HEADING].casefold()))
    found = {word: told & {_plain(word), _plain(word.translate(_UMLAUTS))} for word in words}
    spoken = sum(len(word) for word, held in found.items() if held)
    if spoken < SPOKEN * sum(map(len, found)):
        return False
    return len(frozenset().union(*found.values())) >= TOLD * len(told)


@lru_cache(maxsize=8)
def _words_of_address(address: str) -> frozenset[str]:
    parts = unquote(urlsplit(address).path[:LONGEST_PATH]).split("/")
    words = [_WORD.findall(_plain(part.rpartition(".")[0] or part)) for part in parts]
    return max(map(frozenset, words), key=len)


def _plain(word: str) -> str:
    letters = normalize("NFKD", word.casefold().translate(_WITHOUT_ACCENTS))
    return "".join(one for one in letters if not combining(one))
