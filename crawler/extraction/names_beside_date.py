"""Blocks near a headline → names of people who stand with the date and are marked by nothing.

A byline without "By" is a name alone, in the date's line ("27 January 2026 • Jane Doe • 3 min") or
in the line before or after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from crawler.draft import Found
from crawler.extraction.blocks import Block
from crawler.extraction.meta_tags import name_key
from crawler.extraction.phrases import BYLINE, DATE, ONLY_LABEL

LONGEST_LINE = 120
# One word is letters after a capital; words are divided by single characters that no word holds.
_WORD = r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
_BORDER = re.compile(r"\s[|•·–—/-]\s|[|•·]|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_PARTICLE_WORDS = "al bin da de del der di dos du el ibn la le ter van von y"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


def find_names(lines: Sequence[Block], outlets: Collection[str]) -> Iterator[Found]:
    """Names beside the first line of a date; ``outlets`` are `name_key` of the outlet's names."""
    for index, line in enumerate(lines):
        if len(line.text) > LONGEST_LINE or not DATE.search(line.text):
            continue
        beside = [one for one in lines[max(0, index - 1) : index + 2] if one is not line]
        texts = [line.text, *(one.text for one in beside if one.link_share < 0.5)]
        names = [name for text in texts for name in _names(text) if name_key(name) not in outlets]
        if names:
            yield Found(tuple(dict.fromkeys(names)), "generic: name beside the date")
        return


def _names(line: str) -> Iterator[str]:
    """The parts of a short line that are names; none of a line that says more than names, dates
    and other short things."""
    parts = [part.strip(" ,") for part in _BORDER.split(line)] if len(line) < LONGEST_LINE else []
    for part in parts:
        name = part[said.end() :] if (said := BYLINE.match(part)) else part
        if is_name(name):
            yield name


def is_name(text: str) -> bool:
    """True for two to four capitalised words and nothing else."""
    if len(text) > 40 or not _NAME.fullmatch(text) or DATE.search(text):
        return False
    words = [word for word in text.split() if word not in _PARTICLES]
    return len(words) > 1 and all(map(_is_capital, words)) and not ONLY_LABEL.fullmatch(text)


def _is_capital(word: str) -> bool:
    return word[0].isupper()
