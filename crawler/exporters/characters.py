"""Text → text that an encoding or a format can hold: what it cannot becomes U+FFFD.

Normalization removes such characters long before; a feed stays valid also when it did not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

REPLACEMENT = "\ufffd"

_SURROGATE = re.compile("[\ud800-\udfff]")
# All that XML 1.0 does not allow: controls but tab, line feed and carriage return; surrogates; the
# two noncharacters at the end of the basic plane.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def replace_surrogates(text: str) -> str:
    """``text`` without lone surrogates, which no UTF-8 can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub(REPLACEMENT, text)
    return text


def replace_illegal(text: str) -> str:
    """``text`` with none but the characters that XML 1.0 allows."""
    # Printable is stricter and fast, and nearly all text is.
    return text if text.isprintable() else _NOT_XML.sub(REPLACEMENT, text)


def repair(value: Any) -> Any:
    """A value of the schema (text, list, mapping, dataclass) with `replace_surrogates` in all of
    its texts."""
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, tuple):
        return tuple(map(repair, value))
    if isinstance(value, Mapping):
        return {repair(key): repair(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: repair(getattr(value, one.name)) for one in fields(value)}
        )
    return value
