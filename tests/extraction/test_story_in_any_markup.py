"""One story in the markup of many systems and habits: the same paragraphs come out of each."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction import extract

TITLE = "Ferry company to build three electric boats"
STORY = [
    f"The ferry company said on day {n} that its new boats, all electric, would cross the bay in"
    f" {20 + n} minutes, and that the harbour would be rebuilt for them."
    for n in range(1, 11)
]
OTHER = "A baker in the old town was given a prize for her bread, which is made with sea water."
MORE = "".join(
    f"<li><a href=/n/{n}>Another story of the town, told at some length, number {n}</a></li>"
    for n in range(6)
)
HEAD = (
    f"<header><h1>{TITLE}</h1><time datetime='2026-01-20T08:00:00+00:00'>20 January</time></header>"
)
SIDE = f"<aside><h2>Latest</h2><ul>{MORE}</ul></aside>"
FOOT = f"<footer><p>{OTHER}</p><ul>{MORE}</ul></footer>"


def _each(before: str, after: str, between: str = "") -> str:
    return between.join(f"{before}{one}{after}" for one in STORY)


P = _each("<p>", "</p>")
AD = "<div class='x-slot'><span>Advertisement</span></div>"
NEWSLETTER = (
    "<p>Get the news of the bay in your inbox every morning, for free, from our editors.</p>"
)

MARKUPS = {
    "wrapped": _each("<div><p>", "</p></div>"),
    "wrapped-twice": _each("<div class=cell><div class=inner><p>", "</p></div></div>"),
    "sections": _each("<section><div><p>", "</p></div></section>"),
    "wrapped-with-ads": _each("<div class=block><p>", "</p></div>", AD),
    "component-blocks": _each(
        "<div data-component=text-block class=css-1x><div class=css-2y><p>", "</p></div></div>"
    ),
    "div-paragraphs": f"<div>{_each('<div>', '</div>')}</div>",
    "div-paragraphs-with-class": f"<div>{_each('<div class=q1w2>', '</div>')}</div>",
    "spans-in-divs": _each("<div class=p><span>", "</span></div>"),
    "breaks": f"<div>{'<br><br>'.join(STORY)}</div>",
    "breaks-in-a-paragraph": f"<p>{'<br /><br />'.join(STORY)}</p>",
    "single-breaks-and-blanks": f"<div>{'<br>&nbsp;<br>'.join(STORY)}</div>",
    "fonts": _each("<p><font face=Arial><span>", "</span></font></p>"),
    "layout-table": f"<table><tr><td width=160><ul>{MORE}</ul></td><td>{P}</td></tr></table>",
    "table-in-table": f"<table><tr><td><table><tr><td>{P}</td></tr></table></td></tr></table>",
    "blockquote-all": f"<blockquote>{P}</blockquote>",
    "center": f"<center>{P}</center>",
    "list-is-the-story": f"<ol>{_each('<li>', '</li>')}</ol>",
    "two-containers": "<div class=text>"
    + "".join(f"<p>{one}</p>" for one in STORY[:4])
    + f"</div>{AD}<div class=promo-box>{NEWSLETTER}</div><div class=text>"
    + "".join(f"<p>{one}</p>" for one in STORY[4:])
    + "</div>",
    "columns": "<div class=row><div class=col>"
    + "".join(f"<p>{one}</p>" for one in STORY[:5])
    + "</div></div><div class=row><div class=col>"
    + "".join(f"<p>{one}</p>" for one in STORY[5:])
    + "</div></div>",
    "promotion-that-is-not-closed": f"<p>{STORY[0]}</p><p>{STORY[1]}</p><p>{STORY[2]}</p><p>"
    f"{STORY[3]}</p><p>{STORY[4]}</p><div class=cta><a href=/join>Join</a>"
    + "".join(f"<p>{one}</p>" for one in STORY[5:])
    + "</div>",
    "article-in-a-form": f"<form action=/ method=post><div id=content>{P}</div></form>",
    "custom-elements": _each("<news-paragraph><p>", "</p></news-paragraph>"),
    "paragraph-attributes": _each("<p data-id='x1' dir=ltr style='margin:0'>", "</p>"),
    "non-breaking": _each("<p>&nbsp;&nbsp;", "&nbsp;</p>"),
    "empty-paragraphs": _each("<p>", "</p><p>&nbsp;</p>"),
}  # fmt: skip


@pytest.fixture
def body_of(make_page: Any, make_site: Any) -> Any:
    """The body of a page's markup, as any site's."""

    def read(markup: str, head: str = "") -> list[str]:
        page = make_page(
            f"<html><head><title>{TITLE}</title>{head}</head><body>{markup}</body></html>"
        )
        found = extract(page, make_site()).fields.get("body")
        return [" ".join(one.split()) for one in found[0].values] if found else []

    return read


@pytest.mark.parametrize(
    "frame", ["<article>{}</article>", "<div>{}</div>"], ids=["article", "div"]
)
@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS.keys())
def test_the_same_story(body_of: Any, markup: str, frame: str) -> None:
    assert body_of(f"{frame.format(HEAD + markup)}{SIDE}{FOOT}") == STORY
