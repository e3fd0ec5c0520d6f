"""An export that cannot be written → one line and exit code 2, or nothing where nobody reads on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import typer

from crawler.cli.main import complain
from crawler.errors import FeedError, ReaderGone


@contextlib.contextmanager
def failing_as_usage() -> Iterator[None]:
    """What stood at the target still does, so the user need only ask anew: as for a mistake in
    what was asked, the exit code is 2."""
    try:
        yield
    except ReaderGone:
        raise typer.Exit(0) from None
    except FeedError as error:
        complain(error)
        raise typer.Exit(2) from error
