from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction import extract
from crawler.site import Block, Text, Texts

STORY = "".join(
    f"<p>Paragraph {n} tells, in some words and with a comma, what happened.</p>" for n in range(9)
)


def page_of(head: str = "", top: str = "", end: str = "") -> str:
    return f"<html lang=en><head>{head}</head><body>{top}<div>{STORY}</div>{end}</body></html>"


def json_ld(**values: Any) -> str:
    node = {"@type": "NewsArticle", **values}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


H1 = "<h1>The Council Votes</h1>"
OG = '<meta property="og:site_name" content="Example Post">'


@pytest.mark.parametrize(
    ("markup", "field", "rule", "values"),
    [
        pytest.param(
            page_of(json_ld(headline="Votes"), H1), "title", "json-ld: headline", ("Votes",),
            id="title-json-ld",
        ),
        pytest.param(
            page_of(f'{OG}<meta property="og:title" content="The Vote &amp;mdash; x | '
                    'Example Post">'),
            "title", "opengraph: og:title", ("The Vote — x",), id="title-without-outlet",
        ),
        pytest.param(
            page_of("<title>The Vote | Photos | News.example</title>"), "title", "html: title",
            ("The Vote | Photos",), id="title-without-host",
        ),
        pytest.param(
            page_of('<meta name="title" content="The Vote">'), "title", "meta: title",
            ("The Vote",), id="title-meta",
        ),
        pytest.param(page_of(json_ld(name="The Vote")), "title", "json-ld: name", ("The Vote",),
                     id="title-name"),
        pytest.param(page_of("", H1), "title", "html: h1", ("The Council Votes",), id="title-h1"),
        pytest.param(
            page_of("<title>The Council Votes - Somewhere Else</title>", H1), "title", "html: h1",
            ("The Council Votes",), id="title-cut-at-headline",
        ),
        pytest.param(
            page_of(json_ld(datePublished="2026-01-21 18:45")
                    + '<meta name="date" content="2026-01-21T18:45:10+02:00">'),
            "published", "meta: date", ("2026-01-21T18:45:10+02:00",), id="time-with-zone-first",
        ),
        pytest.param(
            page_of('<meta property="article:published:time" content="2026-01-21T18:45Z">'),
            "published", "meta: article:published_time", ("2026-01-21T18:45Z",), id="any-separator",
        ),
        pytest.param(
            page_of(json_ld(dateCreated="2026-01-20T10:00Z", datePublished="2026-01-21T10:00Z")),
            "published", "json-ld: datePublished", ("2026-01-21T10:00Z",), id="created-never-first",
        ),
        pytest.param(
            page_of(json_ld(datepublished="2026-01-21T10:00Z")), "published",
            "json-ld: datePublished", ("2026-01-21T10:00Z",), id="small-letters",
        ),
        pytest.param(
            page_of(json_ld(headline="Another Story of Today", datePublished="2020-01-01")
                    + json_ld(headline="The Council Votes", datePublished="2026-01-21")
                    + "<title>The Council Votes | Example Post</title>"),
            "published", "json-ld: datePublished", ("2026-01-21",), id="article-of-the-title",
        ),
        pytest.param(
            page_of("", "<time datetime=2020-01-01>x</time>" + "<p>menu</p>" * 9 + H1
                    + "<p><time datetime=2026-01-21>x</time></p>"),
            "published", "html: time", ("2026-01-21",), id="time-near-headline",
        ),
        pytest.param(
            page_of("", H1 + "<li>Veröffentlicht am 13. Mai 2026 um 15:44</li>"), "published",
            "generic: line of date", ("13. Mai 2026 um 15:44",), id="visible-line",
        ),
        pytest.param(
            page_of(json_ld(datePublished=1768904100000)), "published",
            "json-ld: datePublished (timestamp)", ("2026-01-20T10:15:00+00:00",), id="timestamp",
        ),
        pytest.param(
            page_of("", H1 + "<p><time class=updated datetime=2026-01-22>x</time>"
                    "<time datetime=2026-01-21>x</time></p>"),
            "published", "html: time", ("2026-01-21",), id="time-named-updated",
        ),
        pytest.param(
            page_of("", H1 + "<p>Updated: <time datetime=2026-01-22>x</time></p>"
                    "<p>Posted: <time datetime=2026-01-21>x</time></p>"),
            "published", "html: time", ("2026-01-21",), id="time-said-to-be-of-a-change",
        ),
        pytest.param(
            page_of("", H1 + "<p>Published 21 January 2026, updated 22 January 2026</p>"),
            "modified", "generic: line of change", ("22 January 2026",), id="visible-change",
        ),
        pytest.param(
            page_of(json_ld(author=[{"name": "Jane Doe"}, {"name": "John Roe"}])), "authors",
            "json-ld: author", ("Jane Doe", "John Roe"), id="authors-json-ld",
        ),
        pytest.param(
            page_of(OG + json_ld(author={"name": "Example Post"}), H1 + "<p>By Jane Doe</p>"),
            "authors", "generic: byline", ("By Jane Doe",), id="outlet-is-no-author-first",
        ),
        pytest.param(
            page_of('<meta name="author" content="j.doe@example.org">',
                    H1 + '<a rel="author">Jane Doe</a>'),
            "authors", "html: author", ("Jane Doe",), id="address-is-no-author",
        ),
        pytest.param(
            page_of(json_ld(keywords=["a b", "c"])), "tags", "json-ld: keywords", ("a b", "c"),
            id="tags-json-ld",
        ),
        pytest.param(
            page_of(json_ld(keywords="a b c") + '<meta name="keywords" content="a b, c">'), "tags",
            "meta: keywords", ("a b, c",), id="words-run-together-come-last",
        ),
        pytest.param(
            page_of("", H1, '<ul class="article-tags"><a>Budget</a> <a>Town</a></ul>'),
            "tags", "generic: tag list", ("Budget", "Town"), id="visible-tags",
        ),
        pytest.param(
            page_of("", H1, "<p>Tags: <a href=/t/1>Budget</a>, <a href=/t/2>Town</a></p>"),
            "tags", "generic: line of tags", ("Budget", "Town"), id="line-of-tags",
        ),
        pytest.param(
            page_of("", H1, '<a rel="category tag">News</a> <a rel="tag">Budget</a>'),
            "tags", "html: rel=tag", ("Budget",), id="category-is-no-tag",
        ),
        pytest.param(
            page_of("", H1, "<abbr itemprop=datePublished title=2026-01-21T10:00Z>x</abbr>"),
            "published", "microdata: datePublished", ("2026-01-21T10:00Z",), id="time-in-a-title",
        ),
        pytest.param(
            page_of("", H1 + "<p><span data-timestamp=1768904100>2 hours ago</span></p>"),
            "published", "html: data attribute (timestamp)", ("2026-01-20T10:15:00+00:00",),
            id="time-in-a-data-attribute",
        ),
        pytest.param(
            page_of('<script>{"story": {"date": "2026-01-20T10:15:00Z"}}</script>'), "published",
            "generic: page state", ("2026-01-20T10:15:00Z",), id="time-of-a-program",
        ),
        pytest.param(
            page_of("<title>A headline of some length</title>",
                    "<p><b>A headline of some length</b></p><p>20.01.2026, 10:15</p>"),
            "published", "generic: line of date", ("20.01.2026, 10:15",), id="a-line-as-headline",
        ),
        pytest.param(page_of(), "language", "html: lang", ("en",), id="language"),
        pytest.param(
            page_of(json_ld(image=[{"url": "https://a.example/1.jpg"}])), "image", "json-ld: image",
            ("https://a.example/1.jpg",), id="image",
        ),
    ],
)  # fmt: skip
def test_any_site(
    make_page: Any, make_site: Any, markup: str, field: str, rule: str, values: tuple[str, ...]
) -> None:
    found = extract(make_page(markup), make_site()).first(field)
    assert found is not None
    assert (found.rule, found.values) == (rule, values)


