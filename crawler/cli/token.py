"""`token`: who may use the service from elsewhere: add, list, revoke."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from crawler.access import tokens
from crawler.access.audit import COMMAND_LINE, Deed, audited
from crawler.access.tokens import Scope
from crawler.cli import options
from crawler.ledger.connect import opened, reading

LAST = (
    "It was the last token: a service on loopback is open to whoever is on this machine again, "
    "any other to nobody."
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Who or what will bear it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Say who may use the service from elsewhere.")
    group.command("add")(add)
    group.command("list")(list_)
    group.command("revoke")(revoke)
    app.add_typer(group, name="token")


def add(
    name: Name,
    scope: Annotated[
        Scope, typer.Option(help="To look only, or also to start, stop and change.")
    ] = Scope.READ,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Add a token and print it: it is shown this once, and kept nowhere.

    Programs send it as `Authorization: Bearer TOKEN`, feed readers as the password; in a browser
    it is typed into the login page.
    """
    now, deed = dt.datetime.now(dt.UTC), Deed(COMMAND_LINE, "token add", f"{name} ({scope})")
    with (
        opened(options.ledger_address(data, ledger), create=True) as engine,
        audited(engine, deed, now) as connection,
    ):
        text = tokens.add_token(connection, name, scope, now)
    typer.echo(text)


def list_(data: options.Data = None, ledger: options.Ledger = None) -> None:
    """List the tokens there are. Times are UTC."""
    with (
        opened(options.ledger_address(data, ledger)) as engine,
        reading(engine) as connection,
    ):
        found = tokens.list_tokens(connection)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "scope", "added", "last used"):
        table.add_column(heading)
    for one in found:
        used = f"{one.last_used:%Y-%m-%d %H:%M}" if one.last_used else "never"
        table.add_row(one.name, one.scope, f"{one.created:%Y-%m-%d %H:%M}", used)
    Console(highlight=False).print(table)


def revoke(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `token list` tells it.")],
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """End a token, and the browser sessions that it opened."""
    now, deed = dt.datetime.now(dt.UTC), Deed(COMMAND_LINE, "token revoke", name)
    with (
        opened(options.ledger_address(data, ledger)) as engine,
        audited(engine, deed, now) as connection,
    ):
        tokens.revoke_token(connection, name)
        is_last = not tokens.list_tokens(connection)
    typer.echo(f"{name}: revoked", err=True)
    if is_last:
        typer.echo(LAST, err=True)
