"""Tree → the text of an article that a page carries only as its program's data.

Such data stands in scripts as JSON (``__NEXT_DATA__`` and the like) or as strings of a stream of
JSON. A story is one long string of markup, or many strings under the same key of a list.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from crawler.document import parse
from crawler.errors import Rejected
from crawler.extraction.headline_words import share_told
from crawler.extraction.markup import read_paragraphs

SHORTEST_SCRIPT = 500
LONGEST_SCRIPT = 4_000_000
SHORTEST_STORY = 400
"""Characters of text from which data is taken for a story."""
TOLD = 0.5
"""Share of the headline's words that stand in its story."""
MOST_VALUES = 100_000
MOST_LINES = 2_000
"""Pieces of a stream in one string that are read."""
_SENTENCE = 50
_MARKUP = re.compile(r"</?(?:p|br|div|h[2-4])\b", re.IGNORECASE)
# Matches wherever a quote stands, up to the end if need be, and the search goes on behind it: no
# character is read twice.
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\Z)?', re.DOTALL)
_LONG_STRING = 300
_STREAM_NUMBER = re.compile(r"^[0-9a-f]{1,4}:")
"""Opens a line of a stream of JSON, which is a string of the program itself."""
_KEY_OF_ONE = re.compile(r"[:_.-]?\d.*", re.DOTALL)
"""What tells keys such as "Paragraph:12" from those of the others of their kind."""
_ESCAPED = re.compile(r"&lt;/?(?:p|br|div|h[2-4])\b", re.IGNORECASE)
_OBJECT = re.compile(r"(?:=|\.push\()\s*(?=\{|\[\s*\{)")

Path = tuple[str, ...]


def find_state_story(root: HtmlElement, headline: str = "") -> tuple[str, ...]:
    """The paragraphs of the longest story in the page's scripts, one that the headline speaks of
    before others; empty where there is none."""
    stories = [
        story
        for script in root.iter("script")
        if "ld+json" not in (script.get("type") or "")
        and SHORTEST_SCRIPT < len(script.text or "") < LONGEST_SCRIPT
        for story in _stories(script.text)
    ]
    best = max(stories, key=lambda story: _rank(story, headline), default=())
    return best if sum(map(len, best)) >= SHORTEST_STORY else ()


def iter_state(root: HtmlElement, wanted: re.Pattern[str]) -> Iterator[Any]:
    """The JSON values of the page's programs, of those scripts in which ``wanted`` is found."""
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") or not 0 < len(text) < LONGEST_SCRIPT:
            continue
        if wanted.search(text):
            yield from _values(text)


def _values(text: str) -> Iterator[Any]:
    """What a script assigns or pushes, whole, or piece by piece of a stream in strings."""
    value = _parse_object(text)
    if value is not None:
        yield value
        return
    literals = (match[1] for match in _STRING.finditer(text))
    strings = (_unescape(one) for one in literals if len(one) > _LONG_STRING)
    for string in strings:
        for line in string.splitlines()[:MOST_LINES]:
            piece = _STREAM_NUMBER.sub("", line)
            if piece.startswith(("[", "{")):
                yield _parse_object(piece)


def _rank(story: tuple[str, ...], headline: str) -> tuple[bool, int]:
    length = sum(map(len, story))
    told = length >= SHORTEST_STORY and share_told(headline, "\n".join(story)) >= TOLD
    return told, length


def _stories(text: str) -> Iterator[tuple[str, ...]]:
    value = _parse_object(text)
    if value is not None:
        yield from _grouped(value)
        return
    literals = (match[1] for match in _STRING.finditer(text))
    for literal in filter(lambda one: len(one) > _LONG_STRING, literals):
        string = _STREAM_NUMBER.sub("", _unescape(literal))
        if string.startswith(("[", "{")):
            yield from _grouped(_parse_object(string))
        elif _MARKUP.search(string) or _ESCAPED.search(string):
            yield _paragraphs(string)


def _parse_object(text: str) -> Any:
    """The script's JSON, alone or assigned to a name; None where it is a program."""
    start = text.lstrip()
    if not start.startswith(("{", "[")):
        assigned = _OBJECT.search(text[:2_000])
        if assigned is None:
            return None
        start = text[assigned.end() :]
    try:
        return json.JSONDecoder(strict=False).raw_decode(start)[0]
    except (ValueError, RecursionError):
        return None


def _unescape(literal: str) -> str:
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return ""


def _grouped(value: Any) -> Iterator[tuple[str, ...]]:
    """The sentences of a value, grouped by the keys that lead to them, places in lists aside."""
    groups: dict[Path, list[str]] = {}
    waiting: list[tuple[Path, Any]] = [((), value)]
    seen = 0
    while waiting and seen < MOST_VALUES:
        path, one = waiting.pop()
        seen += 1
        if isinstance(one, dict):
            waiting.extend(
                ((*path, _KEY_OF_ONE.sub("", key))[-12:], inner)
                for key, inner in reversed(one.items())
            )
        elif isinstance(one, list):
            waiting.extend((path, inner) for inner in reversed(one))
        elif isinstance(one, str) and len(one) > _SENTENCE and " " in one:
            groups.setdefault(path, []).append(one)
    for strings in groups.values():
        yield tuple(text for string in strings for text in _paragraphs(string))


def _paragraphs(string: str) -> tuple[str, ...]:
    if not _MARKUP.search(string) and _ESCAPED.search(string):
        string = html.unescape(string)
    if not _MARKUP.search(string):
        return tuple(line for line in map(str.strip, string.splitlines()) if line)
    try:
        return tuple(read_paragraphs(parse(f"<div>{string}</div>")))
    except Rejected:
        return ()
