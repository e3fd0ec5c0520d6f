"""Chinese, Japanese and Korean dates, digits of any script: the moment, or the day alone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from crawler.extraction.date_lines import find_moments
from crawler.normalization.dates import read_time

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = dt.datetime(2026, 1, 22, 9, 0, tzinfo=TOKYO)
QUARTER_TO_FIVE = """
２０２６年１月２１日 １６：４５
２０２６年１月２１日　１６時４５分
２０２６／０１／２１　１６：４５
２０２６．１．２１ 16:45
2026－01－21　16：45
2026年1月21日（水）１６：４５
2026年1月21日 午後4時45分
2026年1月21日午後４時４５分
2026年1月21日午后4时45分
2026年1月21日16點45分
2026年1月21日 PM4:45
2026/01/21 PM 04:45
2026년 1월 21일 오후 4시 45분
2026년1월21일16시45분
입력 : 2026.01.21 16:45
发布时间：2026年01月21日 16:45
2026年1月21日16時45分 配信
21 Jan 2026 at 16∶45
२१ जनवरी २०२६, शाम ४:४५ बजे
๒๑ มกราคม ๒๕๖๙ ๑๖:๔๕ น.
٢١/٠١/٢٠٢٦ - ١٦:٤٥
"""
WRITTEN_OUT = ("二〇二六年一月二十一日下午四时四十五分", "二〇二六年一月二十一日 16:45")
WITHOUT_YEAR = ("1月21日 16時45分", "１月２１日１６：４５", "1월 21일 오후 4:45")


@pytest.mark.parametrize("raw", [*QUARTER_TO_FIVE.strip().splitlines(), *WRITTEN_OUT])
def test_one_moment_in_many_spellings(raw: str) -> None:
    read = read_time(raw, TOKYO)
    assert read is not None
    assert read.when == dt.datetime(2026, 1, 21, 16, 45, tzinfo=TOKYO)


@pytest.mark.parametrize(
    "raw", [*QUARTER_TO_FIVE.strip().splitlines(), "更新：2026年1月21日 16:45"]
)
def test_it_is_found_in_a_line(raw: str) -> None:
    moments = [moment.read.when for moment in find_moments(raw)]
    assert [when and f"{when:%d %H:%M}" for when in moments] == ["21 16:45"]


@pytest.mark.parametrize("raw", WITHOUT_YEAR)
def test_the_year_is_that_of_the_look_and_never_made_up_without_one(raw: str) -> None:
    read = read_time(raw, TOKYO, now=NOW)
    assert read is not None
    assert read.when == dt.datetime(2026, 1, 21, 16, 45, tzinfo=TOKYO)
    assert read.relative
    assert read_time(raw, TOKYO) is None


HOURS = {
    "2026年1月21日 午前0時5分": "00:05:00",
    "2026年1月21日 午後0時5分": "12:05:00",
    "2026年1月21日 午後4時": "16:00:00",
    "2026年1月21日 午後4時半": "16:30:00",
    "2026年1月21日16时整": "16:00:00",
    "2026年 1月21日 16時 5分": "16:05:00",
    "2026年1月21日 16时45分30秒": "16:45:30",
    "2026年1月21日 16：45：30": "16:45:30",
    "2026年1月21日晚上8点45分": "20:45:00",
    "2026年1月21日中午12:05": "12:05:00",
    "2026年1月21日中午11:45": "11:45:00",
    "2026年1月21日中午1:15": "13:15:00",
    "2026年1月21日凌晨1:05": "01:05:00",
    "2026년 1월 21일 새벽 1시 5분": "01:05:00",
    "2026年1月21日 水曜日": None,
    "2026年1月21日 星期三": None,
}


@pytest.mark.parametrize(("raw", "clock"), HOURS.items())
def test_the_hour(raw: str, clock: str | None) -> None:
    read = read_time(raw, TOKYO)
    assert read is not None
    assert read.day == dt.date(2026, 1, 21)
    assert (read.when and f"{read.when:%H:%M:%S}") == clock


@pytest.mark.parametrize(
    "raw",
    [
        "2026年1月21日 26時15分",
        "13月21日 16:45",
        "2026年1月",
        "十十年一月一日",
        "1月21日 16:45 の記事",
    ],
)
def test_what_is_no_such_time_is_refused(raw: str) -> None:
    assert read_time(raw, TOKYO, now=NOW) is None
