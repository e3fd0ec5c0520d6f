"""`sites`: the sites there are, and what the ledger holds of each."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from crawler import registry
from crawler.cli import options
from crawler.errors import LedgerMissing
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.reports.summary import Holding, read_holdings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sites")(sites)


def sites(data: options.Data = None, ledger: options.Ledger = None) -> None:
    """List the sites that can be crawled by name, and what is kept of each."""
    is_named = data is not None or ledger is not None
    held = _holdings(options.ledger_address(data, ledger), is_named)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("name", no_wrap=True)  # whole in a narrow terminal, too: it is what to write
    table.add_column("language")
    table.add_column("host")
    table.add_column("articles", justify="right")
    table.add_column("last crawl", no_wrap=True)
    for name, site in registry.sites().items():
        holding = held.get(name, Holding())
        last = holding.last_crawl
        when = f"{last.astimezone(site.zone):%Y-%m-%d %H:%M}" if last else "never"
        table.add_row(name, site.language, site.host, str(holding.articles), when)
    for name in sorted(held.keys() - registry.sites().keys()):
        last = held[name].last_crawl
        when = f"{last:%Y-%m-%d %H:%M}" if last else "never"
        table.add_row(name, "", "(by its address)", str(held[name].articles), when)
    Console(highlight=False).print(table)


def _holdings(address: str, is_named: bool) -> dict[str, Holding]:
    """What the ledger holds by site; nothing where there is none yet, unless somebody named it."""
    try:
        engine = open_ledger(address, create=False)
    except LedgerMissing:
        if is_named:
            raise
        return {}
    try:
        with reading(engine) as connection:
            return read_holdings(connection)
    finally:
        engine.dispose()
