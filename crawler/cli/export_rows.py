"""`export links|placements|revisions`: what the ledger knows beside its articles, as rows."""

from __future__ import annotations

import typer


def add_commands(group: typer.Typer) -> None:
    """Add the commands."""
