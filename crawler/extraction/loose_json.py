"""A script's text that is nearly JSON → its value, as far as it can be read.

Read are: quotes and line ends inside strings, missing, doubled and trailing commas, missing
values, single quotes, comments, and words before the first bracket. In one pass; a quote closes a
string if what follows it may follow a string. A text that breaks off is refused.
"""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST = 400_000
"""Characters; a longer text is not read."""
DEEPEST = 60

# Each alternative begins with another character; the repetitions are possessive.
_TOKEN = re.compile(
    r"\s++|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|[\"'{}\[\],:]|[^\s\"'{}\[\],:]++"
)
_AFTER_STRING = (
    r"\s{0,60}+(?:[:}\]]|,\s{0,60}+(?:[\"'{\[}\],]|//|/\*|-?\d|true\b|false\b|null\b))"
    r"|[^\S\n]{0,60}+\n\s{0,60}+[\"'][\w@:.-]{1,40}+[\"']\s{0,9}+:"
)
_CLOSES = re.compile(_AFTER_STRING)
_QUOTES = ('"', "'")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_WORDS = {"true": True, "false": False}
_EMPTY = object()


def read_loosely(text: str) -> Any:
    """The first object or list in ``text``. Raises ValueError where none is whole."""
    start = min((at for mark in "{[" if (at := text.find(mark)) >= 0), default=-1)
    if start < 0 or len(text) > LONGEST:
        raise ValueError("no object")
    reader = _Reader()
    position = start
    while position < len(text) and not reader.is_done:
        token = _TOKEN.match(text, position)
        assert token is not None
        position = token.end()
        if token[0] in _QUOTES:
            string, position = _read_string(text, position, token[0])
            reader.take_value(string)
        elif not token[0][0].isspace() and token[0][:2] not in ("//", "/*"):
            reader.take_mark(token[0])
    if not reader.is_whole:
        raise ValueError("the text breaks off")
    return reader.root


class _Reader:
    """What was read so far: the containers that are open, and the key that waits for a value."""

    def __init__(self) -> None:
        self.root: Any = None
        self.is_done = self.is_whole = False
        self._open: list[Any] = []
        self._key: Any = _EMPTY
        self._has_colon = False

    def take_mark(self, mark: str) -> None:
        """A bracket, comma, colon or bare word."""
        if mark in "{[":
            self._open_container({} if mark == "{" else [])
        elif mark in "}]":
            self._close()
        elif mark == ":":
            self._has_colon = self._key is not _EMPTY
        elif mark == ",":
            self._drop_key()
        else:
            self.take_value(_WORDS.get(mark, _read_number(mark)))

    def take_value(self, value: Any) -> None:
        """A string, number or word: a key where one is due."""
        if self._is_in_object() and not (self._key is not _EMPTY and self._has_colon):
            self._drop_key()
            self._key = value if isinstance(value, str) else _EMPTY
        else:
            self._store(value)

    def _open_container(self, container: Any) -> None:
        if self.root is None:
            self.root = container
        elif self._is_in_object() and not self._has_colon:
            self._drop_key()
        else:
            self._store(container)
        self._open.append(container)
        self.is_done = len(self._open) > DEEPEST

    def _close(self) -> None:
        self._drop_key()
        self._open.pop()
        self.is_whole = self.is_done = not self._open

    def _store(self, value: Any) -> None:
        if self._is_in_object():
            self._open[-1][self._key] = value
        else:
            self._open[-1].append(value)
        self._drop_key()

    def _drop_key(self) -> None:
        self._key, self._has_colon = _EMPTY, False

    def _is_in_object(self) -> bool:
        return isinstance(self._open[-1], dict)


def _read_string(text: str, start: int, quote: str) -> tuple[str, int]:
    """(the string from ``start`` to its closing quote, where it ends); the rest if none closes."""
    at = text.find(quote, start)
    while at >= 0:
        if text[at - 1] != "\\" and _CLOSES.match(text, at + 1):
            return _unescape(text[start:at]), at + 1
        at = text.find(quote, at + 1)
    return _unescape(text[start:]), len(text)


def _unescape(literal: str) -> str:
    escaped = _BAD_ESCAPE.sub(r"\\\\", re.sub(r'(?<!\\)"', r"\"", literal))
    try:
        return str(json.loads(f'"{escaped}"', strict=False))
    except ValueError:
        return literal


def _read_number(word: str) -> int | float | None:
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        return None
