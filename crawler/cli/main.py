"""The command line: finds the commands, and turns what goes wrong into one line and a code.

Exit codes: 0 done, 1 the work itself failed (it says how), 2 what was asked cannot be done,
128 + n ended by signal n.
"""

from __future__ import annotations

import errno
import importlib
import pkgutil
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

import crawler.cli
from crawler import VERSION
from crawler.errors import (
    CrawlerError,
    FeedError,
    LedgerAway,
    LedgerError,
    NothingToCrawl,
    StorageFailed,
)

APP_HELP = """A news crawler that knows what it kept and what it missed.

Everything is kept in a ledger (a database) in the data folder; feeds are written from it.

To begin: `demo`, then `crawl interfax-ukraine`. `COMMAND --help` tells a command's options.
"""

PANELS = {
    "Crawl": ("crawl", "backfill", "retry", "replay", "reextract"),
    "Look": ("sites", "report", "search", "show", "history", "stats", "health"),
    "Export": ("export", "feeds"),
    "Serve": ("serve", "schedule", "jobs", "token"),
    "Describe a site": ("new", "check", "record"),
    "Besides": ("demo", "ledger"),
}
"""How the help groups the commands."""

_SAID = {
    "Value error, ": "",
    "Input should be a valid integer, unable to parse string as an integer": "write a whole number",
    "Input should be a valid number, unable to parse string as a number": "write a number",
    "Input should be ": "it must be ",
}

# Typer brings click as a part of its own or as a library of its own, by version.
WordsError: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)


class Plain(TyperCommand):
    """A command whose help names what an option takes, and nothing where it takes nothing."""

    def get_params(self, ctx: Any) -> Any:  # noqa: D102
        return _without_types_of_flags(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """The same for a group of commands."""

    def get_params(self, ctx: Any) -> Any:  # noqa: D102
        return _without_types_of_flags(super().get_params(ctx))


def _without_types_of_flags(params: list[Any]) -> list[Any]:
    """Typer writes ``<bool>`` beside a flag, as if it took a value."""
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = ""
    return params


class InOrder(PlainGroup):
    """The commands as the panels name them; Typer puts groups of commands behind all others."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: D102
        order = [name for names in PANELS.values() for name in names]
        return sorted(super().list_commands(ctx), key=order.index)


def make_app(word: str | None = None) -> typer.Typer:
    """The application with every command that a module of this package declares, or with the one
    that ``word`` names: to import all of them takes seconds.
    """
    app = typer.Typer(
        cls=InOrder,
        help=APP_HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    # Without a callback, Typer takes an only command for the application.
    app.callback()(_application)
    for register in _find_registers(word):
        register(app)
    panels = {name: panel for panel, names in PANELS.items() for name in names}
    found: list[Any] = [*app.registered_commands, *app.registered_groups]
    for one in found:
        one.rich_help_panel = panels[str(one.name)]
    _use_plain_help(app)
    return app


def _use_plain_help(app: typer.Typer) -> None:
    for command in app.registered_commands:
        command.cls = Plain
    for group in app.registered_groups:
        if group.typer_instance is not None:
            group.cls = PlainGroup
            _use_plain_help(group.typer_instance)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"news-crawler {VERSION}")
        raise typer.Exit


def _application(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which it is."),
    ] = False,
) -> None: ...


def _find_registers(word: str | None) -> list[Callable[[typer.Typer], None]]:
    """What declares the commands: that of the module named ``word``, or all there are."""
    names = [one.name for one in pkgutil.iter_modules(crawler.cli.__path__)]
    if word in names and (own := _register_of(word)):
        return [own]
    return [found for name in names if (found := _register_of(name))]


def _register_of(name: str) -> Callable[[typer.Typer], None] | None:
    return getattr(importlib.import_module(f"crawler.cli.{name}"), "register", None)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        code = make_app(next(iter(sys.argv[1:]), None))(standalone_mode=False)
    except CrawlerError as error:
        if isinstance(error, LedgerError):
            from crawler.jobs.telling import tell_setback

            tell_setback()
        sys.exit(complain(error))
    except WordsError as error:
        sys.exit(_complain_of_words(error))
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:  # whoever read standard output has seen enough
        sys.stdout = None
        sys.exit(0)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(f"crawler: {error.strerror}: make room, and ask again", file=sys.stderr)
        sys.stdout = None  # or the interpreter tries to write the rest at its end
        sys.exit(1)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # so does rich end, but with 1
            sys.exit(0)
        raise
    sys.exit(code if isinstance(code, int) else 0)


def complain(error: CrawlerError) -> int:
    """Say what went wrong in one line; the exit code for it."""
    text = " ".join(str(error).split())
    print(f"crawler: {text}", file=sys.stderr)
    is_work = isinstance(error, StorageFailed | LedgerAway | FeedError | NothingToCrawl)
    return 1 if is_work else 2


def _complain_of_words(error: Any) -> int:
    """A mistake in the command line itself, in one line; no command at all shows the help."""
    text = _plain(" ".join(error.format_message().split()))
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message())
        return 2
    context = getattr(error, "ctx", None)
    hint = f"; see: {context.command_path} --help" if context is not None else ""
    print(f"crawler: {text.rstrip('.')}{hint}", file=sys.stderr)
    return 2


def _plain(text: str) -> str:
    """What a checked value's library says, as one would say it."""
    for said, meant in _SAID.items():
        text = text.replace(said, meant)
    return text
