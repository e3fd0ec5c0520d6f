from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.bylines import find_authors, find_authors_below
from crawler.extraction.visible import View
from crawler.normalization.authors import clean_authors

LINES = {
    "date first": "<p>January 20, 2026 by <span class=author><a href=/x>Jane Doe</a></span></p>",
    "unmarked, date first": "<p>January 20, 2026 | by Jane Doe</p>",
    "link to an author's page": "<p>20.01.2026 <a href=/authors/jd>Jane Doe</a> 3 min read</p>",
    "link to a handle": "<div><a href='https://letters.example/@jane'>Jane Doe</a></div>",
    "name of a user": "<p>Submitted by <a class=username>Jane Doe</a> on 01/20/2026 - 10:15</p>",
    "line of an element named so": "<div class=author-group><p>Jane Doe</p></div>",
    "glued to a date": "<p class=byline>Jane Doe20.01.2026, 10:15</p>",
    "label behind the date": "<p>20 January 2026, 10:15 Author: Jane Doe</p>",
}


def authors_of(page: Any) -> tuple[str, ...]:
    found = next(find_authors(View(page)), None)
    return clean_authors(found.values) if found else ()


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_a_name_near_the_headline(make_page: Any, line: str) -> None:
    page = make_page(f"<body><h1>A headline of the day</h1>{line}<p>Text.</p></body>")
    assert authors_of(page) == ("Jane Doe",)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("<p>20 січня 2026, 10:15 Автор: Іван Петренко</p>", "Іван Петренко"),
        ("<p>2026-01-20 10:15 来源：港口日报 作者：王小明</p>", "王小明"),
        ("<p>作者：王小明 时间：2026年1月20日</p>", "王小明"),
        ("<p>كتب: أحمد علي</p>", "أحمد علي"),
    ],
    ids=["Ukrainian", "Chinese", "Chinese with a label behind", "Arabic"],
)
def test_labels_of_many_languages(make_page: Any, line: str, name: str) -> None:
    assert authors_of(make_page(f"<body><h1>A headline of the day</h1>{line}</body>")) == (name,)


@pytest.mark.parametrize(
    "line",
    [
        "<p><a class=author-link href=/login>Login</a></p>",
        "<figure><img><p>Photo: <span class=author>Jane Doe</span></p></figure>",
        "<p class=author>20.01.2026</p>",
        "<p>The minister, by all accounts, was late.</p>",
        "<p><a href=/x>Why the quay is to be closed</a> <a class=author href=/y>Jane Doe</a></p>",
        "<p><a class=author-link href=/x>View More Articles</a></p>",
    ],
    ids=["a button", "a picture's", "a date", "a sentence", "another story's", "a link to more"],
)
def test_who_is_no_author(make_page: Any, line: str) -> None:
    assert authors_of(make_page(f"<body><h1>A headline of the day</h1>{line}</body>")) == ()


def test_a_dated_byline_far_from_the_headline(make_page: Any) -> None:
    menu = "".join(f"<p>Line {n} of a long menu</p>" for n in range(20))
    signed = "<div class=sig-line>By Jane Doe March 18 at 3:57 PM Follow @jane</div>"
    other = "<div class=comments><div class=comment>By John Roe March 19 at 4:57 PM</div></div>"
    page = make_page(f"<body><h1>A headline of the day</h1>{menu}{signed}{other}</body>")
    found = next(find_authors_below(View(page)))
    assert clean_authors(found.values) == ("Jane Doe",)
    assert found.rule == "generic: byline elsewhere"


TEXT = "".join(f"<p>Speaker {n} said that the work would take two years.</p>" for n in range(15))
RIGHT = '<p style="text-align:right;">'
SIGNED = {
    "by style": (f"{RIGHT}<strong>Lê Phương</strong></p>", ("Lê Phương",)),
    "by attribute": ("<p align=right><em>Jane Doe</em></p>", ("Jane Doe",)),
    "where it was taken from": (f"{RIGHT}Theo Reuters</p>", None),
    "a sentence": (f"{RIGHT}Jane Doe was there and saw it all.</p>", None),
    "set to the left": ("<p>Jane Doe</p>", None),
    "under a picture": (f"<figure><figcaption>{RIGHT}Jane Doe</p></figcaption></figure>", None),
    "in a comment": (f"<div class=comments>{RIGHT}Jane Doe</p></div>", None),
    "a list of many": ("".join(f"{RIGHT}Jane {n}</p>" for n in ("Doe", "Roe", "Poe")), None),
}


@pytest.mark.parametrize(("line", "names"), SIGNED.values(), ids=SIGNED.keys())
def test_who_signed_at_the_end(make_page: Any, line: str, names: tuple[str, ...] | None) -> None:
    h1 = "<h1>A headline of the day</h1>"
    page = make_page(f"<body><div class=sidebar-1>{h1}{TEXT}{line}</div></body>")
    assert next((found.values for found in find_authors_below(View(page))), None) == names
