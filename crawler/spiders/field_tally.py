"""Articles before and after → field by field, how many had a value, have one, and have another."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from crawler.article import Article, Headline, RelatedStory

OWN = frozenset(("first_seen", "last_seen", "revision", "content_hash", "provenance", "url"))
"""What says nothing of a page's content, or follows from the rest."""
FIELDS = tuple(one.name for one in fields(Article) if one.name not in OWN)


@dataclass(frozen=True, slots=True)
class Example:
    """One field of one article, as text."""

    url: str
    before: str
    after: str


@dataclass(slots=True)
class FieldTally:
    """``examples`` holds the first few of each field; ``articles`` counts those compared,
    ``other`` those of which a field differs."""

    examples_a_field: int = 3
    then: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Example]] = field(default_factory=dict)
    articles: int = 0
    other: int = 0

    def add(self, url: str, before: Article, after: Article) -> None:
        """Count one article's fields."""
        self.articles += 1
        differing = 0
        for name in FIELDS:
            old, new = getattr(before, name), getattr(after, name)
            self.then[name] += _is_filled(old)
            self.now[name] += _is_filled(new)
            if old != new:
                differing += 1
                self._note(name, url, old, new)
        self.other += differing > 0

    def _note(self, name: str, url: str, old: Any, new: Any) -> None:
        self.changed[name] += 1
        kept = self.examples.setdefault(name, [])
        if len(kept) < self.examples_a_field:
            kept.append(Example(url, *_shown(old, new)))


def _is_filled(value: Any) -> bool:
    return value not in (None, (), "")


def _shown(old: Any, new: Any) -> tuple[str, str]:
    """Two values as text; of lists, what only one of them holds, where that tells them apart."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        only_old = [one for one in old if one not in new]
        only_new = [one for one in new if one not in old]
        if only_old or only_new:
            return _text(only_old), _text(only_new)
    return _text(old), _text(new)


def _text(value: Any) -> str:
    if value in (None, "", ()) or value == []:
        return "—"
    if isinstance(value, Headline | RelatedStory):
        return value.title
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " | ".join(map(_text, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={one}" for name, one in value.items())
    return str(value)
