"""Stray ampersands: escaped in text and bytes, references kept, by number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.discovery.stray import escape_stray

CASES = {
    "R&D": "R&#38;D",
    "a && b": "a &#38;&#38; b",
    "&#39;&#x27;": "&#39;&#x27;",
    "&amp;&lt;&gt;&quot;&apos;": "&#38;&#60;&#62;&#34;&#39;",
    "&amp;lt;&amp;#39;": "&#38;lt;&#38;#39;",
    "&nbsp;&lol;": "&#38;nbsp;&#38;lol;",
    "&amp": "&#38;amp",
    "&#;&#x;&#12345678;": "&#38;#;&#38;#x;&#38;#12345678;",
    "1 < 2": "1 &#60; 2",
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_stray_ampersands_are_escaped(text: str, expected: str) -> None:
    assert escape_stray(text) == expected
    assert escape_stray(text.encode()) == expected.encode()


@given(st.text(st.sampled_from("&;#xlt9a ")))
def test_what_was_escaped_can_be_parsed(text: str) -> None:
    parser = etree.XMLParser(resolve_entities=False, recover=True)
    element = etree.fromstring(f"<a>{escape_stray(text)}</a>", parser)
    assert not any(child.tag is etree.Entity for child in element)


@pytest.mark.parametrize("layout", ["&#{};", "&#0{};", "&#x{:x};", "&#x00{:X};"])
@pytest.mark.parametrize(
    "code", [0xD7FF, 0xD800, 55299, 55300, 56000, 57299, 57300, 0xDFFF, 0xE000]
)
def test_a_number_stays_a_reference_if_lxml_can_give_its_text(layout: str, code: int) -> None:
    reference = layout.format(code)
    is_surrogate = 0xD800 <= code <= 0xDFFF
    assert escape_stray(reference) == ("&#38;" + reference[1:] if is_surrogate else reference)
    text = etree.fromstring(f"<a>{escape_stray(reference)}</a>").text
    assert text == (reference if is_surrogate else chr(code))


ERRORS = ("\x01", "<b c=d/>", "<b c='1' c='2'/>", "<!-- a -- b -->", "<b <c>")


@pytest.mark.parametrize("error", ERRORS)
def test_what_follows_an_error_keeps_its_references(error: str) -> None:
    text = "&amp; &lt; &gt; &quot; &apos; &#39; R&D"
    root = etree.fromstring(
        f"<a>{escape_stray(f'{error}<t>{text}</t>')}</a>", etree.XMLParser(recover=True)
    )
    assert [found.text for found in root.iter("t")] == ["& < > \" ' ' R&D"]
