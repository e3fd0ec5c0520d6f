"""`sites`: the sites there are."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from crawler import registry


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sites")(sites)


def sites() -> None:
    """List the sites that can be crawled by name."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "source", "language", "home"):
        table.add_column(heading)
    for site in registry.sites().values():
        table.add_row(site.name, site.source, site.language, site.home)
    Console(highlight=False).print(table)
