"""Reading times as pages tell them, and counted ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalization.reading_time import count_reading_minutes, parse_reading_minutes

TOLD = {
    "3 min read": 3, "3 Min Read": 3, "3 min. read": 3, "1 minute read": 1, "12 minutes": 12,
    "Reading time: 3 mins": 3, "3m read": 3, "3m": 3, "· 3 min": 3, "3\u00a0min read": 3,
    "3 хв читання": 3, "3 хв. читання": 3, "Час читання: 3 хвилини": 3, "5 хвилин": 5,
    "3 мин": 3, "3 мин. чтения": 3, "Время чтения 3 минуты": 3, "5 минут": 5,
    "Lesezeit: 3 Minuten": 3, "3 Min.": 3, "Temps de lecture : 3 min": 3, "3 minutos": 3,
    "3 minuti di lettura": 3, "3 min czytania": 3, "3 minuty": 3, "3 minuten": 3,
    "3 minuuttia": 3, "3 dk okuma": 3, "3 perc": 3, "3 λεπτά": 3, "約3分": 3, "3分で読めます": 3,
    "3 分钟": 3, "3분": 3, "2-3 min": 3, "2 – 4 min": 4, "less than a minute": 1,
    "Less than 1 minute read": 1, "< 1 min": 1, "<1 min read": 1, "менше хвилини": 1,
    "менше однієї хвилини": 1, "меньше минуты": 1, "weniger als eine Minute": 1,
    "moins d’une minute": 1, "1 hr 5 min": 65, "1 год 5 хв": 65, "1 h 5 min": 65,
    "1 hour read": 60, "PT3M": 3, "PT3M30S": 3, "PT1H5M": 65, "PT45S": 1, "T3M": 3, "3": 3,
    "٣ دقائق": 3,
}  # fmt: skip
NOT_TOLD = (
    "", "foo", "min", "0 min", "0", "3 ministers", "3 miles", "18:45", "3.5 min",
    "18:45 21.01.2026", "5 min ago", "5 хв тому", "vor 5 Minuten", "99999 min", "1441 min", "2026",
    "PT", "P3M", "under 18",
    "3 min " + "x" * 200, "-",
)  # fmt: skip


@pytest.mark.parametrize(("raw", "minutes"), TOLD.items(), ids=TOLD.keys())
def test_told(raw: str, minutes: int) -> None:
    assert parse_reading_minutes(raw) == minutes


@pytest.mark.parametrize("raw", NOT_TOLD)
def test_not_told(raw: str) -> None:
    assert parse_reading_minutes(raw) is None


@given(st.text(st.sampled_from("0123456789 minPTMHS<-хв分٣.:")) | st.text())
def test_whatever_is_told_is_a_minute_to_a_day(raw: str) -> None:
    minutes = parse_reading_minutes(raw)
    assert minutes is None or 1 <= minutes <= 1440


COUNTED = {
    "nothing": ((), "en", None),
    "one word": (("word",), "en", 1),
    "230 English words": ((" ".join(["word"] * 230),), "en", 1),
    "231 English words": ((" ".join(["word"] * 230), "more"), "en-GB", 2),
    "230 Ukrainian words": ((" ".join(["слово"] * 230),), "uk", 2),
    "unknown language": ((" ".join(["word"] * 200),), None, 1),
    "Chinese by characters": (("字" * 261,), "zh-Hant", 2),
    "endless": (("word " * 1_000_000,), "en", 1440),
}


@pytest.mark.parametrize(("body", "language", "minutes"), COUNTED.values(), ids=COUNTED.keys())
def test_counted(body: tuple[str, ...], language: str | None, minutes: int | None) -> None:
    assert count_reading_minutes(body, language) == minutes
