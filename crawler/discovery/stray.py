"""XML text with stray ampersands → the same text, every one of them escaped.

What stays an entity is XML's own five and characters by number: so one bad ``&`` costs nothing,
HTML's names survive as text, and entities that a document declares are never expanded.
"""

from __future__ import annotations

import re
from typing import AnyStr

_KEPT = r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)"
_STRAY = re.compile(_KEPT)
_STRAY_BYTES = re.compile(_KEPT.encode())

LONGEST = len("&#1114111;")
"""Characters of the longest reference that stays one."""


def escape_stray(text: AnyStr) -> AnyStr:
    """The text (or ASCII-compatible bytes) with ``&amp;`` for each stray ``&``."""
    if isinstance(text, bytes):
        return _STRAY_BYTES.sub(b"&amp;", text)
    return _STRAY.sub("&amp;", text)
