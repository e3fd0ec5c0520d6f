"""One argument of a job → its value, or one line that says what to write. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.errors import UsageError
from crawler.feeds.selection import parse_bound

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DIGITS = re.compile(r"[0-9]{1,18}")
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def text(longest: int) -> Callable[[str, object], str]:
    """Reads one line of at most so many characters."""

    def read(name: str, value: object) -> str:
        if not isinstance(value, str) or _CONTROL.search(value) or len(value) > longest:
            raise UsageError(f"{name!r} is not understood; write one line of up to {longest}")
        return value.strip()

    return read


def name(longest: int) -> Callable[[str, object], str]:
    """Reads the name of one file, feed or delta: no path can be made of it."""

    def read(name: str, value: object) -> str:
        if not isinstance(value, str) or len(value) > longest or not _NAME.fullmatch(value):
            raise UsageError(
                f"{name!r} is no name of up to {longest} letters, digits, dots, - and _"
            )
        return value

    return read


def number(least: int, most: int = 1_000_000) -> Callable[[str, object], int]:
    """Reads a whole number, also in digits."""

    def read(name: str, value: object) -> int:
        if isinstance(value, str) and _DIGITS.fullmatch(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise UsageError(f"{name!r} is no whole number from {least} to {most}")
        return value

    return read


def one_of(*known: str) -> Callable[[str, object], str]:
    """Reads one of the words."""

    def read(name: str, value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise UsageError(f"{name!r} is none of {', '.join(known)}")
        return value

    return read


def one_of_many(*known: str) -> Callable[[str, object], str]:
    """Reads some of the words, parted by commas."""

    def read(name: str, value: object) -> str:
        words = value.split(",") if isinstance(value, str) else [""]
        return ",".join(one_of(*known)(name, word.strip()) for word in words)

    return read


def flag(name: str, value: object) -> bool:
    """True or False, also in words."""
    found = _FLAGS.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise UsageError(f"{name!r} is neither true nor false")
    return found


def day(name: str, value: object) -> str:
    """A day, or a time, as in 2026-01-31."""
    if not isinstance(value, str) or len(value) > 40:
        raise UsageError(f"{name!r} is no date; write it as 2026-01-31")
    parse_bound(value)
    return value.strip()
