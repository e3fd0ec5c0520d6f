"""Related stories on pages of sites that nobody has described, without a heading that is known."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery.related import read_blocks
from crawler.discovery.undescribed import undescribed
from crawler.page import Page

SITE = undescribed("https://news.example/")
NOW = dt.datetime(2026, 1, 21, 18, 0, tzinfo=dt.UTC)
STORY = "".join(f"<p>{'The harbour was opened again. ' * 6}{n}</p>" for n in range(3))
URLS = [f"/news/{number}.html" for number in (41230, 41231, 41232)]
LIST = "".join(f'<li><a href="{url}">A story of the harbour</a></li>' for url in URLS)

PAGES = {
    "a known heading": (f"<h1>T</h1>{STORY}<div><h4>Read also</h4><ul>{LIST}</ul></div>", 3),
    "a telling class": (f"<h1>T</h1>{STORY}<div class='box related'><ul>{LIST}</ul></div>", 3),
    "a group behind the story": (f"<article><h1>T</h1>{STORY}<ul>{LIST}</ul></article>", 3),
    "a group beside it": (f"<article><h1>T</h1>{STORY}</article><ul>{LIST}</ul>", 0),
    "a menu behind it": (f"<article><h1>T</h1>{STORY}<nav><ul>{LIST}</ul></nav></article>", 0),
    "a class on the whole page": (f"<div class='related'><h1>T</h1>{STORY}{LIST}</div>", 0),
    "links within the story": (
        f"<article><h1>T</h1><p>{LIST}</p>{STORY}</article>", 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "count"), PAGES.values(), ids=PAGES)
def test_related_stories_are_found(body: str, count: int) -> None:
    text = f"<html><body>{body}</body></html>"
    page = Page("https://news.example/news/41000.html", text.encode(), NOW)
    blocks = read_blocks(page, SITE)
    assert [link.url for link in blocks.related] == [f"https://news.example{u}" for u in URLS][
        :count
    ]
    assert not any(
        blocks.hold(p) for p in page.root.iter("p") if "harbour was" in "".join(p.itertext())
    )
