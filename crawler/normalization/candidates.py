"""The candidates of a Draft, field by field → the first value that holds, and who gave it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from crawler.draft import Draft, Found
from crawler.errors import Rejected
from crawler.normalization.text import clean_line

MOST_CANDIDATES = 16
RULE_LIMIT = 300

Value = TypeVar("Value")
Parse = Callable[[Sequence[str]], Value | None]


class Candidates:
    """Reads fields of one draft; ``provenance`` collects the rule behind each value."""

    def __init__(self, draft: Draft) -> None:
        self._fields = draft.fields
        self.provenance: dict[str, str] = {}

    def of(self, name: str) -> tuple[Found, ...]:
        """The candidates of a field, most trusted first; never more than sixteen."""
        return self._fields.get(name, ())[:MOST_CANDIDATES]

    def read(self, name: str, parse: Parse[Value], note_as: str | None = None) -> Value | None:
        """The first candidate's value that is anything, under ``note_as`` in provenance."""
        for found in self.of(name):
            value = parse(found.values)
            if value:
                return self.note(note_as or name, value, found.rule)
        return None

    def require(self, name: str, parse: Parse[Value], reason: str) -> Value:
        """As `read`. Raises Rejected if no candidate holds."""
        value = self.read(name, parse)
        if value is None:
            raise self.reject(name, reason)
        return value

    def note(self, name: str, value: Value, rule: str) -> Value:
        """``value``, its rule noted in provenance if it is anything."""
        if value:
            self.provenance[name] = clean_line(rule, RULE_LIMIT)
        return value

    def reject(self, name: str, reason: str) -> Rejected:
        """The error that says what the candidates of a field were."""
        found = self.of(name)
        if not found:
            return Rejected(reason, "no rule answered")
        shown = clean_line(" ".join(found[0].values[:1]), 80)
        return Rejected(reason, clean_line(f"{found[0].rule} gave only {shown!r}", RULE_LIMIT))
