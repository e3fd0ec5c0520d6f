"""`export`: write a selection of articles, or what else the ledger knows, into files."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Annotated

import typer

from crawler.article import SCHEMA_ID
from crawler.cli import export_rows, options
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.feeds.definition import describe
from crawler.feeds.delta import Delta, Taken, take_delta
from crawler.feeds.manifest import Content, write_manifest
from crawler.feeds.place import find_place
from crawler.feeds.publish import STANDARD_OUTPUT, publish
from crawler.feeds.selection import Selection, parse_selection
from crawler.jobs.telling import tell_result
from crawler.ledger.changes import last_number
from crawler.ledger.connect import at_one_moment, opened, reading
from crawler.ledger.library import read_articles


class Format(enum.StrEnum):
    """What an export may be written as."""

    JSONL = "jsonl"
    CSV = "csv"
    RSS = "rss"
    TEXT = "text"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer()
    group.callback(invoke_without_command=True)(export)
    export_rows.add_commands(group)
    app.add_typer(group, name="export")


def export(
    context: typer.Context,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="PATH",
            help="The file to write; - is standard output. A URL (s3:// gs:// ftp:// sftp://) "
            "works, too. With --delta the folder [default: deltas in --data].",
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSONL,
    site: Annotated[str | None, typer.Option(help="Only this site's.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Published on this day or earlier.")
    ] = None,
    section: Annotated[str | None, typer.Option(help="Only of this section.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only with this tag.")] = None,
    words: Annotated[
        str | None, typer.Option(help='Only with all these words; "a phrase" in quotes.')
    ] = None,
    delta: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Only what is new, changed or gone since NAME was asked for last."
        ),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Begin the delta anew, with everything.")
    ] = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Write the articles of a selection into one file, whole or not at all.

    Every option narrows the selection; without any, all articles are written. Beside the file
    goes its manifest: counts, digest, selection. `export links`, `export placements` and
    `export revisions` write what else is known.
    """
    if context.invoked_subcommand is not None:
        options.require_none_before(context)
        return
    if site is not None:
        site = site_of_ledger(site).name
    selection = parse_selection(
        site=site, since=since, until=until, section=section, tag=tag, words=words
    )
    address = options.ledger_address(data, ledger)
    if delta is not None:
        folder = out or str(options.data_folder(data) / "deltas")
        if folder == STANDARD_OUTPUT:
            raise UsageError(
                "a delta goes into files: its cursor moves when they are whole; name a folder"
            )
        asked = Delta(name=delta, folder=folder, format=format_, selection=selection, reset=reset)
        _export_delta(address, asked)
        return
    if reset:
        raise UsageError("--reset is for a delta; name it with --delta")
    if out is None:
        raise UsageError("name the file to write with --out; - is standard output")
    _export_articles(address, out, format_, selection)


def _export_articles(ledger: str, out: str, format_: Format, selection: Selection) -> None:
    with opened(ledger) as engine, reading(at_one_moment(engine)) as connection:
        change = last_number(connection)
        articles = read_articles(connection, selection, newest_first=format_ is Format.RSS)
        published = publish(out, format_, articles)
    if out != STANDARD_OUTPUT:
        chosen = describe(selection)
        content = Content(format_, SCHEMA_ID, chosen, {"articles": published.count}, change)
        write_manifest(find_place(out), published, content, dt.datetime.now(dt.UTC))
    tell_result(articles=published.count, file=out)
    note = "" if published.count else " (nothing fits the selection)"
    typer.echo(f"{out}: {published.count} articles{note}", err=True)


def _export_delta(ledger: str, delta: Delta) -> None:
    with opened(ledger) as engine:
        taken = take_delta(engine, delta, dt.datetime.now(dt.UTC))
    tell_result(**taken.counts, **({"file": taken.place.shown} if taken.place else {}))
    typer.echo(_told(delta, taken), err=True)


def _told(delta: Delta, taken: Taken) -> str:
    if taken.place is None:
        return f"{delta.name}: nothing new, nothing written"
    counts = ", ".join(f"{count} {kind}" for kind, count in taken.counts.items())
    return f"{taken.place.shown}: {counts}"
