"""Dates of other calendars, and the words that dates are written with around the world."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction.date_lines import find_moments
from crawler.normalization.dates import read_time
from crawler.normalization.eras import to_common_years

UTC = ZoneInfo("UTC")
MOMENT = dt.datetime(2024, 3, 12, 14, 30, tzinfo=dt.UTC)

WRITTEN = """
12 มีนาคม 2567 14:30 น.
12 มี.ค. 2567 เวลา 14:30 น.
วันอังคารที่ 12 มีนาคม พ.ศ. 2567 เวลา 14:30 น.
12/3/2567 14:30
令和6年3月12日 14時30分
2024年3月12日（火）14:30
2024年3月12日 星期二 14:30
民國113年3月12日 14:30
2024년 3월 12일 (화) 14:30
2024년 3월 12일 화요일 오후 2:30
۲۲ اسفند ۱۴۰۲ - ۱۴:۳۰
۱۴۰۲/۱۲/۲۲ ۱۴:۳۰
12 آذار 2024 14:30
12 اذار/مارس 2024 14:30
الثلاثاء 12 مارس/آذار 2024 2:30 م
12 Μαρτίου 2024, 2:30 μ.μ.
12 tháng 3 năm 2024, 14:30
2024. gada 12. marts, 14:30
2024 m. kovo 12 d. 14:30
2024 жылғы 12 наурыз, 14:30
Tue, 12 Mar 2024 14:30:00 GMT
Tue Mar 12 2024 14:30
mar 12 mar 2024, 14:30
2024-03-12T16:30:00EET
2024-03-12 10:30 EDT
"""


@pytest.mark.parametrize("raw", WRITTEN.strip().splitlines())
def test_same_moment(raw: str) -> None:
    read = read_time(raw, UTC)
    assert read is not None
    assert read.when == MOMENT


@pytest.mark.parametrize(
    "raw",
    [one for one in WRITTEN.strip().splitlines() if "1402/" not in one and "2567 14" not in one],
)
def test_found_in_a_line(raw: str) -> None:
    assert [moment.read.when for moment in find_moments(raw)] == [MOMENT]


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("12 تشرين الأول 2023", dt.date(2023, 10, 12)),
        ("3 كانون الثاني 2024", dt.date(2024, 1, 3)),
        ("12 جويلية 2024", dt.date(2024, 7, 12)),
        ("۱ فروردین ۱۴۰۰", dt.date(2021, 3, 21)),
        ("30 اسفند 1399", dt.date(2021, 3, 20)),
        ("令和元年5月8日", dt.date(2019, 5, 8)),
        ("2024年3月5日", dt.date(2024, 3, 5)),
        ("2024년 3월 5일", dt.date(2024, 3, 5)),
        ("2024/3/5", dt.date(2024, 3, 5)),
        ("Fri 1 Mar 2024", dt.date(2024, 3, 1)),
        ("dom 3 mar 2024", dt.date(2024, 3, 3)),
    ],
    ids=str,
)
def test_day(raw: str, day: dt.date) -> None:
    read = read_time(raw, UTC)
    assert read is not None
    assert read.day == day


@pytest.mark.parametrize(
    "text", ["1402/13/01", "1402/07/31", "2024-03-12 14:30", "25:67 2467", "12 1402 people"]
)
def test_nothing_else_is_touched(text: str) -> None:
    assert to_common_years(text) == text


def test_a_zone_that_is_none_refuses_the_string() -> None:
    assert read_time("2024-03-12T14:30:00XYZ", UTC) is None


def test_assumed_order_is_changed_where_it_would_lie_ahead() -> None:
    now = dt.datetime(2024, 3, 13, 9, 0, tzinfo=dt.UTC)
    read = read_time("03/12/2024 2:30 PM", UTC, now=now)
    assert read is not None
    assert read.when == MOMENT
    assert "order of day and month assumed" in read.flags
    settled = read_time("03/02/2024 2:30 PM", UTC, now=now)
    assert settled is not None
    assert settled.day == dt.date(2024, 2, 3)
