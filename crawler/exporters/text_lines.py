"""Lines of text files → the lines of each article, and those by the heading they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crawler.errors import TextLayoutError
from crawler.exporters.text_grammar import BLOCK_FIELDS, FIRST_LINE, RECORD

EXPECTED = "expected ' date YYYY-MM-DD source'"


class Line(NamedTuple):
    """A line without its end and the blanks around it (a first line keeps its leading blank)."""

    number: int
    text: str


def split_articles(lines: Iterable[str]) -> Iterator[list[Line]]:
    """The lines of each article; blank ones are kept, they end the first block."""
    article: list[Line] = []
    for number, raw in enumerate(lines, 1):
        text = raw.removeprefix("\ufeff") if number == 1 else raw
        if FIRST_LINE.match(text):
            if article:
                yield article
            article = [Line(number, text.rstrip())]
        elif article:
            article.append(Line(number, text.strip()))
        elif text.strip():
            raise broken(Line(number, text), EXPECTED)
    if article:
        yield article


def broken(line: Line, problem: str) -> TextLayoutError:
    """The error for a line."""
    return TextLayoutError(f"line {line.number}: {problem}")


def split_parts(lines: list[Line]) -> dict[str | None, list[Line]]:
    """The lines by the heading they stand under; the story's own stand under None."""
    parts: dict[str | None, list[Line]] = {None: []}
    heading: str | None = None
    for line in lines:
        if line.text in BLOCK_FIELDS or line.text == RECORD:
            heading = line.text
            if heading in parts:
                raise broken(line, f"a second {heading}; a text line of these words begins with \\")
            parts[heading] = []
        else:
            parts[heading].append(line)
    return parts
