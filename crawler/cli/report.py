"""`report`: what a site announced, what was kept, what was missed and why, day by day."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
import io
import sys
from collections.abc import Iterator
from typing import IO, Annotated

import typer
from sqlalchemy import Connection

from crawler.cli import options, report_data, report_text
from crawler.cli.export_failure import failing_as_usage
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.feeds.selection import parse_bound
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.reports.report import Days, is_known, read_missed, read_report


class Format(enum.StrEnum):
    """How a report may be written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("report")(report)


def report(
    site: options.KnownSite,
    first_day: options.FirstDay = None,
    last_day: options.LastDay = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    out: Annotated[
        str, typer.Option(metavar="PATH", help="The file to write; - is standard output.")
    ] = "-",
    missed: Annotated[
        bool,
        typer.Option(
            "--missed", help="List every address that gave no article; as CSV only those."
        ),
    ] = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Show how complete SITE is: by day of publication, what it announced and what became of it.

    Every address announced is kept, unpublished since, missed (with the reason), waiting, left
    alone on purpose, or moved. Days are those of the site's own clock.
    """
    chosen = site_of_ledger(site)
    days = read_days(first_day, last_day, chosen.zone)
    engine = open_ledger(options.ledger_address(data, ledger), create=False)
    try:
        with reading(engine) as connection:
            if not is_known(connection, chosen.name):
                raise UsageError(f"the ledger knows nothing of {site}; crawl it first")
            with failing_as_usage(), opened(out) as stream:
                _write(connection, chosen.name, days, format_, missed, stream)
    finally:
        engine.dispose()


def read_days(first: str | None, last: str | None, zone: dt.tzinfo) -> Days:
    """The days between two that were typed. Raises UsageError if there are none."""
    days = Days(zone, _read_day(first), _read_day(last))
    if days.first is not None and days.last is not None and days.first > days.last:
        raise UsageError(f"from {first} is after to {last}; swap them")
    return days


def _read_day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    day = parse_bound(text)
    if isinstance(day, dt.datetime):
        raise UsageError(f"{text!r} is a time; a report is by day: write {day.date()}")
    return day


@contextlib.contextmanager
def opened(out: str) -> Iterator[IO[str]]:
    """A text stream: standard output, or a file that is written whole or not at all."""
    if out == "-":
        yield sys.stdout
        return
    from crawler.feeds.whole_file import WholeFile

    with WholeFile(out) as file:
        # Straight through: what is dropped with the file must not wait in a buffer.
        stream = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)  # type: ignore[type-var]
        yield stream
        stream.flush()
        stream.detach()
        file.publish()


def _write(
    connection: Connection,
    site: str,
    days: Days,
    format_: Format,
    missed: bool,
    stream: IO[str],
) -> None:
    addresses = read_missed(connection, site, days) if missed else None
    if format_ is Format.CSV and addresses is not None:
        report_data.write_missed_csv(stream, addresses)
        return
    found = read_report(connection, site, days)
    if format_ is Format.TEXT:
        report_text.write(stream, found, addresses)
    elif format_ is Format.JSON:
        report_data.write_json(stream, found, addresses)
    else:
        report_data.write_csv(stream, found)
