"""Tree → the blocks of text a reader sees, in page order, each with what its surroundings say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.extraction.boilerplate import (
    attributes_of,
    is_for_screen_readers,
    is_hidden,
    is_hiding,
    key_of,
    speaks_against,
)
from crawler.extraction.markup import BLOCKS, UNREAD

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_EDGES = BLOCKS - _CELLS
"""A row of a table is one block; what is a block inside a cell still stands alone."""
WIDE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)
"""A character of a script that says more with each, most of them written without blanks."""
_NOT_WORD = re.compile(r"[\W_]+")
_SENTENCE_ENDS = frozenset(".!?…。！？»”\"'’)]:;")

Marks = tuple[HtmlElement, ...]


@dataclass(frozen=True)
class Block:
    """``text`` is one line; ``linked`` counts its characters inside links; ``element`` is the
    nearest block element; ``marks`` are the elements around all of it whose names speak against
    it; ``in_teaser`` if it stands in a card that leads to another story."""

    text: str
    linked: int
    element: HtmlElement
    marks: Marks
    in_teaser: bool = False

    @property
    def tag(self) -> str:
        """The name of the block element."""
        tag: str = self.element.tag
        return tag

    @property
    def is_heading(self) -> bool:
        """True for h1 to h6."""
        return self.element.tag in HEADINGS

    @cached_property
    def weight(self) -> int:
        """`length_of` the text."""
        return length_of(self.text)

    @cached_property
    def key(self) -> str:
        """The text's letters and digits alone, for comparison with what a library gave."""
        return squeeze(self.text)

    @property
    def ends_sentence(self) -> bool:
        """True if the text ends as sentences do, in marks of any script."""
        return self.text[-1:] in _SENTENCE_ENDS

    @property
    def link_share(self) -> float:
        """Share of the text that is links, 0 to 1."""
        return min(1.0, self.linked / len(self.text))


def length_of(text: str) -> int:
    """Length in characters; a character of a script without blanks counts double."""
    return len(text) + (0 if text.isascii() else len(WIDE.findall(text)))


def squeeze(text: str) -> str:
    """Letters and digits alone, case folded: equal for texts that differ in blanks and marks."""
    return _NOT_WORD.sub("", text).casefold()


class _State(NamedTuple):
    """What holds at one place of the walk."""

    element: HtmlElement
    marks: Marks
    in_link: bool


class _Reader:
    """Collects the pieces of one block after another; ``ended`` are those not yet taken."""

    def __init__(self) -> None:
        self.ended: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._start: _State | None = None
        self._marks: Marks = ()
        self._breaks = 0

    def add(self, text: str, state: _State) -> None:
        if not text.isspace():
            self._breaks = 0
            if self._start is None:
                self._start, self._marks = state, state.marks
            elif state.marks is not self._marks:
                self._marks = tuple(mark for mark in self._marks if mark in state.marks)
            if state.in_link:
                self._linked += len(text.strip())
            self._pieces.append(text)
        elif self._start is not None:
            self._pieces.append(text)

    def end_block(self) -> None:
        if self._start is not None:
            text = " ".join("".join(self._pieces).split())
            start = self._start
            self.ended.append(Block(text, self._linked, start.element, self._marks))
            self._pieces, self._linked, self._start = [], 0, None
        self._breaks = 0

    def take(self) -> Sequence[Block]:
        """The blocks that ended since the last time; at most two stand between steps."""
        ended, self.ended = self.ended, []
        return ended

    def end_line(self) -> None:
        """A single break is a blank, a second one ends the block."""
        self._breaks += 1
        if self._breaks > 1:
            self.end_block()
        elif self._start is not None:
            self._pieces.append(" ")

    def enter(self, node: HtmlElement, outside: _State) -> _State | None:
        """What holds inside ``node``; None where nothing in it is read."""
        tag = node.tag
        attributes = attributes_of(node)
        if tag in UNREAD or is_unseen(tag, attributes):
            return None
        if tag == "br":
            self.end_line()
            return None
        if tag in _EDGES:
            self.end_block()
        elif tag in _CELLS:
            self._enter_cell(node)
        inside = _inside(node, tag, attributes, outside)
        if text := node.text:
            self.add(text, inside)
        return inside

    def _enter_cell(self, cell: HtmlElement) -> None:
        if _holds_blocks(cell):
            self.end_block()
        elif self._start is not None:
            self._pieces.append(" ")

    def leave(self, node: HtmlElement) -> None:
        """Ends the block that ``node`` holds, if it is not a part of a line."""
        tag = node.tag
        if tag in _EDGES or (tag in _CELLS and _holds_blocks(node)):
            self.end_block()


def _inside(node: HtmlElement, tag: str, attributes: Mapping[str, str], outside: _State) -> _State:
    """What holds inside ``node``: mostly the same as outside, where it is a part of a line."""
    against = speaks_against(key_of(tag, attributes)) or is_hidden(attributes)
    is_block = tag in BLOCKS
    if not against and not is_block and tag != "a":
        return outside
    return _State(
        node if is_block else outside.element,
        (*outside.marks, node) if against else outside.marks,
        outside.in_link or tag == "a",
    )


def _holds_blocks(cell: HtmlElement) -> bool:
    """True for a cell that lays out a part of the page; one with a line of text is data."""
    return len(cell) > 0 and next(cell.iterdescendants("br", "p", "div", "table"), None) is not None


def is_unseen(tag: str, attributes: Mapping[str, str]) -> bool:
    """True for what stands inside a line and is not shown."""
    if not attributes or tag in BLOCKS:
        return False
    classes, style = attributes.get("class"), attributes.get("style")
    if classes is not None and is_for_screen_readers(classes):
        return True
    return style is not None and is_hiding(style)


def iter_blocks(body: HtmlElement) -> Iterator[Block]:
    """The blocks beneath an element, read as they are asked for; nesting may be any depth."""
    reader = _Reader()
    walk: list[tuple[HtmlElement, _State, bool]] = [(body, _State(body, (), False), True)]
    while walk:
        if reader.ended:
            yield from reader.take()
        node, state, entering = walk.pop()
        inside = reader.enter(node, state) if entering else None
        if inside is not None and len(node):
            walk.append((node, state, False))
            walk += [(child, inside, True) for child in reversed(node)]
            continue
        if inside is not None or not entering:
            reader.leave(node)
        if node is not body and (tail := node.tail):
            reader.add(tail, state)
    reader.end_block()
    yield from reader.take()
