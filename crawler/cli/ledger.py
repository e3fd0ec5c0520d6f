"""`ledger`: what a ledger holds, and moving one whole into another database."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from sqlalchemy import URL

from crawler.cli import options, wording
from crawler.errors import UsageError
from crawler.ledger.connect import opened, reading
from crawler.ledger.copying import copy_ledger
from crawler.ledger.facts import count_rows, read_facts


def register(app: typer.Typer) -> None:
    """Add the commands."""
    ledger = typer.Typer(help="Look at a ledger, or copy it whole.", no_args_is_help=True)
    ledger.command("info")(info)
    ledger.command("copy")(copy)
    app.add_typer(ledger, name="ledger")


def info(data: options.Data = None, ledger: options.Ledger = None) -> None:
    """Say what the ledger holds: its version, size, rows by table and articles by site."""
    with opened(options.ledger_address(data, ledger)) as engine:
        shown = _shown(engine.url)
        with reading(engine) as connection:
            facts = read_facts(connection)
    console = Console(file=sys.stdout, highlight=False)
    console.print(f"[bold]{shown}[/]", soft_wrap=True)
    console.print(f"version {facts.version}, {wording.size(facts.bytes)}\n")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("table")
    table.add_column("rows", justify="right")
    for name, count in facts.rows.items():
        table.add_row(name, str(count))
    console.print(table)
    for site, holding in facts.sites.items():
        console.print(f"{site}: {holding.articles} articles")


def copy(
    source: Annotated[
        str, typer.Option("--from", metavar="ADDRESS", help="The ledger that is copied.")
    ],
    target: Annotated[
        str, typer.Option("--to", metavar="ADDRESS", help="An empty database or a new file.")
    ],
) -> None:
    """Copy a ledger whole into an empty one, such as from SQLite into PostgreSQL.

    All or nothing: if it is ended in the middle, the target stays empty. Crawls go on in the copy
    where they stood.
    """
    ours, theirs = (options.ledger_address(None, one) for one in (source, target))
    if ours == theirs:
        raise UsageError("from and to name the same ledger; name another one to copy into")
    with opened(ours) as origin, opened(theirs, create=True) as into:
        with reading(origin) as connection:
            rows = sum(count_rows(connection).values())
        with _progress() as shown:
            task = shown.add_task("copying", total=rows)

            def tell(table: str, count: int) -> None:
                shown.update(task, description=table, advance=count)

            total = copy_ledger(origin, into, tell)
        typer.echo(f"{total} rows were copied into {_shown(into.url)}", err=True)


def _shown(url: URL) -> str:
    """The address as it is given, without a password and what was set beside it."""
    return url.set(query={}).render_as_string()


def _progress() -> Progress:
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description:9}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
