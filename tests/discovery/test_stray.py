"""Stray ampersands: escaped in text and bytes, references kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.discovery.stray import escape_stray

CASES = {
    "R&D": "R&amp;D",
    "a && b": "a &amp;&amp; b",
    "&amp;&lt;&#39;&#x27;": "&amp;&lt;&#39;&#x27;",
    "&nbsp;&lol;": "&amp;nbsp;&amp;lol;",
    "&amp": "&amp;amp",
    "&#;&#x;&#12345678;": "&amp;#;&amp;#x;&amp;#12345678;",
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
    assert escape_stray(reference) == ("&amp;" + reference[1:] if is_surrogate else reference)
    text = etree.fromstring(f"<a>{escape_stray(reference)}</a>").text
    assert text == (reference if is_surrogate else chr(code))
