"""A language as a page writes it → a BCP 47 tag: ``en``, ``en-GB``, ``zh-Hant``, ``sr-Latn-RS``.

The page's own precision is kept: ``en_GB`` becomes ``en-GB``, not ``en``, because region decides
the order of day and month; a name such as "English" is no tag and gives None.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.normalization.text import clean_line

_TAG = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?(?:-[a-z0-9]{1,8}){0,4}", re.IGNORECASE
)
# Withdrawn codes, countries mistaken for languages, and three letters where two exist.
_REPLACED = {
    "iw": "he", "in": "id", "ji": "yi", "ua": "uk", "jp": "ja", "cz": "cs", "gr": "el", "dk": "da",
    "eng": "en", "ukr": "uk", "rus": "ru", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr",
    "spa": "es", "ita": "it", "pol": "pl", "por": "pt", "nld": "nl", "dut": "nl", "zho": "zh",
    "chi": "zh", "jpn": "ja", "kor": "ko", "ara": "ar", "tur": "tr", "ces": "cs", "cze": "cs",
}  # fmt: skip
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis", "qaa", "xx", "nil"))


@lru_cache(maxsize=512)
def clean_language(raw: str) -> str | None:
    """The tag in its usual capitals, variants and extensions left out; None if it is none."""
    match = _TAG.fullmatch(clean_line(raw, 40).replace("_", "-").split(".")[0])
    if match is None:
        return None
    primary = match[1].lower()
    primary = _REPLACED.get(primary, primary)
    if primary in _NO_LANGUAGE:
        return None
    script, region = (match[2] or "").title(), (match[3] or "").upper()
    return "-".join(part for part in (primary, script, region) if part)
