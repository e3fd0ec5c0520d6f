"""What in an HTML page would cost a parser far more than its size: bytes in, a reason or None out.

The numbers are far above what news pages have (of 338 recorded ones the worst has 6,800 tags) and
low enough that 8 MiB of the worst that passes parses in seconds.
"""

from __future__ import annotations

import re

MAX_TAGS = 100_000
MAX_ATTRIBUTES = 1_000
"""Of one tag: parsers compare each attribute with all before it. 40,000 take 1.6 s."""
MAX_DEPTH = 2_000
"""Below some 2,045 levels lxml drops text without a word."""

# All repetitions are possessive, so what is matched is never given back and tried again. A quote,
# comment or script that does not end is searched to the end of the page once: none begins later.
_VALUE = rb"=[ \t\r\n\f]*+(?:\"[^\"]*+\"|'[^']*+')?+"
# The rest of a tag as HTML reads it: a quote counts only after "=".
_REST = rb"(?:[^>=]++|" + _VALUE + rb")*+"
_COMMENT = rb"!--(?:-?>|(?:[^-]++|-(?!-!?>))*+)"
# What stands in a script or style sheet is no tag, whatever it looks like.
_END = rb"</(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])[\s/>]"
_RAW = rb"((?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])(?=[\s/>])" + _REST + rb")"
_RAW += rb"(?:[^<]++|(?!" + _END + rb")<)*+"
# One "<" before all alternatives lets the search skip what is between tags quickly.
_TOKEN = re.compile(rb"<(?:" + _RAW + rb"|(/?[a-zA-Z]" + _REST + rb")|" + _COMMENT + rb")")
_ATTRIBUTE_VALUE = re.compile(_VALUE)
# Tags that hold nothing, or that the next of their kind closes, do not nest.
_FLAT = re.compile(
    rb"/?(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
    rb"|p|li|dt|dd|option|tr|td|th|thead|tbody|tfoot)(?:[\s/]|$)",
    re.IGNORECASE,
)


def find_danger(body: bytes) -> str | None:
    """The reason not to parse ``body``, None if it is safe; some 0.5 ms for 100 KB."""
    if body.count(b"<") > MAX_TAGS:
        return "danger-tags"
    tags = [raw or tag for raw, tag in _TOKEN.findall(body)]
    if any(map(_has_many_attributes, tags)):
        return "danger-tag"
    if len(tags) > MAX_DEPTH and _measure_depth(tags) > MAX_DEPTH:
        return "danger-depth"
    return None


def _has_many_attributes(tag: bytes) -> bool:
    """True if ``tag`` has more than MAX_ATTRIBUTES: each needs a letter and a blank. A tag of
    300 KB is mostly one long value."""
    if len(tag) <= 2 * MAX_ATTRIBUTES:
        return False
    return len(_ATTRIBUTE_VALUE.sub(b" ", tag).split()) > MAX_ATTRIBUTES


def _measure_depth(tags: list[bytes]) -> int:
    """The most start tags open at once, by their number alone."""
    depth = deepest = 0
    for tag in tags:
        if tag and not _FLAT.match(tag):
            depth += -1 if tag[0] == ord("/") else 1
            deepest = max(deepest, depth)
    return deepest
