"""A library that only some runs need → its import, or one line that says what to install."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from crawler.errors import UsageError


@contextlib.contextmanager
def needing(library: str, purpose: str) -> Iterator[None]:
    """Raises UsageError for an import inside that fails because the library is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != library:
            raise
        raise UsageError(
            f"{purpose} needs {library}, which is not installed; "
            f"pip install {library} (see requirements-extras.txt)"
        ) from error
