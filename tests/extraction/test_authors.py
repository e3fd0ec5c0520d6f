"""Pages → who wrote the story: persons that are told, persons that are shown, the outlet last."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction import extract
from crawler.normalization.authors import clean_authors

STORY = "".join(
    f"<p>Paragraph {n} tells, in some words and with a comma, what happened.</p>" for n in range(9)
)
H1 = "<h1>Harbour Strike Ends After Nine Weeks</h1>"
DATE = "<p>20 January 2026, 10:15</p>"


def page_of(head: str = "", below: str = "", end: str = "") -> str:
    return (
        f"<html lang=en><head>{head}</head><body>{H1}{below}<div>{STORY}</div>{end}</body></html>"
    )


def json_ld(author: Any, **values: Any) -> str:
    node = {"@type": "NewsArticle", "author": author, **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


JANE = {"@type": "Person", "name": "Jane Doe"}
OUTLET = {"@type": "Organization", "name": "Daily Example"}

CASES = {
    "a person": (page_of(json_ld(JANE)), ["Jane Doe"]),
    "by in the data": (page_of(json_ld("By Jane Doe and John Roe")), ["Jane Doe", "John Roe"]),
    "parts of a name": (
        page_of(json_ld({"givenName": "Jane", "familyName": "Doe"})), ["Jane Doe"],
    ),
    "a reference": (
        page_of(json_ld({"@id": "#jane"}).replace("</script>", "")[:-1]
                + ', "mentions": 1}</script>'
                + '<script type="application/ld+json">{"@id": "#jane", "name": "Jane Doe"}'
                "</script>"),
        ["Jane Doe"],
    ),
    "a list by name": (page_of(json_ld({"@list": [JANE, "John Roe"]})), ["Jane Doe", "John Roe"]),
    "an invented name": (page_of(meta("shop:authors", "Jane Doe")), ["Jane Doe"]),
    "an invented name with a full stop": (page_of(meta("page.author", "Jane Doe")), ["Jane Doe"]),
    "an author's address": (page_of(meta("page:author_url", "/jane-doe")), []),
    "the outlet, and a byline": (
        page_of(json_ld(OUTLET, publisher=OUTLET), "<p>By Jane Doe</p>"), ["Jane Doe"],
    ),
    "the outlet as byline, and a name beside the date": (
        page_of(
            meta("og:site_name", "Daily Example"),
            f'<p class="author">Daily Example</p>{DATE}<p>Jane Doe</p>',
        ),
        ["Jane Doe"],
    ),
    "a name beside the date": (page_of(below=f"<p>Jane Doe</p>{DATE}"), ["Jane Doe"]),
    "the subject of the story beside the date": (
        page_of(meta("og:title", "Jane Doe: Harbour Strike Ends"), f"<p>Jane Doe</p>{DATE}"), [],
    ),
    "a section beside the date": (
        page_of(meta("article:section", "Northern Ports"), f"<p>Northern Ports</p>{DATE}"), [],
    ),
    "a link to a section beside the date": (
        page_of(below=f"<p><a href=/category/x>Northern Ports</a></p>{DATE}"), [],
    ),
    "a link to readers' comments beside the date": (
        page_of(below="<p>20 January 2026 | <a href=/a/1#comments>View Comments</a></p>"), [],
    ),
    "a number, and a name at the end": (
        page_of(meta("author", "1482088941"), "<p align=right>Jane Doe</p>"), ["Jane Doe"],
    ),
    "a category beside the date": (
        page_of(below=f"<div class=post-cat>Northern Ports</div>{DATE}"), [],
    ),
    "a menu's line beside the date": (
        page_of(below=f"<nav><p>Northern Ports</p></nav>{DATE}"), [],
    ),
    "a heading beside the date": (page_of(below=f"<h2>Northern Ports</h2>{DATE}"), []),
    "the outlet alone": (page_of(json_ld(OUTLET, publisher=OUTLET)), ["Daily Example"]),
    "the outlet before a guess": (
        page_of(json_ld(OUTLET, publisher=OUTLET), f"<p>Studio Example</p>{DATE}"),
        ["Daily Example"],
    ),
    "the owner's company": (
        page_of(meta("author", "Example Zeitung GmbH"), "<p>Von Jane Doe</p>"), ["Jane Doe"],
    ),
    "the page names more": (
        page_of(json_ld(JANE), "<p>By <a rel=author>John Roe</a>, <a rel=author>Jane Doe</a></p>"),
        ["John Roe", "Jane Doe"],
    ),
    "the page names an agency beside": (
        page_of(json_ld(JANE), "<p><a rel=author>Jane Doe</a> and <a rel=author>Reuters</a></p>"),
        ["Jane Doe"],
    ),
    "an agency behind names": (
        page_of("", "<p>By Jane Doe and John Roe <b class=author>The Associated Press</b></p>"),
        ["Jane Doe", "John Roe", "The Associated Press"],
    ),
    "no label, two names": (page_of("", f"<p>Jane Doe and John Roe</p>{DATE}"),
                            ["Jane Doe", "John Roe"]),
    "no label, a person and an agency": (page_of("", f"<p>Jane Doe and AFP</p>{DATE}"),
                                         ["Jane Doe", "AFP"]),
    "no label, in the line of the date": (
        page_of("", "<p>Jane Doe 20.01.2026 | 10:15 Uhr</p>"), ["Jane Doe"],
    ),
    "no label, before an hour": (
        page_of("", "<p>Jane Doe</p><p>Uppdaterad 15.59 | Publicerad 14.14</p>"), ["Jane Doe"],
    ),
    "elements side by side": (
        page_of("", "<div class=article-byline><b>Jane Doe</b> <b>John Roe</b></div>"),
        ["Jane Doe", "John Roe"],
    ),
    "said twice": (page_of("", "<p><a rel=author>Jane Doe Jane Doe</a></p>"), ["Jane Doe"]),
    "far below": (
        page_of("", "".join(f"<p>Share by way {n}</p>" for n in range(12))
                + "<div class=author-name>Jane Doe</div>"),
        ["Jane Doe"],
    ),
    "a reporter at the end": (
        page_of("", "", "<p>항구 김하늘 기자 sky@news.example</p>"), ["김하늘"],
    ),
    "a button": (page_of("", "<p class=author>Anmelden</p>"), []),
    "a path of sections": (page_of("", "<p class=authors>Home | News</p>"), []),
    "a sentence": (
        page_of("", "<p>Author Jane Doe, from Example, said that she had not been there.</p>"), [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("markup", "names"), CASES.values(), ids=CASES.keys())
def test_authors(make_page: Any, make_site: Any, markup: str, names: list[str]) -> None:
    found = extract(make_page(markup), make_site()).fields.get("authors", ())
    read = (clean_authors(one.values) for one in found)
    assert list(next(filter(None, read), ())) == names
