"""The command line: finds the commands, and turns what goes wrong into one line and a code.

Exit codes: 0 done, 1 the work itself failed (it says how), 2 what was asked cannot be done,
128 + n ended by signal n.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys

import typer

import crawler.cli
from crawler.errors import CrawlerError, StorageFailed

APP_HELP = """A news crawler that knows what it kept and what it missed.

Everything is kept in a ledger (a database) in the data folder; feeds are written from it.
"""


def make_app() -> typer.Typer:
    """The application with every command that a module of this package declares."""
    app = typer.Typer(
        help=APP_HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for module_info in pkgutil.iter_modules(crawler.cli.__path__):
        register = getattr(
            importlib.import_module(f"crawler.cli.{module_info.name}"), "register", None
        )
        if register is not None:
            register(app)
    return app


def main() -> None:
    """Run the command that the arguments name."""
    try:
        make_app()()
    except CrawlerError as error:
        sys.exit(complain(error))


def complain(error: CrawlerError) -> int:
    """Say what went wrong in one line; the exit code for it."""
    text = " ".join(str(error).split())
    typer.echo(f"crawler: {text}", err=True)
    return 1 if isinstance(error, StorageFailed) else 2
