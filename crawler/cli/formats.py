"""What a person writes for a list of feeds → the names of their formats."""

from __future__ import annotations

import importlib

from crawler.errors import UsageError
from crawler.exporters import FORMATS
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
