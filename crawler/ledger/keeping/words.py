"""Two texts, or two lists of paragraphs → what changed, down to the word. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

LONGEST = 2000
"""Words of a text that is compared word by word; comparing takes the square of them."""
ALIKE = 0.5
"""How much of two paragraphs is the same (0 to 1) where one is a version of the other."""

_WORD = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


def compare_words(before: str, after: str) -> tuple[Part, ...]:
    """The parts of two texts in order: same and removed give ``before``, same and added
    ``after``."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > LONGEST:
        return tuple(_parts(before, after) if before != after else [Part("same", before)])
    found: list[Part] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            found.append(Part("same", "".join(old[i:j])))
        else:
            found += _parts("".join(old[i:j]), "".join(new[k:m]))
    return tuple(found)


def _words(text: str) -> list[str]:
    """Words, and the blanks between them."""
    return _WORD.findall(text)


def _parts(removed: str, added: str) -> list[Part]:
    parts = (Part("removed", removed), Part("added", added))
    return [part for part in parts if part.text]


def pair(removed: Sequence[str], added: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Paragraphs that went and came, in order, those that are versions of each other together."""
    rest = list(added)
    for before in removed:
        place = next((n for n, after in enumerate(rest) if _is_version(before, after)), None)
        if place is None:
            yield before, None
            continue
        yield from ((None, one) for one in rest[:place])
        yield before, rest[place]
        del rest[: place + 1]
    yield from ((None, one) for one in rest)


def _is_version(before: str, after: str) -> bool:
    old, new = _words(before)[:LONGEST], _words(after)[:LONGEST]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
