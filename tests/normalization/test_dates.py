"""Times as pages write them: what is read, what is refused, what is flagged."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalization.dates import LONGEST, ReadTime, parse_time, read_time

KYIV = ZoneInfo("Europe/Kyiv")
UTC = ZoneInfo("UTC")
VISIBLE = ("%H:%M %d.%m.%Y",)
NOW = dt.datetime(2026, 1, 22, 10, 0, tzinfo=dt.UTC)  # noon in Kyiv

THE_MOMENT = """
18:45 21.01.2026
21.01.2026 18:45
21.01.2026, 18:45
21.01.26 18:45
21. 1. 2026 18:45
2026-01-21T18:45
2026-01-21T18:45:00
2026-01-21 18:45
2026-01-21 18:45:00.123456
2026-01-21T18:45:00+02:00
2026-01-21T18:45:00+0200
2026-01-21T18:45:00+02
2026-01-21T16:45:00Z
2026-01-21T16:45Z
2026-01-21t16:45:00z
2026-01-21 16:45:00 UTC
2026-01-21T18:45:00,5+02:00
20260121T164500Z
2026-01-21T18:45:00+02:00[Europe/Kyiv]
2026/01/21 18:45
2026.01.21. 18:45
21/01/2026 18:45
01/21/2026 18:45
21-01-2026 18:45
Wed, 21 Jan 2026 18:45:00 +0200
Wed, 21 Jan 2026 16:45:00 GMT
21 Jan 2026 16:45 UT
Wed, 21 Jan 2026 18:45:00 EET
Wed, 21 Jan 2026 11:45:00 EST
Wed, 21 Jan 26 18:45:00 +0200
Wednesday, 21-Jan-26 16:45:00 GMT
Wed Jan 21 18:45:00 2026
Wed Jan 21 2026 18:45:00 GMT+0200 (Eastern European Standard Time)
January 21, 2026, 6:45 pm
Jan. 21, 2026 6:45 p.m.
Wednesday, January 21st, 2026 at 6:45 PM
Published: 21 January 2026, 18:45
Published 21 Jan 2026 18:45, updated 22 Jan 2026 9:00
21 січня 2026, 18:45
Середа, 21 січня 2026 р., 18:45
Опубліковано: 21 січ 2026 о 18:45
21 января 2026 г. в 18:45
среда, 21 янв. 2026, 18:45
21. Januar 2026, 18:45 Uhr
Mittwoch, 21.01.2026 - 18.45 Uhr
Stand: 21.01.2026, 18:45 Uhr
Publié le 21 janvier 2026 à 18h45
21/01/2026 à 18h45
21 de enero de 2026, 18:45 h
mercoledì 21 gennaio 2026 alle ore 18:45
21 stycznia 2026, 18:45
21 de janeiro de 2026 às 18h45
21 januari 2026 om 18:45
21 Ιανουαρίου 2026 18:45
21 Ocak 2026 18:45
21.1.2026 klo 18.45
21. ledna 2026 18:45
2026年1月21日 18:45
2026年1月21日 18时45分
2026年1月21日午後6時45分
2026년 1월 21일 오후 6:45
٢١ يناير ٢٠٢٦ ١٨:٤٥
۲۱ ژانویه ۲۰۲۶ ۱۸:۴۵
२१ जनवरी २०२६ १८:४५
২১ জানুয়ারি ২০২৬, ১৮:৪৫
21. janvārī 2026, 18:45
21.jan.2026 às 18h45
21 มกราคม 2569 18:45 น.
21 ม.ค. 69 18:45 น.
21 ม.ค. 2569 เวลา 18:45 น.
21 בינואר 2026, 18:45
2026. gada 21. janvāris, 18:45
2026 m. sausio 21 d. 18:45
21. siječnja 2026. u 18:45
21. tammikuuta 2026 klo 18:45
"""
BLANKS = ("18:45\u00a021.01.2026", " 18:45\n21.01.2026 ", "\u200e21.01.2026\u200b 18:45")


@pytest.mark.parametrize("raw", [*THE_MOMENT.strip().splitlines(), *BLANKS])
def test_one_moment_in_many_shapes(raw: str) -> None:
    moment = parse_time(raw, KYIV, VISIBLE)
    assert moment is not None
    assert moment.isoformat() == "2026-01-21T18:45:00+02:00"


READ = {
    "day first": ("18:45 05.01.2026", "2026-01-05T18:45:00+02:00"),
    "summer": ("18:45 21.07.2026", "2026-07-21T18:45:00+03:00"),
    "winter given in summer zone": ("2026-07-21T18:45:00+02:00", "2026-07-21T19:45:00+03:00"),
    "seconds": ("2026-01-21T18:45:59Z", "2026-01-21T20:45:59+02:00"),
    "noon": ("January 21, 2026 12:05 pm", "2026-01-21T12:05:00+02:00"),
    "after midnight": ("January 21, 2026 12:05 am", "2026-01-21T00:05:00+02:00"),
    "hour alone": ("January 21, 2026 6 pm", "2026-01-21T18:00:00+02:00"),
    "midnight as written": ("2026-01-21T00:00:00", "2026-01-21T00:00:00+02:00"),
    "over the date line": ("2026-01-21T23:30:00Z", "2026-01-22T01:30:00+02:00"),
    "hour of one digit": ("2026-01-21T6:45:00+02:00", "2026-01-21T06:45:00+02:00"),
    "Malaysia": ("21 Januari 2026 6:45 PM MYT", "2026-01-21T12:45:00+02:00"),
    "Nepal": ("21 January 2026 18:45 NPT", "2026-01-21T15:00:00+02:00"),
    "leap day": ("29.02.2024 10:00", "2024-02-29T10:00:00+02:00"),
}


@pytest.mark.parametrize(("raw", "moment"), READ.values(), ids=READ.keys())
def test_read(raw: str, moment: str) -> None:
    read = parse_time(raw, KYIV, VISIBLE)
    assert read is not None
    assert read.isoformat() == moment


REFUSED = """
foo
18:45
31.02.2026
18:45 31.02.2026
29.02.2026 10:00
2026-02-30T10:00:00
2026-13-01
25:00 21.01.2026
2026-01-21T24:30
2026-01-21T18:60
1989-12-31T10:00
0001-01-01T00:00:00Z
1970-01-01T00:00:00Z
9999-12-31T23:59:59Z
2026-01-21T18:45:00Zjunk
2026-01-21T18:45:00+02:00 x
21 January 2026 foo
foo 18:45 21.01.2026
21.01.2026 18:45 21.01.2026
21 January February 2026
1768985100
1768985100000
20260121184500
2 hours ago
yesterday
today
now
January 2026
2026
21.01
2026-01-21T18:45:00+25:00
2026-01-21T18:45:00+15:30
18:45 - 19:45
13.13.2026
21 Jan 2026 18:45 XYZ
21/01-2026
-5.01.2026
%d.%m.%Y
2026-W04-3
2026-021
"""


@pytest.mark.parametrize(
    "raw",
    ["", *REFUSED.strip().splitlines(), "1" * 5000, "21.01.2026 18:45" + " " * 9 + "x" * LONGEST],
)
def test_refused(raw: str) -> None:
    assert parse_time(raw, KYIV, VISIBLE) is None


@pytest.mark.parametrize(
    "raw", ["21.01.2026", "2026-01-21", "20260121", "January 21, 2026", "21 січня 2026 р."]
)
def test_a_day_without_an_hour_stays_a_day(raw: str) -> None:
    assert parse_time(raw, KYIV, VISIBLE) is None
    assert read_time(raw, KYIV, VISIBLE) == ReadTime(dt.date(2026, 1, 21))
    assert read_time(raw, KYIV, ("%d.%m.%Y",)) == ReadTime(dt.date(2026, 1, 21))


def test_the_repeated_hour_is_its_first_pass_and_says_so() -> None:
    read = read_time("03:30 25.10.2026", KYIV, VISIBLE)
    assert read is not None
    assert read.when is not None
    assert read.when.isoformat() == "2026-10-25T03:30:00+03:00"
    assert read.ambiguous
    assert read.flags == ("repeated hour, first taken",)
    told = read_time("Sun, 25 Oct 2026 03:30:00 +0200", KYIV)
    assert told is not None
    assert told.when is not None
    assert told.when.isoformat() == "2026-10-25T03:30:00+02:00"
    assert not told.ambiguous


def test_the_skipped_hour_is_moved_forward_and_says_so() -> None:
    read = read_time("03:30 29.03.2026", KYIV, VISIBLE)
    assert read is not None
    assert read.when is not None
    assert read.when.isoformat() == "2026-03-29T04:30:00+03:00"
    assert read.skipped


FUTURE = {
    "past": ("11:59 22.01.2026", False),
    "skew of the clock": ("12:15 22.01.2026", False),
    "a little later": ("12:16 22.01.2026", True),
    "a day later": ("12:00 23.01.2026", True),
    "tomorrow, no hour": ("23.01.2026", False),
}


@pytest.mark.parametrize(("raw", "future"), FUTURE.values(), ids=FUTURE.keys())
def test_the_future_is_flagged(raw: str, future: bool) -> None:
    read = read_time(raw, KYIV, VISIBLE, NOW)
    assert read is not None
    assert read.future is future


@pytest.mark.parametrize("raw", ["12:01 23.01.2026", "24.01.2026", "18:45 21.01.2027"])
def test_more_than_a_day_ahead_is_refused(raw: str) -> None:
    assert read_time(raw, KYIV, VISIBLE, NOW) is None
    assert read_time(raw, KYIV, VISIBLE) is not None


ORDER = {
    "open, no language": ("05/01/2026", None, (1, 5), True),
    "open, British": ("05/01/2026", "en-GB", (1, 5), True),
    "open, American": ("05/01/2026", "en-US", (5, 1), True),
    "dots are day first everywhere": ("05.01.2026", "en-US", (1, 5), False),
    "twice the same": ("05/05/2026", None, (5, 5), False),
    "no choice": ("05/31/2026", None, (5, 31), False),
}


@pytest.mark.parametrize(
    ("raw", "language", "month_and_day", "assumed"), ORDER.values(), ids=ORDER.keys()
)
def test_order_of_day_and_month(
    raw: str, language: str | None, month_and_day: tuple[int, int], assumed: bool
) -> None:
    read = read_time(raw, KYIV, language=language)
    assert read is not None
    assert (read.day.month, read.day.day) == month_and_day
    assert read.order_assumed is assumed


def test_a_month_that_two_languages_share_is_read_in_the_pages_own() -> None:
    polish = read_time("5 listopada 2025", KYIV, language="pl")
    croatian = read_time("5 listopada 2025", KYIV, language="hr")
    assert polish is not None
    assert croatian is not None
    assert (polish.day.month, croatian.day.month) == (11, 10)


def test_a_word_that_is_weekday_and_month_in_one_language() -> None:
    read = read_time("5 сер 2025 10:00", KYIV, language="uk")
    assert read is not None
    assert read.day == dt.date(2025, 8, 5)


ZONE_NAMES = {
    "India by default": ("UTC", "2026-06-21T18:45:00+05:30"),
    "Ireland": ("Europe/Dublin", "2026-06-21T18:45:00+01:00"),
    "Israel": ("Asia/Jerusalem", "2026-06-21T18:45:00+03:00"),
    "India": ("Asia/Kolkata", "2026-06-21T18:45:00+05:30"),
}


@pytest.mark.parametrize(("zone", "moment"), ZONE_NAMES.values(), ids=ZONE_NAMES.keys())
def test_a_shared_zone_name_is_the_sites_own(zone: str, moment: str) -> None:
    read = parse_time("21 June 2026 18:45 IST", ZoneInfo(zone))
    assert read is not None
    assert read.isoformat() == moment


def test_in_utc_the_pages_own_offset_stays() -> None:
    read = parse_time("2026-01-21T18:45:00+02:00", UTC)
    assert read is not None
    assert read.isoformat() == "2026-01-21T18:45:00+02:00"


@pytest.mark.parametrize(("raw", "pattern"), [("1769013900", "unix"), ("1769013900123", "unix-ms")])
def test_timestamps_only_when_asked_for(raw: str, pattern: str) -> None:
    assert parse_time(raw, KYIV) is None
    read = parse_time(raw, KYIV, (pattern,))
    assert read is not None
    assert read.isoformat() == "2026-01-21T18:45:00+02:00"
    assert parse_time("9" * 40, KYIV, (pattern,)) is None


RELATIVE = {
    "hours": ("2 hours ago", None, "2026-01-22 10:00"),
    "minutes": ("5 minutes ago", "en", "2026-01-22 11:55"),
    "Ukrainian": ("2 години тому", "uk", "2026-01-22 10:00"),
    "German": ("vor 3 Stunden", "de-DE", "2026-01-22 09:00"),
    "yesterday": ("yesterday", None, "2026-01-21"),
    "days": ("3 days ago", None, "2026-01-19"),
    "no year": ("Jan 21, 18:45", None, "2026-01-21 18:45"),
    "no year, last year's": ("Dec 31, 18:45", None, "2025-12-31 18:45"),
}


@pytest.mark.parametrize(("raw", "language", "expected"), RELATIVE.values(), ids=RELATIVE.keys())
def test_relative_times_need_now(raw: str, language: str | None, expected: str) -> None:
    assert read_time(raw, KYIV, language=language) is None
    read = read_time(raw, KYIV, now=NOW, language=language)
    assert read is not None
    assert read.relative
    assert (f"{read.when:%Y-%m-%d %H:%M}" if read.when else str(read.day)) == expected


SHORT_FORMATS = {
    "hour alone, today": ("11:30", "%H:%M", "2026-01-22 11:30"),
    "hour alone, yesterday": ("18:45", "%H:%M", "2026-01-21 18:45"),
    "no year": ("18:45 21.01", "%H:%M %d.%m", "2026-01-21 18:45"),
    "no year, last year's": ("18:45 31.12", "%H:%M %d.%m", "2025-12-31 18:45"),
}


@pytest.mark.parametrize(
    ("raw", "pattern", "expected"), SHORT_FORMATS.values(), ids=SHORT_FORMATS.keys()
)
def test_formats_without_a_year_or_a_day(raw: str, pattern: str, expected: str) -> None:
    assert read_time(raw, KYIV, (pattern,)) is None
    read = read_time(raw, KYIV, (pattern,), NOW)
    assert read is not None
    assert read.relative
    assert f"{read.when:%Y-%m-%d %H:%M}" == expected


def test_a_leap_day_without_a_year() -> None:
    assert read_time("29 February", KYIV, now=NOW) is None
    assert read_time("29.02", KYIV, ("%d.%m",), NOW) is None
    early = dt.datetime(2024, 1, 5, tzinfo=dt.UTC)
    assert read_time("29 February", KYIV, now=early) is None


PIECES = (
    "21 01 2026 18:45 . / - : T Z +02:00 +99 January січня 月 日 am pm , ( ) ago hours \u0660 unix"
)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(PIECES.split()), max_size=9).map(" ".join)
    | st.lists(st.sampled_from(PIECES.split()), max_size=9).map("".join),
    st.sampled_from(["en", "uk", "xx", "", "zh-Hans", None]),
)
def test_whatever_is_read_is_aware_bounded_and_no_later_than_a_day(
    raw: str, language: str | None
) -> None:
    read = read_time(raw, KYIV, (*VISIBLE, "unix", "%H:%M"), NOW, language)
    if read is None:
        return
    assert read.day.year >= 1990
    assert read.day <= dt.date(2026, 1, 23)
    if read.when is not None:
        assert read.when.utcoffset() is not None
        assert read.when.date() == read.day
        assert read.when <= NOW + dt.timedelta(days=1)


@given(
    st.datetimes(dt.datetime(1990, 1, 2), dt.datetime(2099, 12, 30)),  # noqa: DTZ001
    st.sampled_from(
        ["Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kolkata"]
    ),
)
def test_what_a_zone_shows_is_read_back(moment: dt.datetime, key: str) -> None:
    zone = ZoneInfo(key)
    shown = moment.replace(microsecond=0, tzinfo=dt.UTC).astimezone(zone)
    assert parse_time(shown.isoformat(), zone) == shown.astimezone(dt.UTC)
    read = read_time(f"{shown:%d.%m.%Y %H:%M:%S}", zone)
    assert read is not None
    assert read.when is not None
    assert read.ambiguous or read.when == shown.astimezone(dt.UTC)
