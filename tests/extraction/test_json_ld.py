from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction.json_ld import address_key, choose_article, read_json_ld, text_of, texts_of
from tests.cpu_time import at_most

NEWS = '{"@type": "NewsArticle", "headline": "H"}'


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(NEWS, id="object"),
        pytest.param(f"[{NEWS}]", id="array"),
        pytest.param(f'{{"@graph": [{{"@type": "WebSite"}}, {NEWS}]}}', id="graph"),
        pytest.param(f'{{"@type": "WebPage", "mainEntity": {NEWS}}}', id="main-entity"),
        pytest.param(f"<!-- {NEWS} -->", id="comment"),
        pytest.param(f"//<![CDATA[\n{NEWS}\n//]]>", id="cdata"),
        pytest.param(f"/*<![CDATA[*/{NEWS}/*]]>*/", id="cdata-in-comments"),
        pytest.param(f"/* <![CDATA[ */ {NEWS} /* ]]> */", id="cdata-in-comments-with-blanks"),
        pytest.param(f"// <![CDATA[\n{NEWS}\n// ]]>", id="cdata-behind-blanks"),
        pytest.param(f"  <![CDATA[  {NEWS}  ]]>  ", id="cdata-between-blanks"),
        pytest.param('{"@type": "NewsArticle", /* * a */ "headline": "H"}', id="block-comment"),
        pytest.param('{"@type": "NewsArticle", /* a */ "headline": "H",} /*', id="open-comment"),
        pytest.param('{"@type": "NewsArticle", "headline": "H",}', id="trailing-comma"),
        pytest.param('{"@type": "NewsArticle",\n// note\n"headline": "H"}', id="line-comment"),
        pytest.param(
            '{"@type": "NewsArticle", "x": "a\nb\tc", "headline": "H"}', id="raw-line-end"
        ),
        pytest.param('{"@type": "NewsArticle", "x": "it\\\'s", "headline": "H"}', id="bad-escape"),
        pytest.param(
            '{"@type": "NewsArticle", "x": "say "no", they said", "headline": "H"}', id="quotes"
        ),
        pytest.param('{"@type": "NewsArticle"\n"headline": "H"}', id="missing-comma"),
        pytest.param("\ufeff" + NEWS, id="byte-order-mark"),
        pytest.param(f"window.data = {NEWS};", id="assigned"),
        pytest.param(NEWS.replace("@type", "type"), id="type-without-at"),
        pytest.param(NEWS.replace("NewsArticle", "newsarticle"), id="type-in-small-letters"),
        pytest.param(NEWS + NEWS, id="two-in-one"),
        pytest.param(NEWS + ";", id="semicolon"),
        pytest.param(NEWS.replace('"', "&quot;"), id="entities"),
        pytest.param('{"@type": ["x", "schema:NewsArticle"], "headline": ["H"]}', id="lists"),
    ],
)
def test_article_is_found_in_broken_forms(make_page: Any, script: str) -> None:
    page = make_page(f'<script type="application/ld+json">{script}</script>')
    article = choose_article(read_json_ld(page.root), frozenset(), ())
    assert article is not None
    assert text_of(article["headline"]) == "H"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("", id="empty"),
        pytest.param("not json", id="words"),
        pytest.param('{"@type": "NewsArticle"', id="cut"),
        pytest.param("[" * 10_000, id="deep-open"),
        pytest.param("[" * 10_000 + "]" * 10_000, id="deep"),
        pytest.param('{"@graph":' * 10_000 + "1" + "}" * 10_000, id="deep-graph"),
        pytest.param('{"a": "' + "x" * 3_000_000 + '"}', id="too-long"),
        pytest.param("3", id="number"),
        pytest.param("{,},,,]" * 100_000, id="commas"),
        pytest.param("/*" * 300_000, id="open-comments"),
        pytest.param("[" + "/*a" * 100_000, id="comments-without-end"),
        pytest.param("[" + " " * 300_000 + "x", id="blanks"),
        pytest.param("[" + "// " * 100_000 + "x", id="slashes-and-blanks"),
        pytest.param("[" + "," * 300_000, id="many-commas"),
        pytest.param("[" + ", " * 150_000 + "x", id="commas-and-blanks"),
        pytest.param("[" + "\n" * 300_000 + "//x", id="lines"),
        pytest.param("<![CDATA[" * 100_000 + " " * 100_000, id="open-cdata"),
    ],
)
def test_what_cannot_be_read_is_left(make_page: Any, script: str) -> None:
    page = make_page(f'<script type="application/ld+json">{script}</script>')
    with at_most(2):
        assert choose_article(read_json_ld(page.root), frozenset(), ()) is None


def test_a_megabyte_is_read(make_page: Any) -> None:
    nodes = [{"@type": "Thing", "name": "x" * 90} for _ in range(9_000)]
    script = json.dumps([{"@type": "NewsArticle", "headline": "H"}, *nodes])
    page = make_page(f'<script type="application/ld+json">{script}</script>')
    found = read_json_ld(page.root)
    assert found[0]["headline"] == "H"
    assert len(found) <= 5_000


ONE = {"@type": "NewsArticle", "headline": "One", "url": "https://a.example/1"}
TWO = {"@type": "Article", "headline": "Two", "mainEntityOfPage": {"@id": "https://a.example/2/"}}


@pytest.mark.parametrize(
    ("url", "titles", "headline"),
    [
        pytest.param("https://a.example/2", (), "Two", id="address"),
        pytest.param("https://a.example/3", ("two",), "Two", id="headline"),
        pytest.param("https://a.example/3", ("other",), "One", id="first"),
    ],
)
def test_of_several_articles_the_page_s_own(url: str, titles: Any, headline: str) -> None:
    chosen = choose_article((ONE, TWO), frozenset({address_key(url)}), titles)
    assert chosen is not None
    assert chosen["headline"] == headline


def test_values_of_any_shape() -> None:
    assert text_of([{"@value": " a "}]) == "a"
    assert text_of({"name": {"name": "deep"}}) == "deep"
    assert text_of(True) == text_of(None) == text_of([]) == ""
    assert texts_of(["a", {"name": "b"}, None, ""]) == ("a", "b")
