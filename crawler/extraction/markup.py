"""Element → text as a reader sees it: blocks and breaks separate, inline elements do not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml.html import HtmlElement

_UNREAD_NAMES = (
    "script style noscript template svg math iframe object audio video canvas button input select "
    "textarea option head amp-ad amp-embed amp-sticky-ad amp-consent"
)
UNREAD = frozenset(_UNREAD_NAMES.split())
"""Elements whose text no reader of the article sees."""
_BLOCKS_NAMES = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCKS_NAMES.split())
_NOT_PLAIN = UNREAD | BLOCKS | {"br"}
PARAGRAPH = "\x1e"
BREAK = "\x1d"
"""They stand for the edges of blocks and for ``<br>`` while text is collected; no document holds
them (see crawler.document.parse)."""


def _on_one_line(text: str) -> str:
    """Line ends and tabs as blanks; three searches are quicker than one translation."""
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ")


def collect(element: HtmlElement, skip: Collection[HtmlElement] = ()) -> Iterator[str]:
    """The pieces of an element's text in order, PARAGRAPH at every edge of a block, BREAK for
    ``<br>``; what stands in ``skip`` or is never read is left out. Nesting may be any depth."""
    walk: list[tuple[HtmlElement, bool]] = [(element, True)]
    while walk:
        node, entering = walk.pop()
        tag = node.tag
        block = tag in BLOCKS
        if not entering:
            if block:
                yield PARAGRAPH
            if node is not element and node.tail:
                yield node.tail
            continue
        walk.append((node, False))
        if tag in UNREAD or node in skip:
            continue
        if block:
            yield PARAGRAPH
        elif tag == "br":
            yield BREAK
        if node.text:
            yield node.text
        walk.extend((child, True) for child in reversed(node))


def is_plain(element: HtmlElement, skip: Collection[HtmlElement]) -> bool:
    """True if nothing beneath an element is left out or separates: most paragraphs and links."""
    if element.tag in UNREAD or element in skip:
        return False
    return not any(one.tag in _NOT_PLAIN or one in skip for one in element.iterdescendants())


def _read_plain(element: HtmlElement) -> str:
    """The text of an element that is plain, most of which hold no other."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    return _on_one_line(text).strip()


def read_text(element: HtmlElement, skip: Collection[HtmlElement] = ()) -> str:
    """The whole text of an element; a line feed at every edge of a block and every break, and
    nowhere else."""
    if is_plain(element, skip):
        return _read_plain(element)
    text = _on_one_line("".join(collect(element, skip)))
    return text.replace(PARAGRAPH, "\n").replace(BREAK, "\n").strip()


def read_paragraphs(element: HtmlElement, skip: Collection[HtmlElement] = ()) -> Iterator[str]:
    """The texts between the edges of blocks, and between double breaks; none is empty."""
    if is_plain(element, skip):
        text = _read_plain(element)
        yield from (text,) if text else ()
        return
    text = _on_one_line("".join(collect(element, skip)))
    for block in text.split(PARAGRAPH):
        yield from _split_at_double_breaks(block)


def _split_at_double_breaks(block: str) -> Iterator[str]:
    lines: list[str] = []
    for line in map(str.strip, block.split(BREAK)):
        if line:
            lines.append(line)
        elif lines:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)
