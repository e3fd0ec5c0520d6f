"""XML text with stray ampersands and less-than signs → the same text, every one of them escaped.

What stays a reference is XML's own five and characters by number, surrogates excepted (lxml gives
no text that holds one): so one bad ``&`` costs nothing,
HTML's names survive as text, and entities that a document declares are never expanded. The five are
written by number, for libxml2 drops names in all that follows a document's first error.
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
_NAMED = {"&amp;": "&#38;", "&lt;": "&#60;", "&gt;": "&#62;", "&quot;": "&#34;", "&apos;": "&#39;"}
_NAMED_BYTES = {name.encode(): number.encode() for name, number in _NAMED.items()}

LONGEST = len("&#1114111;")
"""Characters of the longest reference that stays one."""


def escape_stray(text: AnyStr) -> AnyStr:
    """The text (or ASCII-compatible bytes) with ``&#38;`` for each stray ``&``, and ``&#60;`` for
    each ``<`` that begins no tag."""
    if isinstance(text, bytes):
        data = _STRAY_BYTES.sub(b"&#38;", text)
        for raw_name, raw_number in _NAMED_BYTES.items():
            data = data.replace(raw_name, raw_number)
        return _LESS_BYTES.sub(b"&#60;", data)
    words = _STRAY.sub("&#38;", text)
    for name, number in _NAMED.items():
        words = words.replace(name, number)
    return _LESS.sub("&#60;", words)


def plain_address(text: str) -> str:
    """An address that was read from what was escaped: in a section of plain characters its
    ampersands stayed references."""
    return text.replace("&amp;", "&").replace("&#38;", "&")
