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
