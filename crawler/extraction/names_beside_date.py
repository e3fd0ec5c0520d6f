"""Blocks near a headline → names of people who stand with the date and are marked by nothing.

A byline without "By" is nothing but names, in the date's line ("27 January 2026 • Jane Doe • 3
min") or in a line beside it ("Jane Doe and John Roe").
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from crawler.draft import Found
from crawler.extraction.blocks import Block
from crawler.extraction.date_lines import tells_time, without_times
from crawler.extraction.meta_tags import name_key
from crawler.extraction.phrases import BYLINE, DATE, ONLY_LABEL
from crawler.normalization.byline_words import AGENCIES, CONJUNCTIONS

LONGEST_LINE = 120
# One word is letters after a capital; words are divided by single characters that no word holds.
_WORD = r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,3}}")
_BORDER = re.compile(r"\s[|•·–—/-]\s|[|•·]|(?<=[^\W\d_]{2})/(?=[^\W\d_]{2})")
_BETWEEN_NAMES = re.compile(
    rf"\s?[,;&]\s(?:(?:and|und)\s)?|\s(?:{'|'.join(map(re.escape, sorted(CONJUNCTIONS)))})\s"
)
_PARTICLE_WORDS = "al bin da de del der di dos du el ibn la le ter van von y"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


def find_names(lines: Sequence[Block], outlets: Collection[str]) -> Iterator[Found]:
    """Names beside the first line of a date; ``outlets`` are `name_key` of the outlet's names."""
    for index, line in enumerate(lines):
        if len(line.text) > LONGEST_LINE or not (DATE.search(line.text) or tells_time(line.text)):
            continue
        texts = [line.text, *(one.text for one in _beside(lines, index))]
        names = [name for text in texts for name in _names(text) if name_key(name) not in outlets]
        if names:
            yield Found(tuple(dict.fromkeys(names)), "generic: name beside the date")
        return


def _beside(lines: Sequence[Block], index: int) -> Iterator[Block]:
    """The lines before and after one that may be names; a line of many links is a menu's."""
    before, after = lines[max(0, index - 1) : index], lines[index + 1 : index + 2]
    for one in (*before, *after):
        if one.link_share < 0.5 or split_names(one.text):
            yield one


def _names(line: str) -> Iterator[str]:
    """The parts of a short line that are names, or several names and nothing else."""
    if len(line) >= LONGEST_LINE:
        return
    for part in _BORDER.split(without_times(line)):
        text = part.strip(" ,")
        yield from split_names(text[said.end() :] if (said := BYLINE.match(text)) else text)


def split_names(text: str) -> tuple[str, ...]:
    """The names in a text that is nothing but names, agencies among them; else none."""
    if is_name(text):
        return (text,)
    parts = [part for part in _BETWEEN_NAMES.split(text) if part]
    if not any(map(is_name, parts)):
        return ()
    whole = all(is_name(part) or part.casefold() in AGENCIES for part in parts)
    return tuple(parts) if whole else ()


def is_name(text: str) -> bool:
    """True for two to four capitalised words and nothing else."""
    if len(text) > 40 or not _NAME.fullmatch(text) or DATE.search(text):
        return False
    words = [word for word in text.split() if word not in _PARTICLES]
    return len(words) > 1 and all(map(_is_capital, words)) and not ONLY_LABEL.fullmatch(text)


def _is_capital(word: str) -> bool:
    return word[0].isupper()