def test_a_site_s_answer_stands_alone_but_for_the_time(make_page: Any, make_site: Any) -> None:
    site = make_site(title=Text("h1"), published=Text(".when"), body=Texts("p"))
    head = json_ld(headline="Other", datePublished="2026-01-21T16:45Z")
    draft = extract(make_page(page_of(head, H1 + "<i class=when>18:45 21.01.2026</i>")), site)
    rules = {name: [one.rule for one in found] for name, found in draft.fields.items()}
    assert rules["title"] == ["site: h1"]
    assert rules["published"] == ["site: .when", "json-ld: datePublished"]
    assert rules["body"] == ["site: p"]


def test_the_article_s_time_is_never_a_side_block_s(make_page: Any, make_site: Any) -> None:
    site = make_site(
        article_url=r"/news/\d+\.html$",
        published=Text(".time", anywhere=True),
        related=Block(headings=("MORE ABOUT",)),
    )
    block = "".join(
        f"<div><span class=time>1{n}:00 20.01.2026</span><a href=/news/{n}.html>Story {n}</a></div>"
        for n in range(5)
    )
    side = f"<div><h3>MORE ABOUT</h3><div>{block}</div></div>"
    late = page_of("", H1 + side, "<span class=time>18:45 21.01.2026</span>")
    found = extract(make_page(late, "https://news.example/news/99.html"), site).first("published")
    assert found is not None
    assert found.values == ("18:45 21.01.2026",)
