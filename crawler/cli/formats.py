"""What a person writes for formats → their names: a list of feeds, or the ending of a file."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from crawler.errors import UsageError
from crawler.exporters import FORMATS, ending_of
from crawler.exporters.needed import needing


def read_formats(text: str) -> tuple[str, ...]:
    """The formats in a comma-separated list. Raises UsageError for one that is not known or that
    cannot be written here, so that no crawl is made in vain."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if names == ("none",):
        return ()
    for name in names:
        if name not in FORMATS:
            raise UsageError(f"no feed format {name!r}; known are {', '.join(FORMATS)}")
        library = FORMATS[name].library
        if library is not None:
            with needing(library, name):
                importlib.import_module(library)
    return names


def format_of(path: str, endings: Mapping[str, str]) -> str:
    """The format for a path whose ending is among ``endings`` (ending → format); JSON Lines where
    it has none, as standard output. Raises UsageError for an ending that promises another one."""
    ending = ending_of(path)
    if not ending:
        return "jsonl"
    if ending not in endings:
        known = ", ".join(dict.fromkeys(endings.values()))
        raise UsageError(
            f"{path}: no format has the ending {ending!r}; name one with --format: {known}"
        )
    return endings[ending]
