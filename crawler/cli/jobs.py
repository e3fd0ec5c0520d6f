"""`jobs`: what the service works at: list, show, cancel, retry, read a log, ask for another."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from crawler.access.audit import COMMAND_LINE, Deed, audited, tell_values
from crawler.cli import options
from crawler.errors import UsageError
from crawler.jobs import listing, orders
from crawler.jobs.job import Job, Kind, State
from crawler.jobs.listing import JobFilter
from crawler.ledger.connect import opened, reading

Number = Annotated[int, typer.Argument(metavar="JOB", help="The job's number.")]
Arguments = Annotated[
    list[str] | None,
    typer.Argument(metavar="NAME=VALUE", help="What it is told, as in max_pages=200."),
]
FOLLOW_EVERY = 1.0  # seconds


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="The work that the service does: see `serve`.")
    for command in (list_, run, show, log, cancel, retry):
        group.command(command.__name__.strip("_"))(command)
    app.add_typer(group, name="jobs")


def list_(
    state: Annotated[
        list[State] | None,
        typer.Option(metavar="STATE", help=f"Only in this state: {', '.join(State)}."),
    ] = None,
    kind: Annotated[
        list[Kind] | None,
        typer.Option(metavar="KIND", help=f"Only of this kind: {', '.join(Kind)}."),
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="SITE", help="Only this site's.")] = None,
    schedule: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this schedule's.")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="So many at most.")] = 20,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """List jobs, the newest first."""
    wanted = JobFilter(tuple(state or ()), tuple(kind or ()), site, schedule)
    with (
        opened(options.ledger_address(data, ledger)) as engine,
        reading(engine) as connection,
    ):
        page = listing.list_jobs(connection, wanted, limit=limit)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("job", "kind", "site", "state", "since (UTC)", "told"):
        table.add_column(name, overflow="fold", no_wrap=name.startswith("since"))
    for job in page.jobs:
        table.add_row(*_cells(job))
    Console(file=sys.stdout, highlight=False).print(table)
    if page.cursor is not None:
        typer.echo("There are more; --limit shows them.", err=True)


def show(job: Number, data: options.Data = None, ledger: options.Ledger = None) -> None:
    """Show one job: what it was told, how far it is, what came of it."""
    with (
        opened(options.ledger_address(data, ledger)) as engine,
        reading(engine) as connection,
    ):
        found = listing.get_job(connection, job)
    for name, value in _told(found).items():
        if value not in (None, "", {}):
            typer.echo(f"{name:<10}{value}")


def cancel(job: Number, data: options.Data = None, ledger: options.Ledger = None) -> None:
    """Cancel a job: one that waits at once, one that runs within seconds."""
    deed = Deed(COMMAND_LINE, "job cancel", str(job))
    found = _order(deed, lambda connection, now: orders.cancel(connection, job, now), data, ledger)
    told = "is cancelled" if found.is_over else "is asked to end"
    typer.echo(f"job {job} {told}")


def retry(job: Number, data: options.Data = None, ledger: options.Ledger = None) -> None:
    """Let a job that failed, was cancelled or skipped be done again."""
    deed = Deed(COMMAND_LINE, "job retry", str(job))
    _order(deed, lambda connection, now: orders.retry(connection, job, now), data, ledger)
    typer.echo(f"job {job} waits for a worker")


def log(
    job: Number,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on until the job is over.")
    ] = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Print a job's log."""
    folder, offset = options.data_folder(data), 0
    with opened(options.ledger_address(data, ledger)) as engine:
        while True:
            with reading(engine) as connection:
                found = listing.get_job(connection, job)
            offset = _print_log(found, folder, offset)
            if not follow or found.is_over:
                return
            time.sleep(FOLLOW_EVERY)


def run(
    kind: Annotated[Kind, typer.Argument(metavar="KIND", help="What to do.")],
    arguments: Arguments = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Ask for a job; a service that runs on this ledger does it.

    For example: jobs run crawl site=interfax-ukraine max_pages=200
    """
    given = read_arguments(arguments)
    found = _order(
        Deed(COMMAND_LINE, "job create", f"{kind} {tell_values(given)}"),
        lambda connection, now: orders.order(connection, kind, given, now, private=True).job,
        data,
        ledger,
        create=True,
    )
    typer.echo(f"job {found.id} waits for a worker")


def read_arguments(words: list[str] | None) -> dict[str, str]:
    """Words like ``max_pages=200`` by their names. Raises UsageError."""
    given: dict[str, str] = {}
    for word in words or ():
        name, is_given, value = word.partition("=")
        if not is_given or name in given:
            raise UsageError(f"{word!r} is not understood; write each once, as in max_pages=200")
        given[name] = value
    return given


def _order(
    deed: Deed,
    work: Callable[[Connection, dt.datetime], Job],
    data: Path | None,
    ledger: str | None,
    create: bool = False,
) -> Job:
    address = options.ledger_address(data, ledger)
    now = dt.datetime.now(dt.UTC)
    with opened(address, create=create) as engine, audited(engine, deed, now) as connection:
        return work(connection, now)


def _print_log(job: Job, folder: Path, offset: int) -> int:
    """Print what is new in the log; where it ends by now."""
    while True:
        piece = listing.read_log(job, folder, offset)
        if piece.offset == offset:
            return offset
        sys.stdout.write(piece.text)
        sys.stdout.flush()
        offset = piece.offset


def _cells(job: Job) -> tuple[str, ...]:
    since = job.ended or job.started or job.created
    told = job.reason or job.progress.message
    moment = f"{since:%Y-%m-%d %H:%M}"
    return str(job.id), job.kind, job.site or "", job.state, moment, told


def _told(job: Job) -> Mapping[str, Any]:
    progress = job.progress
    done = f"{progress.done} of {progress.total or '?'}" if progress.done or progress.total else ""
    return {
        "job": job.id,
        "kind": job.kind,
        "arguments": _pairs(job.arguments),
        "state": job.state,
        "reason": job.reason,
        "progress": " · ".join(filter(None, (done, progress.message))),
        "result": _pairs(job.result),
        "schedule": job.schedule,
        "due": job.due,
        "created": job.created,
        "started": job.started,
        "ended": job.ended,
        "attempt": job.attempt,
        "worker": job.worker,
        "process": job.pid,
        "log": job.log,
    }


def _pairs(values: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())
