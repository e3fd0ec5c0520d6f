"""Raw strings → clean ones: what may stand in a field of the schema, and nothing else.

A clean line is NFC, one line, without control or invisible characters, each run of blanks one
space, trimmed, and no longer than its limit. Cleaning twice gives what cleaning once gave.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LINE_LIMIT = 20_000
"""Characters of one line; the longest honest paragraphs have some 5,000."""
PARAGRAPH_COUNT = 2_000
BODY_LIMIT = 1_000_000
"""Characters of all paragraphs together."""

# Removed: controls that are no blanks, soft hyphen, bidi marks, embeddings, overrides and
# isolates, zero-width characters, byte order mark, annotation and tag characters (the hidden
# alphabet that flags of regions and smuggled text share), lone surrogates, noncharacters, and the
# private-use area of icon fonts. All are unprintable to str.isprintable, which is the quick test.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
# Printable to Python and yet nothing to see: the blanks of Braille and Hangul become spaces, the
# grapheme joiner and the object placeholder go.
_UNSEEN = {0x2800: " ", 0x3164: " ", 0xFFA0: " ", 0x034F: None, 0xFFFC: None}

# Joiners change how Persian and Indic words are spelt, and hold an emoji family together: kept
# after an Indic letter or sign, between letters of the Arabic family, between emoji. Others go.
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_INDIC = "[\u0900-\u0dff]"
_ARABIC = "[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"
_EMOJI = "[\u2194\u2195\u2600-\u27bf\u2b1b\ufe0f\U0001f000-\U0001faff]"
_JOINER = re.compile(
    f"((?<={_INDIC})[{_ZWNJ}{_ZWJ}]|(?<={_ARABIC})[{_ZWNJ}{_ZWJ}](?={_ARABIC})"
    f"|(?<={_EMOJI}){_ZWJ}(?={_EMOJI}))|[{_ZWNJ}{_ZWJ}]"
)

# NFC sorts a run of combining marks in quadratic time; no writing needs more than 30 of them
# (the Stream-Safe limit of UAX #15). One character class: nothing to run away.
_MARKS = re.compile(r"[^\w\s]{31,}")
_LONGEST_CLUSTER = 64


def clean_line(raw: str, limit: int = LINE_LIMIT) -> str:
    """``raw`` as one clean line of at most ``limit`` characters; empty if nothing is left."""
    text = raw
    if not text.isprintable():
        text = " ".join(text.split())
        if not text.isprintable():
            text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = _compose(text)
    text = " ".join(text.split()) if "  " in text else text.strip()
    return text if len(text) <= limit else _cut(text, limit)


def clean_paragraphs(
    raws: Iterable[str], count: int = PARAGRAPH_COUNT, total: int = BODY_LIMIT
) -> tuple[str, ...]:
    """One clean line a paragraph, empty ones dropped; line breaks inside become spaces.

    What exceeds ``count`` paragraphs or ``total`` characters is left out.
    """
    kept: list[str] = []
    for raw in raws:
        if total <= 0 or len(kept) == count:
            break
        line = clean_line(raw, min(LINE_LIMIT, total))
        if line:
            kept.append(line)
            total -= len(line)
    return tuple(kept)


def _compose(text: str) -> str:
    """NFC, without unseen characters and stray joiners."""
    # Spelt out: five quick searches, where a loop costs as much as all the rest.
    if (
        "\u2800" in text
        or "\u3164" in text
        or "\uffa0" in text
        or "\u034f" in text
        or "\ufffc" in text
    ):
        text = text.translate(_UNSEEN)
    text = _to_nfc(text)
    return _drop_joiners(text) if _ZWNJ in text or _ZWJ in text else text


def _to_nfc(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", _MARKS.sub(_limit_marks, text))


def _drop_joiners(text: str) -> str:
    """Without stray joiners. What one held apart may compose and leave another one stray, so
    this is repeated; text that does not settle is no writing, and loses them all."""
    for _ in range(3):
        settled = _to_nfc(_JOINER.sub(r"\1", text))
        if settled == text:
            return text
        text = settled
    return _to_nfc(text.replace(_ZWNJ, "").replace(_ZWJ, ""))


def _limit_marks(run: re.Match[str]) -> str:
    """The run with no more than 30 combining marks in a row."""
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= 30:
            kept.append(character)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, not ending inside an accented letter or an emoji."""
    end = limit
    while end > max(0, limit - _LONGEST_CLUSTER) and _continues(text, end):
        end -= 1
    return text[: end or limit].rstrip(f" {_ZWNJ}{_ZWJ}")


def _continues(text: str, index: int) -> bool:
    """True if the character at ``index`` belongs to the one before it."""
    character = text[index]
    return (
        unicodedata.category(character)[0] == "M"
        or character in (_ZWNJ, _ZWJ)
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or text[index - 1] == _ZWJ
    )
