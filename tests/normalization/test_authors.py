"""Bylines as pages write them → names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalization.authors import AUTHOR_COUNT, LONGEST_NAME, clean_authors
from crawler.normalization.text import clean_line

BYLINES = {
    "a name": ("Jane Doe", ["Jane Doe"]),
    "English": ("By Jane Doe", ["Jane Doe"]),
    "English, capitals": ("BY JANE DOE", ["JANE DOE"]),
    "written by": ("Written by: Jane Doe", ["Jane Doe"]),
    "agency behind a name": ("By Jane Doe The Associated Press",
                             ["Jane Doe", "The Associated Press"]),
    "agency of several words": ("The Associated Press", ["The Associated Press"]),
    "name said twice": ("Jane Doe Jane Doe", ["Jane Doe"]),
    "sections behind a name": ("By QX, in News, Business, Property", ["QX"]),
    "domain and places": ("news-example.org, Frankfurt, Germany", ["news-example.org"]),
    "German, whole": ("Verfasst von: Anna Muster", ["Anna Muster"]),
    "Croatian": ("Piše Ana Horvat", ["Ana Horvat"]),
    "Polish, past": ("Napisała: Anna Nowak", ["Anna Nowak"]),
    "Hungarian": ("Szerzők: Nagy Anna, Kiss Péter", ["Nagy Anna", "Kiss Péter"]),
    "Lithuanian": ("Parengė Ona Petraitienė", ["Ona Petraitienė"]),
    "Greek": ("Ρεπορτάζ: Άννα Παπαδάκη", ["Άννα Παπαδάκη"]),
    "Hebrew": ("מאת: דנה לוי", ["דנה לוי"]),
    "Arabic": ("إعداد: أحمد علي", ["أحمد علي"]),
    "Persian": ("گزارش: مریم رضایی", ["مریم رضایی"]),
    "Vietnamese": ("Thực hiện: Lê Minh", ["Lê Minh"]),
    "Thai": ("เรื่องโดย สมชาย ใจดี", ["สมชาย ใจดี"]),
    "begins like a label": ("Perla Example", ["Perla Example"]),
    "twice introduced": ("Analysis by: by Jane Doe", ["Jane Doe"]),
    "nickname in brackets": ("By Richard (R.J.) Roe", ["Richard Roe"]),
    "place in brackets between names": ("Jane Doe (Kyiv) John Roe", ["Jane Doe", "John Roe"]),
    "day without a year": ("By Jane Doe March 18 at 3:57 PM Follow", ["Jane Doe"]),
    "a surname like a month": ("Jane Ann May, 5 min read", ["Jane Ann May"]),
    "an agency's job behind a name": ("Jane Doe, CNN Senior Supreme Court Analyst", ["Jane Doe"]),
    "Chinese, within brackets": ("【文/港口日报专栏作者 王小明】", ["王小明"]),
    "Chinese, nobody known": ("作者：未知", []),
    "German, nobody named": ("von am", []),
    "German": ("Von Anna Muster", ["Anna Muster"]),
    "German, place": ("Von Anna Muster, Frankfurt", ["Anna Muster"]),
    "noble": ("Von der Tann", ["Von der Tann"]),
    "French": ("Par Anne Dupont et Luc Martin", ["Anne Dupont", "Luc Martin"]),
    "Spanish": ("Por Ana García y Luis Pérez", ["Ana García", "Luis Pérez"]),
    "surname with y": ("José Ortega y Gasset", ["José Ortega y Gasset"]),
    "Italian": ("di Maria Rossi e Paolo Bianchi", ["Maria Rossi", "Paolo Bianchi"]),
    "surname with Di": ("Di Stefano Alfredo", ["Di Stefano Alfredo"]),
    "surname with De": ("Dirk De Jong", ["Dirk De Jong"]),
    "Dutch": ("Door Jan Jansen en Piet de Vries", ["Jan Jansen", "Piet de Vries"]),
    "Portuguese": ("Por João Silva", ["João Silva"]),
    "Polish": ("Autor: Jan Kowalski i Anna Nowak", ["Jan Kowalski", "Anna Nowak"]),
    "Swedish": ("Av Karin Berg och Nils Holm", ["Karin Berg", "Nils Holm"]),
    "Russian": ("Автор: Иван Петров", ["Иван Петров"]),
    "Russian, two": ("Авторы: Иван Петров и Анна Белова", ["Иван Петров", "Анна Белова"]),
    "Russian, job": ("Журналист Иван Петров", ["Иван Петров"]),
    "Ukrainian": ("Автор: Олена Коваль, Петро Шевчук", ["Олена Коваль", "Петро Шевчук"]),
    "Ukrainian, dash": ("Текст – Олена Коваль", ["Олена Коваль"]),
    "Ukrainian, і": ("Олена Коваль і Петро Шевчук", ["Олена Коваль", "Петро Шевчук"]),
    "Japanese": ("文・写真 松岡大地", ["松岡大地"]),
    "Japanese, two": ("松岡大地、山田花子", ["松岡大地", "山田花子"]),
    "Korean reporter": ("신현주 기자", ["신현주"]),
    "Chinese": ("记者：张三", ["张三"]),
    "and": ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
    "list": ("A. Doe, B. Roe, C. Poe and D. Moe", ["A. Doe", "B. Roe", "C. Poe", "D. Moe"]),
    "Oxford comma": ("Jane Doe, John Roe, and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
    "semicolons": ("Jane Doe; John Roe", ["Jane Doe", "John Roe"]),
    "slash and agency": ("Jane Doe/AFP", ["Jane Doe", "AFP"]),
    "bar": ("Jane Doe | Reuters", ["Jane Doe", "Reuters"]),
    "agency in brackets": ("Jane Doe (Reuters)", ["Jane Doe", "Reuters"]),
    "agency in brackets, blanks": ("Jane Doe ( Reuters )", ["Jane Doe", "Reuters"]),
    "initials in brackets": ("Elena Muster (elm)", ["Elena Muster"]),
    "agency alone": ("By Reuters", ["Reuters"]),
    "agencies": ("Reuters, dpa", ["Reuters", "dpa"]),
    "paper and agency": ("Par Le Journal et AFP", ["Le Journal", "AFP"]),
    "outlet after a comma": ("Von Max Muster, MDR SACHSEN", ["Max Muster", "MDR SACHSEN"]),
    "domain beside": ("Jane Doe, Example.com", ["Jane Doe"]),
    "domain alone": ("example.com", ["example.com"]),
    "site's source": ("Interfax-Ukraine", ["Interfax-Ukraine"]),
    "job after a comma": ("Jane Doe, Senior Political Correspondent", ["Jane Doe"]),
    "job without one": ("By Jane Doe Travel News Reporter", ["Jane Doe"]),
    "job in small letters": ("Jane Doe, Example Post reporter", ["Jane Doe"]),
    "job between": ("Jane Doe, Europe Editor, and John Roe", ["Jane Doe", "John Roe"]),
    "job before": ("Reporter Jane Doe", ["Jane Doe"]),
    "a desk": ("Example staff reporter", ["Example staff reporter"]),
    "a job alone": ("Senior Reporter", []),
    "place": ("Jane Doe in Berlin and John Roe in Kyiv", ["Jane Doe", "John Roe"]),
    "for whom": ("Jane Doe for the Guardian", ["Jane Doe"]),
    "degree": ("Jane Doe, PhD", ["Jane Doe"]),
    "degree without comma": ("Jane Doe M.D.", ["Jane Doe"]),
    "suffix": ("Martin Doe, Jr.", ["Martin Doe Jr."]),
    "turned round": ("Doe, Jane", ["Jane Doe"]),
    "long description": (
        "Jonas Jonaitis, Pavyzdžio universiteto Gamtos mokslų fakulteto profesorius",
        ["Jonas Jonaitis"],
    ),
    "clock and date": ("By Jane Doe 14:00, 28 Apr 2024 | comments", ["Jane Doe"]),
    "button": ("By Jane Doe Twitter", ["Jane Doe"]),
    "handle": ("Jane Doe (@janedoe)", ["Jane Doe"]),
    "handle alone": ("@janedoe", []),
    "photo credit": ("Jane Doe, Photo: John Roe", ["Jane Doe"]),
    "photo credit without colon": ("Von Max Muster, Foto Anna Beispiel", ["Max Muster"]),
    "editing credit": ("Reporting by Jane Doe; Editing by John Roe", ["Jane Doe"]),
    "profile": ("https://www.facebook.com/example", []),
    "profile without scheme": ("www.example.com/authors/jane", []),
    "mail": ("j.doe@example-post.com", []),
    "outlet with address": ("Example Post (www.example.com)", ["Example Post"]),
    "admin": ("admin", []),
    "nothing": ("", []),
    "introduction alone": ("By", []),
    "object": ("[object Object]", []),
    "style sheet": (".byline{margin:0;font-size:14px !important}", []),
    "blank lines": ("By \n\n Jane Doe \n\n\n John Roe \n\nToday 5:00 am", ["Jane Doe", "John Roe"]),
    "line break inside a name": ("Jane\n   Doe", ["Jane Doe"]),
    "accents": ("Nguyễn Văn A", ["Nguyễn Văn A"]),
    "apostrophe and hyphen": ("Anne-Marie O'Brien", ["Anne-Marie O'Brien"]),
    "particles": ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
    "invisible": ("\u200bJane\u00a0Doe\u202e", ["Jane Doe"]),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "names"), BYLINES.values(), ids=BYLINES.keys())
def test_bylines(raw: str, names: list[str]) -> None:
    assert list(clean_authors([raw])) == names


LISTS = {
    "order": (["B. Roe", "A. Doe"], ["B. Roe", "A. Doe"]),
    "repeated": (["Jane Doe", "JANE DOE", "By Jane Doe"], ["Jane Doe"]),
    "repeated but for a full stop": (["J. Doe", "J Doe"], ["J. Doe"]),
    "slug and page": (["Jane Doe", "https://example.com/jane-doe/", "jane-doe"], ["Jane Doe"]),
    "slug alone": (["jane-doe"], []),
    "single names": (["Suharto", "Madonna"], ["Suharto", "Madonna"]),
    "none": ([], []),
}


@pytest.mark.parametrize(("raws", "names"), LISTS.values(), ids=LISTS.keys())
def test_lists(raws: list[str], names: list[str]) -> None:
    assert list(clean_authors(raws)) == names


def test_the_number_is_bounded() -> None:
    raws = [f"Jane {chr(65 + i % 26)}{chr(97 + i // 26)}doe" for i in range(200)]
    assert len(clean_authors(raws)) == AUTHOR_COUNT
    assert clean_authors(["Jane Doe", "John Roe"], count=1) == ("Jane Doe",)


PIECES = "By Jane Doe and , ; | ( ) @x https://x von der Jr. Reporter Reuters \n\n 14:00 y 文 & - ."


@given(st.lists(st.text(max_size=80) | st.lists(st.sampled_from(PIECES.split(" "))).map(" ".join)))
def test_names_are_clean_bounded_and_different(raws: list[str]) -> None:
    names = clean_authors(raws)
    assert len({name.casefold() for name in names}) == len(names) <= AUTHOR_COUNT
    for name in names:
        assert name == clean_line(name)
        assert 2 <= len(name) <= LONGEST_NAME


def test_what_an_author_is_is_no_author() -> None:
    assert clean_authors(["Jane Doe", "Quay News Reporter"]) == ("Jane Doe",)
    assert clean_authors(["Quay News Reporter"]) == ("Quay News Reporter",)
