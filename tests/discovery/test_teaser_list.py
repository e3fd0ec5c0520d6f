"""Pages whose text is other pages' teasers, and stories with teasers below them."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.teaser_list import is_made_of_teasers, is_teaser_list
from crawler.discovery.undescribed import undescribed
from crawler.page import Page

SITE = undescribed("https://news.example/")
SEEN = dt.datetime(2026, 1, 21, 17, 0, tzinfo=dt.UTC)
TEXT = "The bridge was opened on a grey morning, and people came in from four villages. "


def teaser(n: int, tag: str = "article", heading: str = "h2") -> str:
    title = f"<{heading}><a href='/bridge-{n}/'>The bridge is open {n}</a></{heading}>"
    author = "<a href='/author/jane/'>Jane</a>"
    return f"<{tag}>{title}<p>{TEXT}{author}</p><a href='/bridge-{n}/#more'>More</a></{tag}>"


TEASERS = "".join(map(teaser, range(4)))
STORY = f"<h1>The bridge</h1>{f'<p>{TEXT * 3}</p>' * 5}"
LINKED = "".join(f"<p>{TEXT}<a href='/bridge-{n}/'>The bridge was built</a></p>" for n in range(5))
PAGES = {
    "teasers": (f"<main>{TEASERS}</main>", True),
    "cards": (f"<div>{''.join(teaser(n, 'div', 'h3') for n in range(4))}</div>", True),
    "linked cards": (
        "".join(
            f"<div><a href='/b-{n}/'><h3>The bridge {n}</h3><p>{TEXT}</p></a></div>"
            for n in range(4)
        ),
        True,
    ),
    "a story alone": (STORY, False),
    "a story with teasers": (f"<article>{STORY}</article><aside>{TEASERS}</aside>", False),
    "a story with links": (f"<h1>The bridge</h1>{LINKED}", False),
    "two teasers": (f"<main>{teaser(1)}{teaser(2)}</main>", False),
    "headings to itself": (
        "".join(f"<div><h2><a href='#part-{n}'>Part {n}</a></h2><p>{TEXT}</p></div>"
                for n in range(5)),
        False,
    ),
    "headings to its address": (
        "".join(f"<div><h2><a href='/a/#p{n}'>Part {n}</a></h2><p>{TEXT}</p></div>"
                for n in range(5)),
        False,
    ),
    "nothing": ("", False),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PAGES.values(), ids=PAGES)
def test_a_list_of_teasers_is_known_by_where_its_text_stands(body: str, expected: bool) -> None:
    page = Page("https://news.example/a/", f"<html><body>{body}</body></html>".encode(), SEEN)
    assert is_teaser_list(page, SITE) is expected


def test_a_short_story_above_many_teasers_is_not_made_of_them() -> None:
    texts = [f"{TEXT}It was day {n}." for n in range(6)]
    rows = "".join(
        f"<article><h2><a href='/b-{n}/'>The bridge {n}</a></h2><p>{text}</p></article>"
        for n, text in enumerate(texts)
    )
    own = f"{TEXT}Nobody knows why."
    body = f"<html><body><h1>The bridge</h1><p>{own}</p>{rows}</body></html>"
    page = Page("https://news.example/a/", body.encode(), SEEN)
    assert is_made_of_teasers(texts, page, SITE)
    assert is_made_of_teasers([own, *texts], page, SITE)
    assert not is_made_of_teasers([own], page, SITE)
    assert not is_made_of_teasers([own * 3, *texts[:2]], page, SITE)
    assert not is_made_of_teasers(texts[:2], page, SITE)
    assert not is_made_of_teasers([], page, SITE)
