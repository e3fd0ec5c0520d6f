"""What a feed holds (a selection) → JSON values that say it, and back to words. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from crawler.feeds.selection import Selection, tell_words

_FEW = {"newest": "the newest", "sample": "a sample of"}


def describe(selection: Selection) -> dict[str, Any]:
    """What the selection asks for, by field, as JSON values; what admits everything is left out."""
    return {
        one.name: _json(value)
        for one in fields(selection)
        if (value := getattr(selection, one.name)) != one.default
    }


def define(selection: Selection, format: str, **more: str) -> str:  # noqa: A002
    """One text for a selection, a format and what else a feed is: equal feeds have equal texts."""
    values = {"selection": describe(selection), "format": format, **more}
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def tell(definition: str) -> str:
    """What `define` gave, in words: ``jsonl of site interfax-ukraine, section Facts``."""
    values: Mapping[str, Any] = json.loads(definition)
    asked = values["selection"]
    chosen = ", ".join(
        f"{one.name} {_tell_value(asked[one.name])}"
        for one in fields(Selection)
        if one.name in asked
    )
    few = "".join(f", {said} {values[name]}" for name, said in _FEW.items() if name in values)
    return f"{values['format']} of {chosen or 'all articles'}{few}"


def _tell_value(value: Any) -> str:
    return tell_words(value) if isinstance(value, list) else str(value)


def _json(value: Any) -> Any:
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_json(one) for one in value]
    return value if isinstance(value, (bool, int, float)) else str(value)
