from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.document import parse
from crawler.extraction.blocks import Block, iter_blocks, squeeze
from crawler.extraction.boilerplate import speaks_against


def blocks_of(markup: str) -> tuple[Block, ...]:
    return tuple(iter_blocks(parse(f"<body>{markup}").find("body")))


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        pytest.param("<p>one <b>two</b></p><p>three</p>", ["one two", "three"], id="paragraphs"),
        pytest.param("<div>a<p>b</p>c</div>", ["a", "b", "c"], id="bare-text"),
        pytest.param("a<br>b<br><br>c", ["a b", "c"], id="breaks"),
        pytest.param(
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            ["a b", "c"],
            id="rows",
        ),
        pytest.param("<table><tr><td><p>a</p><p>b</p></td></tr></table>", ["a", "b"], id="layout"),
        pytest.param("<p>a<i class='sr-only'>, opens new tab</i> b</p>", ["a b"], id="for-the-ear"),
        pytest.param("<script>x</script><p>a<style>b</style>c</p>", ["ac"], id="unread"),
    ],
)
def test_blocks_are_what_stands_apart(markup: str, texts: list[str]) -> None:
    assert [block.text for block in blocks_of(markup)] == texts


def test_a_block_knows_its_links_and_marks() -> None:
    (block,) = blocks_of("<aside><div class='story relatedItems'><p>ab <a>cd</a></p></div></aside>")
    assert (block.linked, block.link_share, block.tag) == (2, 0.4, "p")
    assert [mark.tag for mark in block.marks] == ["aside", "div"]


@pytest.mark.parametrize(
    ("key", "against"),
    [
        pytest.param(("div", "article-body", None), False, id="body"),
        pytest.param(("div", "newsletter-signup", None), True, id="newsletter"),
        pytest.param(("div", "storyRelatedLinks", None), True, id="camel-case"),
        pytest.param(("div", "headline", None), False, id="part-of-a-word"),
        pytest.param(("div", None, "comments"), True, id="id"),
        pytest.param(("article", "teaser", None), False, id="article-is-never"),
        pytest.param(("tr", "player", None), False, id="row-is-never"),
        pytest.param(("p", "x " * 400 + "promo", None), False, id="soup"),
    ],
)
def test_names_speak(key: tuple[str, str | None, str | None], against: bool) -> None:
    assert speaks_against(key) is against


@given(st.text(max_size=200))
def test_no_text_is_lost_or_made_up(text: str) -> None:
    shown = " ".join(text.translate({ord(c): " " for c in "<>&"}).split())
    got = " ".join(block.text for block in blocks_of(f"<p>{shown}</p>"))
    assert squeeze(got) in squeeze(shown)
