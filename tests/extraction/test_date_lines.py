from __future__ import annotations

import pytest

from crawler.extraction.date_lines import LONGEST_LINE, find_moments

DAY = "2026-01-20"
HOUR = f"{DAY}T10:15:00+00:00"
LINES = {
    "English": ("Published: 20 Jan 2026, 10:15 GMT", HOUR),
    "American zone": ("Jan. 20, 2026 10:15 am ET", f"{DAY}T10:15:00-05:00"),
    "American zone in summer": ("June 20, 2026 10:15 am ET", "2026-06-20T10:15:00-04:00"),
    "with a byline": ("By Jane Doe | Tuesday 20 January 2026 10:15 CET", f"{DAY}T10:15:00+01:00"),
    "German": ("Veröffentlicht am 20.01.2026 um 10:15 Uhr", HOUR),
    "French": ("Publié le 20 janvier 2026 à 10h15", HOUR),
    "Portuguese": ("20/01/2026 às 10h15", HOUR),
    "Polish": ("20 stycznia 2026, godz. 10:15", HOUR),
    "Czech": ("Jan Novák, 20. 1. 2026 10:15", HOUR),
    "Russian": ("Москва, 20 января 2026 г., 10:15 МСК", f"{DAY}T10:15:00+03:00"),
    "Ukrainian": ("20 січня 2026, 10:15 Автор: Іван Петренко", HOUR),
    "Greek": ("20 Ιανουαρίου 2026, 10:15", HOUR),
    "Turkish": ("20 Ocak 2026 Salı 10:15", HOUR),
    "Hungarian": ("2026. január 20. 10:15", HOUR),
    "Romanian": ("20 ianuarie 2026, ora 10:15", HOUR),
    "Vietnamese": ("Thứ ba, 20/1/2026, 10:15 (GMT+7)", f"{DAY}T10:15:00+07:00"),
    "Hindi": ("20 जनवरी 2026, 10:15 AM IST", f"{DAY}T10:15:00+05:30"),
    "Arabic": ("نشر في: ٢٠ يناير ٢٠٢٦ - ١٠:١٥", HOUR),
    "Persian": ("۲۰ ژانویه ۲۰۲۶، ۱۰:۱۵", HOUR),
    "Chinese": ("2026年1月20日 10:15 来源：港口日报", HOUR),
    "Chinese, source glued": ("2026-01-20 10:15来源：港口日报作者：王小明", HOUR),
    "Chinese, glued to a label": ("来源：港口日报 时间：2026年1月20日 10:15 浏览： 33", HOUR),
    "clock glued to the day": ("2026-01-2010:15", HOUR),
    "agency glued to the clock": ("2026.01.20 10:15MTI", HOUR),
    "Japanese": ("2026年1月20日 10時15分", HOUR),
    "Korean": ("입력 2026.01.20 10:15", HOUR),
    "glued": ("Jane Doe20.01.2026, 10:15Lesezeit: 5 Min.", HOUR),
    "a day": ("January 20, 2026", DAY),
    "a day and a name": ("Jan 20, 2026 by Jane Doe", DAY),
}


@pytest.mark.parametrize(("line", "when"), LINES.values(), ids=LINES.keys())
def test_a_time_is_found_in_its_line(line: str, when: str) -> None:
    (moment,) = find_moments(line)
    read = moment.read
    assert (read.when or read.day).isoformat() == when
    assert not moment.is_change


CHANGES = {
    "before": "Updated Jan. 21, 2026 12:30 pm | Published Jan. 20, 2026 10:15 am",
    "behind": "Publié le 20 janvier 2026 à 10h15, mis à jour le 21 janvier 2026 à 12h30",
    "Spanish": "Actualizado: 21/01/2026 12:30h · Publicado: 20/01/2026 10:15h",
    "Korean": "입력 2026.01.20 10:15 수정 2026.01.21 12:30",
}


@pytest.mark.parametrize("line", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_told_from_the_publication(line: str) -> None:
    found = {moment.is_change: moment.read.when for moment in find_moments(line)}
    assert {key: when and f"{when:%d %H:%M}" for key, when in found.items()} == {
        False: "20 10:15",
        True: "21 12:30",
    }


@pytest.mark.parametrize(
    "line",
    [
        "", "5 min read", "3 hours ago", "20 people were hurt, 15 of them badly", "10:15",
        "The talks are to be held on 20 January 2026 in the capital, where the ministers will meet",
        "31 February 2026", "2026", "20.01.2026 10:15" + " x" * LONGEST_LINE,
    ],
)  # fmt: skip
def test_no_time_is_made_up(line: str) -> None:
    assert list(find_moments(line)) == []
