"""`schedule`: when the service does what: list, add, pause, resume, remove."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from crawler.access.audit import COMMAND_LINE, Deed, audited, tell_values
from crawler.cli import options
from crawler.cli.jobs import Arguments, read_arguments
from crawler.errors import UsageError
from crawler.jobs.job import Kind
from crawler.ledger.connect import opened, reading
from crawler.schedule import memory
from crawler.schedule.file import NAME, read_file
from crawler.schedule.memory import Standing
from crawler.schedule.schedule import Schedule

Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Where schedules are declared [default: $CRAWLER_CONFIG or crawler.toml in --data].",
    ),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The schedule's name.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="When the service does what: see `serve`.")
    for command in (list_, add, pause, resume, remove):
        group.command(command.__name__.strip("_"))(command)
    app.add_typer(group, name="schedule")


def config_file(data: Path | None, config: Path | None) -> Path:
    """Where schedules are declared: the option, the environment, or crawler.toml in the folder.

    Raises UsageError for a file that is named and is not there: a name mistyped would leave a
    service without its schedules, in silence.
    """
    named = config or os.environ.get("CRAWLER_CONFIG")
    if not named:
        return options.data_folder(data) / NAME
    if not Path(named).exists():
        raise UsageError(f"there is no {named}; check --config or CRAWLER_CONFIG")
    return Path(named)


def list_(config: Config = None, data: options.Data = None, ledger: options.Ledger = None) -> None:
    """List the schedules that crawler.toml declares and those that were added."""
    declared, now = read_file(config_file(data, config)), _now()
    with (
        opened(options.ledger_address(data, ledger), create=True) as engine,
        reading(engine) as connection,
    ):
        standings = memory.read_standings(connection, declared, now)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("name", "what", "when", "last due", "next", "from"):
        # The name is whole in a narrow terminal, too: it is what to write.
        table.add_column(name, overflow="fold", no_wrap=name in ("name", "last due", "next"))
    for standing in standings:
        table.add_row(*_cells(standing, now))
    Console(file=sys.stdout, highlight=False).print(table)


def add(
    when: Annotated[
        str, typer.Option(metavar="TEXT", help='"every 10 minutes", or cron: "*/10 6-22 * * *".')
    ],
    site: Annotated[
        str | None, typer.Option(metavar="SITE", help="A name that `sites` lists, or an address.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call it [default: the site].")
    ] = None,
    kind: Annotated[
        Kind, typer.Option(metavar="KIND", help=f"What to do: {', '.join(Kind)}.")
    ] = Kind.CRAWL,
    jitter: Annotated[
        str, typer.Option(metavar="LENGTH", help='Begin up to so much later: "2 minutes".')
    ] = "",
    quiet: Annotated[
        str, typer.Option(metavar="HOURS", help='Begin nothing then: "23:00-06:00".')
    ] = "",
    zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Whose clock counts [default: the site's].")
    ] = "",
    arguments: Arguments = None,
    config: Config = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Add a schedule; a service that runs on this ledger follows it at once.

    For example: schedule add --site interfax-ukraine --when "every 10 minutes" max_pages=200
    """
    texts = {"name": name, "site": site, "when": when, "kind": str(kind)}
    values = {**texts, "jitter": jitter, "quiet": quiet, "zone": zone}
    given = {**values, "arguments": read_arguments(arguments)}
    deed = Deed(COMMAND_LINE, "schedule add", tell_values(given))
    with _changing(deed, data, ledger, config) as (connection, declared):
        added = memory.add(connection, given, declared, _now(), private=True)
    typer.echo(f"{added.name}: {added.when}, by the clock of {added.zone.key}")


def pause(
    name: Name,
    config: Config = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Let a schedule rest; what runs already goes on."""
    deed = Deed(COMMAND_LINE, "schedule pause", name)
    with _changing(deed, data, ledger, config) as (connection, declared):
        memory.pause(connection, name, declared, _now())
    typer.echo(f"{name} is paused")


def resume(
    name: Name,
    config: Config = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Follow a paused schedule again, from now on."""
    deed = Deed(COMMAND_LINE, "schedule resume", name)
    with _changing(deed, data, ledger, config) as (connection, declared):
        memory.resume(connection, name, declared, _now())
    typer.echo(f"{name} is followed again")


def remove(
    name: Name,
    config: Config = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Remove a schedule that was added; one in crawler.toml is removed there."""
    deed = Deed(COMMAND_LINE, "schedule remove", name)
    with _changing(deed, data, ledger, config) as (connection, declared):
        memory.remove(connection, name, declared)
    typer.echo(f"{name} is removed")


@contextmanager
def _changing(
    deed: Deed, data: Path | None, ledger: str | None, config: Path | None
) -> Iterator[tuple[Connection, tuple[Schedule, ...]]]:
    declared = read_file(config_file(data, config))
    address = options.ledger_address(data, ledger)
    with opened(address, create=True) as engine, audited(engine, deed, _now()) as connection:
        yield connection, declared


def _cells(standing: Standing, now: dt.datetime) -> tuple[str, ...]:
    origin = NAME if standing.is_declared else "added"
    schedule = standing.schedule
    if schedule is None:
        return standing.name, "", standing.problem or "", "", "", origin

    def tell(moment: dt.datetime | None) -> str:
        return f"{moment.astimezone(schedule.zone):%Y-%m-%d %H:%M %Z}" if moment else "never"

    following = "paused" if standing.paused else tell(standing.plan(now).next)
    what = " ".join(filter(None, (schedule.work.kind, schedule.work.site)))
    return standing.name, what, schedule.when, tell(standing.last_due), following, origin


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
