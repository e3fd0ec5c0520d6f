"""A Vocabulary: the phrases of one language that invented stories are put together from.

They lie in ``words/<language>.toml``. Phrases are `str.format` templates over the facts of a
story: ``subject``, ``town``, ``town2``, ``person``, ``person2``, ``n``, ``n2``, ``sum``, ``sum2``,
``percent``, ``months``. In languages that inflect, names stand in apposition and counts are
multiples of five, so that one form fits all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a story is about, and the tag that gathers its stories."""

    name: str
    tag: str


@dataclass(frozen=True, slots=True)
class SectionWords:
    """What stories of one section are about and how they are told."""

    tag: str
    subjects: tuple[Subject, ...]
    headlines: tuple[str, ...]
    leads: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All phrases of one language. ``sections`` is keyed as addresses are; every list is as long
    as in the other languages, so that the same numbers tell the same story in any of them."""

    sections: Mapping[str, SectionWords]
    sentences: tuple[str, ...]
    towns: tuple[str, ...]
    persons: tuple[str, ...]
    sums: tuple[str, ...]


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """The phrases of ``en``, ``uk`` or ``ru``."""
    text = (files(__package__) / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return TypeAdapter(Vocabulary).validate_python(tomllib.loads(text))
