"""What a version changed → the older and the newer text beside each other, word by word. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.ledger.keeping.words import Part, compare_words, pair

NAMES = {
    "headline": "Headline",
    "section": "Section",
    "lead": "Lead",
    "time-moved": "Time of publication",
    "tags": "Tags",
    "authors": "Authors",
    "paragraphs": "Text",
}
_VALUES = frozenset({"headline", "section", "lead", "time-moved"})


@dataclass(frozen=True, slots=True)
class Row:
    """``before`` and ``after`` are parts (same, removed, added); None where there is nothing."""

    name: str
    place: str
    before: tuple[Part, ...] | None
    after: tuple[Part, ...] | None


def lay_side_by_side(changes: Iterable[Mapping[str, Any]]) -> list[Row]:
    """A row for each value and each paragraph that changed."""
    return [row for change in changes for row in _rows(change)]


def _rows(change: Mapping[str, Any]) -> Iterator[Row]:
    kind = str(change.get("kind", ""))
    name = NAMES.get(kind, kind.replace("-", " ").capitalize())
    if kind in _VALUES:
        yield _row(name, "", change.get("before"), change.get("after"))
    elif kind == "paragraphs":
        pairs = pair(change.get("removed", ()), change.get("added", ()))
        for number, (before, after) in enumerate(pairs, int(change.get("at", 0)) + 1):
            yield _row(name, f"paragraph {number}", before, after)
    else:
        removed, added = change.get("removed", ()), change.get("added", ())
        yield _row(name, "", ", ".join(removed) or None, ", ".join(added) or None)


def _row(name: str, place: str, before: str | None, after: str | None) -> Row:
    if before is None or after is None:
        gone = (Part("removed", before),) if before else None
        came = (Part("added", after),) if after else None
        return Row(name, place, gone, came)
    parts = compare_words(before, after)
    return Row(
        name,
        place,
        tuple(part for part in parts if part.kind != "added"),
        tuple(part for part in parts if part.kind != "removed"),
    )
