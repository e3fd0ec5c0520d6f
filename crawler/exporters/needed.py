"""A library that only some runs need → its import, or one line that says what to install."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from importlib.util import find_spec

from crawler.errors import UsageError


@contextlib.contextmanager
def needing(library: str, purpose: str) -> Iterator[None]:
    """Raises UsageError for an import inside that fails because the library is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != library:
            raise
        raise _lacking(library, purpose) from error


def require(library: str | None, purpose: str) -> None:
    """Raises UsageError if the library is not installed; it is not imported for that."""
    if library is not None and find_spec(library) is None:
        raise _lacking(library, purpose)


def _lacking(library: str, purpose: str) -> UsageError:
    return UsageError(
        f"{purpose} needs {library}, which is not installed; "
        f"pip install {library} (see requirements-extras.txt)"
    )
