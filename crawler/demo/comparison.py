"""The comparison: what is true and what was kept → their differences.

Only what the newsroom knows is compared: not when an article was seen, nor how it was found. A
page without a reading time says nothing of it, so whatever was counted instead is right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from crawler.article import Article, RelatedStory

FIELDS = (
    "source",
    "date",
    "section",
    "published",
    "title",
    "reading_minutes",
    "body",
    "tags",
    "related",
    "hot_news",
    "latest",
    "url",
    "language",
    "authors",
    "lead",
    "image",
    "modified",
)
"""The fields compared, in schema order."""

_SILENT = frozenset({"reading_minutes"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, or one item of it as in ``body[2]``, that is not as the newsroom says. The
    values are as `repr` shows them; None for an item that one side lacks."""

    field: str
    truth: str | None
    kept: str | None

    def __str__(self) -> str:
        return f"{self.field}: {self.kept or 'nothing'} instead of {self.truth or 'nothing'}"


def compare(truth: Article, kept: Article) -> tuple[Difference, ...]:
    """How a kept article differs from the true one; empty where it is exactly as it should be.

    Times must be the same moment with the same offset, as their ISO forms show them.
    """
    return tuple(
        difference
        for name in FIELDS
        for difference in _differences(name, getattr(truth, name), getattr(kept, name))
    )


def _differences(name: str, truth: object, kept: object) -> Iterator[Difference]:
    if truth is None and name in _SILENT:
        return
    if isinstance(truth, tuple) and isinstance(kept, tuple):
        for place, (one, other) in enumerate(zip_longest(truth, kept)):
            yield from _differences(f"{name}[{place}]", one, other)
        return
    shown, seen = _show(truth), _show(kept)
    if shown != seen:
        yield Difference(name, shown, seen)


def _show(value: object) -> str | None:
    """The value as text that differs where the values do."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, RelatedStory):
        return f"({_show(value.published)}, {value.title!r}, {value.url})"
    return repr(value)
