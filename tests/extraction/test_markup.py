from __future__ import annotations

import re

import pytest
from lxml.html import HtmlElement

from crawler.document import parse
from crawler.extraction.markup import read_paragraphs, read_text


def first(markup: str) -> HtmlElement:
    """The first element of the body."""
    return parse(markup).find("body")[0]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>one <b>two</b>three</p>", "one twothree", id="inline-joins"),
        pytest.param("<div><p>one</p><p>two</p></div>", "one\ntwo", id="blocks-separate"),
        pytest.param("<p>one<br>two</p>", "one\ntwo", id="break-separates"),
        pytest.param("<p>one\ntwo</p>", "one two", id="source-line-end-is-a-blank"),
        pytest.param("<p>one<script>x()</script> two</p>", "one two", id="script"),
        pytest.param("<p>a<noscript>b</noscript><style>c</style>d</p>", "ad", id="unread"),
        pytest.param("<p>a<!-- b -->c</p>", "ac", id="comment"),
    ],
)
def test_text_is_what_a_reader_sees(markup: str, text: str) -> None:
    assert re.sub("\n+", "\n", read_text(first(markup))) == text


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        pytest.param("<div>a<p>b</p>c</div>", ["a", "b", "c"], id="bare-text-beside-blocks"),
        pytest.param("<div>a<br><br>b<br>c</div>", ["a", "b\nc"], id="double-break"),
        pytest.param("<div>a<br> <br/>\n<br>b</div>", ["a", "b"], id="breaks-and-blanks"),
        pytest.param("<ul><li>a</li><li><b>b</b></li></ul>", ["a", "b"], id="list"),
        pytest.param("<p> \n </p>", [], id="blank"),
    ],
)
def test_paragraphs(markup: str, paragraphs: list[str]) -> None:
    assert list(read_paragraphs(first(markup))) == paragraphs


def test_what_is_skipped_keeps_what_follows_it() -> None:
    element = first("<p>a <span>advert</span>b</p>")
    assert read_text(element, {element[0]}) == "a b"


def test_depth_is_no_obstacle() -> None:
    element = first("<div>" * 1500 + "deep" + "</div>" * 1500)
    assert read_text(element) == "deep"
