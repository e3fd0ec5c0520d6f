"""Options that every command takes, and what they stand for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from crawler.errors import UsageError
from crawler.monitoring.json_log import VARIABLE as LOG_FORMAT_VARIABLE
from crawler.monitoring.json_log import LogFormat

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
LogFormatOption = Annotated[
    LogFormat | None,
    typer.Option(
        "--log-format",
        help="How the log is written, one JSON object a line or text "
        "[default: $CRAWLER_LOG_FORMAT or text].",
        show_default=False,
    ),
]


def use_log_format(chosen: LogFormat | None) -> None:
    """Log so from now on, in this process and those that it starts."""
    if chosen is not None:
        os.environ[LOG_FORMAT_VARIABLE] = chosen


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
