"""A file in TOML that a user writes → its values, or one line that says what is wrong with it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from crawler.errors import UsageError


def read_toml(path: Path) -> dict[str, Any]:
    """The values of a file; none if it is not there. Raises UsageError, naming the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError, too
        raise UsageError(f"{path} cannot be read: {error}") from error
    return parse_toml(text, str(path))


def parse_toml(text: str, shown: str) -> dict[str, Any]:
    """The values of a file's text. Raises UsageError, which begins with the file's name."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise UsageError(f"{shown} is no TOML: too much stands within one another") from None
    except ValueError as error:  # TOMLDecodeError; and a number of thousands of digits
        raise UsageError(f"{shown} is no TOML: {error}") from error
