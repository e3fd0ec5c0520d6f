"""What is expected of a page and what was observed, both as JSON → their differences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

SHOWN = 120  # characters of a value


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, or one item of it as in ``body[2]``, that is not as expected."""

    field: str
    expected: Any
    observed: Any

    def __str__(self) -> str:
        return f"{self.field}: {_show(self.observed)} instead of {_show(self.expected)}"


def compare(expected: Mapping[str, Any], observed: Mapping[str, Any]) -> tuple[Difference, ...]:
    """How what was observed differs; a field that one side lacks counts as null."""
    names = dict.fromkeys((*observed, *expected))
    return tuple(
        difference
        for name in names
        for difference in _differences(name, expected.get(name), observed.get(name))
    )


def _differences(name: str, expected: Any, observed: Any) -> Iterator[Difference]:
    if expected == observed:
        return
    if isinstance(expected, list) and isinstance(observed, list):
        for place, (one, other) in enumerate(zip_longest(expected, observed)):
            yield from _differences(f"{name}[{place}]", one, other)
    else:
        yield Difference(name, expected, observed)


def _show(value: Any) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
