"""Pages that would cost a parser far more than their size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, find_danger
from tests.cpu_time import at_most

ARTICLE = b"<html><head><title>t</title></head><body>%s</body></html>"
TAGS, LEVELS = ARTICLE.count(b"<"), 2
"""What the page has of its own."""
PARAGRAPH = b'<div class="a" id=b title=\'c\'><p>Some words of a story.<br><img src="x"></div>\n'


def attributes(count: int, form: str) -> bytes:
    return " ".join(form.format(number) for number in range(count)).encode()


DANGEROUS = {
    "attributes": (b"<p " + attributes(40_000, 'a{}="x"') + b">", "danger-tag"),
    "just too many": (b"<p " + attributes(MAX_ATTRIBUTES + 1, "a{}=1") + b">", "danger-tag"),
    "without values": (b"<p " + attributes(2000, "a{}") + b">", "danger-tag"),
    "with > in values": (b"<p " + attributes(2000, 'a{}=">"') + b">", "danger-tag"),
    "with < in values": (b"<p " + attributes(2000, "a{}='<p>'") + b">", "danger-tag"),
    "never closed": (b"<p " + attributes(2000, "a{}=1"), "danger-tag"),
    "of a script": (b"<script " + attributes(2000, "a{}=1") + b">", "danger-tag"),
    "tags": (b"<p>" * (MAX_TAGS - TAGS + 1), "danger-tags"),
    "depth": (b"<div>" * (MAX_DEPTH - LEVELS + 1) + b"text", "danger-depth"),
    "depth among comments": (b"<!-- --><b>" * (MAX_DEPTH - LEVELS + 1), "danger-depth"),
    "depth of any element": (b"<x-y z>" * 3000 + b"text" + b"</x-y>" * 3000, "danger-depth"),
    "hidden in a value": (
        b"<a title='<script>'><p " + attributes(2000, "a{}=1") + b">",
        "danger-tag",
    ),
    "after a short comment": (b"<!--><p " + attributes(2000, "a{}=1") + b">-->", "danger-tag"),
    "after a script": (b"<SCRIPT>'</SCRIPT ><p " + attributes(2000, "a{}=1") + b">", "danger-tag"),
    "depth between paragraphs": (b"<b><p>" * 3000, "danger-depth"),
}


@pytest.mark.parametrize(("body", "danger"), DANGEROUS.values(), ids=DANGEROUS.keys())
def test_danger(body: bytes, danger: str) -> None:
    assert find_danger(ARTICLE % body) == danger


SAFE = {
    "empty": b"",
    "a long article": PARAGRAPH * 5000,
    "one long attribute": b'<div data-state="' + b"{a=b <c> }" * 40_000 + b'">',
    "many attributes": b"<p " + attributes(900, 'a{}="x"') + b">",
    "void elements": b"<br><hr/><img src=x>" * 5000,
    "unclosed paragraphs and items": b"<p>one<li>two" * 5000,
    "as many tags as may be": b"<p>" * (MAX_TAGS - TAGS),
    "as deep as may be": b"<div>" * (MAX_DEPTH - LEVELS) + b"</div>" * (MAX_DEPTH - LEVELS),
    "one beside the other": b"<!-- --><b></b><script></script>" * MAX_DEPTH,
    "stray quotes": b'<a class="x"">text</a>' * 5000,
    "a script of comparisons": b"<script>" + b"if (a<b) c=d;\n" * 5000 + b"</script>",
    "a style sheet": b"<style>" + b"a{content:'<b c=d'}" * 5000 + b"</style>",
    "a comment": b"<!--" + b"<b c=d" * 5000 + b"-->",
    "less-than signs": b"1 < 2 <3 < " * 5000,
}


@pytest.mark.parametrize("body", SAFE.values(), ids=SAFE.keys())
def test_safe(body: bytes) -> None:
    assert find_danger(ARTICLE % body) is None


HARD_TO_SCAN = {
    "quotes without end": b"<a b='" * 500_000,
    "quotes of both kinds": b"<a b='\" c=\"' " * 200_000,
    "equals signs": b"<a " + b"=" * 3_000_000,
    "opening brackets": b"<a" * 1_500_000,
    "comments without end": b"<!-- -" * 500_000,
    "scripts without end": b"<script></scrip" * 200_000,
    "blanks": b"<a =" + b" " * 3_000_000,
}


@pytest.mark.parametrize("body", HARD_TO_SCAN.values(), ids=HARD_TO_SCAN.keys())
def test_scan_is_linear(body: bytes) -> None:
    with at_most(3):  # quadratic would be minutes
        find_danger(body)


def test_common_page_is_scanned_at_once() -> None:
    page = ARTICLE % (PARAGRAPH * (100_000 // len(PARAGRAPH)))
    with at_most(0.1):
        for _ in range(10):
            find_danger(page)


@given(st.binary())
def test_any_bytes_are_judged(body: bytes) -> None:
    assert find_danger(body) is None
