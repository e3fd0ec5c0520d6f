"""A reading time as a page tells it → minutes; or the words of a body → minutes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from crawler.normalization.text import clean_line

LONGEST_READ = 1440
"""Minutes; a day. More is no reading time."""
LONGEST = 100
"""Characters of the longest string that can be a reading time."""
WORDS_A_MINUTE = 200
WORDS_A_MINUTE_BY_LANGUAGE = {
    "en": 230, "es": 220, "fr": 195, "de": 180, "it": 190, "nl": 200, "pt": 180, "pl": 165,
    "ru": 185, "uk": 180, "be": 180, "bg": 185, "cs": 165, "sk": 165, "fi": 160, "hu": 160,
    "tr": 165, "ar": 140, "he": 185, "sv": 200, "da": 200, "nb": 200, "no": 200, "sl": 180,
}  # fmt: skip
"""Silent reading of plain text, rounded: the longer a language's words, the fewer a minute."""
CHARACTERS_A_MINUTE = {"zh": 260, "ja": 360, "ko": 380, "th": 350, "lo": 350, "km": 350, "my": 350}
"""For writing without blanks between words, and Korean, whose words are long."""

_MINUTES = (
    r"min(?:\.|s|[uū]\w{0,7})?|m(?= read|$)|хв(?:\.|илин\w?)?|мин(?:\.|ут\w?)?|λεπτ[όά]|perc|dk"
    r"|dakika|dəqiqə|דקות|دقيقة|دقائق|دقیقه|phút|menit|मिनट|นาที"
)
# Numbers and endings are bounded and no two neighbours can match the same characters.
_READ = re.compile(
    rf"(?<![A-Za-z\d.,:])(\d{{1,4}})(?:\s?[-–]\s?(\d{{1,4}}))?\s?(?:(?:{_MINUTES})(?!\w)|分钟|分鐘|分|분)",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"(?<![\d.,:])(\d{1,2})\s?(?:h|hrs?|hours?|Std|Stunden?|год|ч|час|heures?|horas?|ore)\b",
    re.IGNORECASE,
)
_UNDER_A_MINUTE = re.compile(
    r"(?:less than|under|<|менше|меньше|менее|weniger als|unter|moins d['’e]|menos de|meno di"
    rf"|mniej niż|minder dan)\s?(?:1\s?|[^\W\d]{{1,8}}\s)?(?:{_MINUTES})(?!\w)",
    re.IGNORECASE,
)
_AGO = re.compile(r"\b(?:ago|тому|назад|vor|hace|fa|temu|geleden|il y a)\b", re.IGNORECASE)
_ISO_DURATION = re.compile(r"P?T(?:(\d{1,2})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?")
_BARE = re.compile(r"\d{1,3}")


def parse_reading_minutes(raw: str) -> int | None:
    """ "3 min read", "3 хв читання", "Lesezeit: 3 Minuten", "PT3M" or "3" → 3; None if it is none.

    Of a range the larger end counts; less than a minute is 1.
    """
    text = clean_line(raw, LONGEST + 1)
    if len(text) > LONGEST or _AGO.search(text):
        return None
    minutes = _read_minutes(text)
    return minutes if minutes is not None and 1 <= minutes <= LONGEST_READ else None


def _read_minutes(text: str) -> int | None:
    if _BARE.fullmatch(text):
        return int(text)
    duration = _ISO_DURATION.fullmatch(text)
    if duration and any(duration.groups()):
        return 60 * int(duration[1] or 0) + int(duration[2] or 0) or 1
    if _UNDER_A_MINUTE.search(text):
        return 1
    hours, read = _HOURS.search(text), _READ.search(text)
    if hours is None and read is None:
        return None
    minutes = int(read[2] or read[1]) if read else 0
    return minutes + 60 * (int(hours[1]) if hours else 0)


def count_reading_minutes(body: Iterable[str], language: str | None = None) -> int | None:
    """Minutes that reading the paragraphs takes, at least 1; None for an empty body."""
    primary = (language or "").split("-")[0]
    if primary in CHARACTERS_A_MINUTE:
        count = sum(len(paragraph) - paragraph.count(" ") for paragraph in body)
        speed = CHARACTERS_A_MINUTE[primary]
    else:
        count = sum(paragraph.count(" ") + 1 for paragraph in body)
        speed = WORDS_A_MINUTE_BY_LANGUAGE.get(primary, WORDS_A_MINUTE)
    return min(LONGEST_READ, math.ceil(count / speed)) if count else None
