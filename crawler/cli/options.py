"""Options that every command takes, and what they stand for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from crawler.errors import UsageError

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="Where ledger, feeds and archives lie [default: $CRAWLER_DATA or data/].",
    ),
]
Ledger = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="ADDRESS",
        help="The ledger's database [default: $CRAWLER_LEDGER or ledger.sqlite in --data].",
    ),
]
OriginOption = Annotated[
    str | None,
    typer.Option(
        "--origin",
        metavar="URL",
        help="Ask this host in the site's place; what is kept bears the real addresses.",
    ),
]


def data_folder(data: Path | None) -> Path:
    """The data folder: the option, the environment, or data/."""
    return data or Path(os.environ.get("CRAWLER_DATA") or "data")


def ledger_address(data: Path | None, ledger: str | None) -> str:
    """The ledger's address: the option, the environment, or a file in the data folder.

    A bare path is taken as a SQLite file. Raises UsageError for an empty one.
    """
    if data is None and ledger is None:
        ledger = os.environ.get("CRAWLER_LEDGER")
    if ledger is None:
        return f"sqlite:///{data_folder(data) / 'ledger.sqlite'}"
    if not ledger.strip():
        raise UsageError("the ledger's address is empty; name a file or a database")
    return ledger if "://" in ledger else f"sqlite:///{ledger}"


def require_none_before(context: typer.Context) -> None:
    """Raises UsageError for options that stand before the subcommand that they are meant for."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(f"options go behind the word {context.invoked_subcommand}")
