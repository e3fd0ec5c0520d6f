"""XML text with stray ampersands and less-than signs → the same text, every one of them escaped.

What stays an entity is XML's own five and characters by number, surrogates excepted (lxml gives
no text that holds one): so one bad ``&`` costs nothing,
HTML's names survive as text, and entities that a document declares are never expanded.
"""

from __future__ import annotations

import re
from typing import AnyStr

# 0xD800 to 0xDFFF: 55296 to 57343.
_SURROGATE = (
    r"(?:[xX]0{0,2}[dD][89a-fA-F][0-9a-fA-F]{2}"
    r"|0{0,2}5(?:529[6-9]|5[3-9][0-9]{2}|6[0-9]{3}|7(?:[0-2][0-9]{2}|3[0-3][0-9]|34[0-3])))"
)
_NUMBER = rf"#(?!{_SURROGATE};)(?:[0-9]{{1,7}}|[xX][0-9a-fA-F]{{1,6}})"
_KEPT = rf"&(?!(?:amp|lt|gt|quot|apos|{_NUMBER});)"
_BLANK_BEHIND = r"<(?=[\s\d=])"
_STRAY = re.compile(_KEPT)
_STRAY_BYTES = re.compile(_KEPT.encode())
_LESS = re.compile(_BLANK_BEHIND)
_LESS_BYTES = re.compile(_BLANK_BEHIND.encode())

LONGEST = len("&#1114111;")
"""Characters of the longest reference that stays one."""


def escape_stray(text: AnyStr) -> AnyStr:
    """The text (or ASCII-compatible bytes) with ``&amp;`` for each stray ``&``, and ``&lt;`` for
    each ``<`` that begins no tag."""
    if isinstance(text, bytes):
        return _LESS_BYTES.sub(b"&lt;", _STRAY_BYTES.sub(b"&amp;", text))
    return _LESS.sub("&lt;", _STRAY.sub("&amp;", text))
