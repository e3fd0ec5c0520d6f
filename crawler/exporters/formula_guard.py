"""Cell → a cell that no spreadsheet runs as a formula, and back without loss.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end, or one
of their full-width forms, also after blanks and quotes. One that splits lines at ``;`` (Excel,
wherever the comma is the decimal sign) or at tabs begins a cell there, too. So an apostrophe goes
to the beginning of the cell, and behind each ``;``, tab and line end in it, where such a character
follows.

Undoing drops each apostrophe in such a place. That is exact for any text: an apostrophe is among
the characters that may stand before the dangerous one, so a text's own apostrophe in such a place
has got another one before it.
"""

from __future__ import annotations

import re

# Blanks, controls, marks without width and quotes, but no character that ends a cell. A run of them
# ends at the next ";" or earlier, so all look-aheads together read a text at most twice.
_MARKS = r"""["'＂＇“”‘’`\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f
               \u205f-\u206f\u3000\ufeff\ufff9-\ufffd]"""
_SKIPPED = "".join(_MARKS.split())
_DANGEROUS = r"[=+\-@＝＋－＠\t\r\n]"
_PLACE = r"(?:\A|(?<=[;\t\r\n]))"

_BEGINNING = re.compile(rf"{_SKIPPED}*{_DANGEROUS}")
# Begins with what ends a cell, and not with `_PLACE`, so that no other place is tried.
_UNGUARDED = re.compile(rf"[;\t\r\n](?={_SKIPPED}*{_DANGEROUS})")
_GUARDED = re.compile(rf"{_PLACE}'(?={_SKIPPED}*{_DANGEROUS})")


def guard_cell(cell: str) -> str:
    """The cell, harmless."""
    guarded = _UNGUARDED.sub(r"\g<0>'", cell)
    return "'" + guarded if _BEGINNING.match(cell) else guarded


def unguard_cell(cell: str) -> str:
    """The cell that was given to `guard_cell`."""
    return _GUARDED.sub("", cell)
