"""Bytes → text → tree: the one place where a document is decoded and parsed."""

from __future__ import annotations

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement
from w3lib.encoding import html_to_unicode, http_content_type_encoding, resolve_encoding

from crawler.errors import Rejected

MAX_BYTES = 20_000_000
"""A tree takes some twenty times as much memory; no real page has a tenth of it."""
MAX_TAGS = 120_000
"""Of real pages the longest have some ten thousand; time and memory grow with them."""
MAX_ATTRIBUTES = 2_000
"""In one tag; libxml2 takes time quadratic in them (90,000: 9 s)."""
UNSUSPECTED_SIZE = 250_000
"""Characters below which even one tag of nothing but the shortest attributes is parsed in 5 s."""

_ATTRIBUTE = r"""[\s/]++[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"']*+))?+"""
# Every quantifier is possessive and no two alternatives begin alike, so no character is read twice.
_ALL_TAGS_BEARABLE = re.compile(
    rf"(?:[^<]++|<(?![a-zA-Z])|<[a-zA-Z][^\s/>]*+(?:{_ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+"
    rf"(?!{_ATTRIBUTE}))*+"
)
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r") + b"\x7f"
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")

LOST = "\ufffd"
TOLERATED_LOSS = 0.002
"""Share of characters that may be lost before another encoding is tried."""
# Blanks of two bytes, never given back, then "<" and what may follow it: linear.
_WIDE_TAG = re.compile(
    rb"(?:[ \t\r\n]\0)*+(?P<little><\0[!?a-zA-Z]\0)|(?:\0[ \t\r\n])*+\0<\0[!?a-zA-Z]"
)
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
"""Codecs of Python's that decode bytes to text, and that no page is in."""
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOJIBAKE = re.compile("[ÃÂÐÑ][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]")


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """(encoding, text): BOM, then UTF-8 where the bytes are UTF-8 whatever is declared, then what
    header and document declare, then a guess where that loses too much.

    Raises Rejected for more bytes than any page has.
    """
    if len(body) > MAX_BYTES:
        raise Rejected("too-large", f"more than {MAX_BYTES:,} bytes")
    encoding, text = _as_utf8(body) or _as_unmarked_utf16(body) or _as_declared(body, content_type)
    if _is_lossy(text):
        encoding, text = _decode_better(body, content_type) or (encoding, text)
    return encoding, _undo_mojibake(text)


def _is_lossy(text: str) -> bool:
    # To look whether there is any is many times faster than to count.
    return LOST in text and text.count(LOST) > TOLERATED_LOSS * len(text)


def _as_utf8(body: bytes) -> tuple[str, str] | None:
    """Text that is valid UTF-8 and not ASCII is practically never anything else, unless a mark or
    zero bytes speak for UTF-16. ASCII alone may be an encoding of seven bits."""
    if body.startswith(_UTF_16_MARKS) or body.isascii() or b"\0" in body:
        return None
    try:
        return "utf-8", body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _as_unmarked_utf16(body: bytes) -> tuple[str, str] | None:
    name = _find_wide_tag(body)
    return (name, body.decode(name, "replace")) if name else None


def find_utf16(start: bytes) -> str | None:
    """``utf-16-le`` or ``utf-16-be`` where a document's first bytes show it, by a mark or not."""
    if start.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    return "utf-16-be" if start.startswith(codecs.BOM_UTF16_BE) else _find_wide_tag(start)


def _find_wide_tag(body: bytes) -> str | None:
    """A document whose first tag is of two bytes a character is in UTF-16, marked or not."""
    start = _WIDE_TAG.match(body)
    if start is None:
        return None
    return "utf-16-le" if start["little"] else "utf-16-be"


def _as_declared(body: bytes, content_type: str | None) -> tuple[str, str]:
    try:
        name, text = html_to_unicode(content_type, body)
    except (LookupError, UnicodeError):  # a codec of Python's that is no charset, such as base64
        name, text = "undefined", ""
    return ("utf-8", body.decode("utf-8", "replace")) if name in _NO_CHARSETS else (name, text)


def _decode_better(body: bytes, content_type: str | None) -> tuple[str, str] | None:
    """What loses nothing: the header's encoding, the document's, then the likeliest guess."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]{2,30})", body[:4096], re.IGNORECASE)
    names = [http_content_type_encoding(content_type)]
    names.append(resolve_encoding(declared[1].decode("ascii")) if declared else None)
    for name in dict.fromkeys(names):
        text = _decode_as(name, body) if name and name != "utf-8" else None
        if name and text and not _is_lossy(text):
            return name, text
    return _guess(body)


def _decode_as(name: str, body: bytes) -> str | None:
    """None for a codec that is no charset."""
    if name in _NO_CHARSETS:
        return None
    try:
        return body.decode(name, "replace")
    except (LookupError, UnicodeError):
        return None


def _guess(body: bytes) -> tuple[str, str] | None:
    """The encoding that the bytes themselves speak for; a rare path, so imported here."""
    from charset_normalizer import from_bytes

    sample = re.sub(rb"<[^<>]*>|[\x00-\x1f]+", b" ", body[:200_000])
    best = from_bytes(sample[:50_000]).best()
    if best is None:
        return None
    return best.encoding, body.decode(best.encoding, "replace")


def _undo_mojibake(text: str) -> str:
    """Text that was UTF-8, read as windows-1252 and encoded again, set right."""
    if "Ã" not in text and "Ð" not in text:
        return text
    pairs = len(_MOJIBAKE.findall(text))
    foreign = sum(1 for _ in re.finditer(r"[^\x00-\x7f]", text))
    if pairs < 20 or 2 * pairs < 0.8 * foreign:
        return text
    try:
        return b"".join(map(_misread_byte, text)).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return text


def _misread_byte(character: str) -> bytes:
    """The byte that windows-1252 (with Latin-1 in its holes) shows as ``character``."""
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def parse(text: str) -> HtmlElement:
    """The tree of a document; comments and processing instructions are left out.

    Raises Rejected for a document that would take too much time or memory.
    """
    _check_limits(text)
    cleaned = _XML_DECLARATION.sub("", text.lstrip("\ufeff")).encode("utf-8", "replace")
    parser = _make_parser()
    try:
        root = etree.fromstring(cleaned.translate(None, _CONTROLS), parser)
    except etree.ParserError:
        root = None
    return etree.fromstring(b"<html></html>", parser) if root is None else root


def _make_parser() -> etree.HTMLParser:
    """A parser whose elements are all of one class: lxml.html's own choice of a class for each is
    Python code that runs at every touch of an element, a sixth of all time here."""
    parser = etree.HTMLParser(
        encoding="utf-8",
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _check_limits(text: str) -> None:
    if len(text) > MAX_TAGS and text.count("<") > MAX_TAGS:
        raise Rejected("too-many-tags", f"more than {MAX_TAGS:,} tags")
    if len(text) < UNSUSPECTED_SIZE:
        return
    if _ALL_TAGS_BEARABLE.fullmatch(text) is None:
        raise Rejected("too-many-attributes", f"more than {MAX_ATTRIBUTES:,} in one tag")
