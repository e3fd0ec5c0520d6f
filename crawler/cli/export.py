"""`export`: write a selection of articles, or what else the ledger knows, into files."""

from __future__ import annotations

import datetime as dt
import enum
from pathlib import Path, PurePath
from typing import Annotated, Any

import typer

from crawler.article import SCHEMA_ID
from crawler.cli import export_rows, options
from crawler.cli.export_failure import failing_as_usage
from crawler.cli.export_preview import (
    Articles,
    print_delta_preview,
    print_preview,
)
from crawler.cli.why_empty import tell_empty
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.exporters import (
    ARCHIVE,
    FORMATS,
    format_of,
    part_compression,
)
from crawler.exporters.content import Content
from crawler.feeds import manifest
from crawler.feeds.channel import channel_options
from crawler.feeds.delta import Delta, Taken, take_delta
from crawler.feeds.extent import ALL, Extent
from crawler.feeds.manifest import write_manifest
from crawler.feeds.place import find_place
from crawler.feeds.publish import STANDARD_OUTPUT, publish
from crawler.feeds.selection import By, Revisions, Selection, parse_selection, parse_words
from crawler.jobs.telling import tell_result
from crawler.ledger.articles.changes import last_number
from crawler.ledger.connect import at_one_moment, opened, reading


class Partition(enum.StrEnum):
    """What a folder of files may be parted by."""

    DAY = "day"


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
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help=f"One of {', '.join(FORMATS)} [default: by the ending of --out; jsonl without "
            "one]. Of a delta also jsonl.gz, csv.zst and the like.",
        ),
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="SITE", help="Only this site's.")] = None,
    since: options.PublishedSince = None,
    until: options.PublishedUntil = None,
    seen: Annotated[
        bool,
        typer.Option(
            "--seen/--published",
            help="Whether the dates mean when it was first seen (UTC), or published.",
        ),
    ] = False,
    section: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only of this section.")
    ] = None,
    tag: Annotated[str | None, typer.Option(metavar="TAG", help="Only with this tag.")] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Only by this author.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only in this language; en holds en-GB, too.")
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help='Only with all these words; "a phrase" in quotes.'),
    ] = None,
    revisions: Annotated[
        Revisions, typer.Option(help="Each article as it stands, or in all kept versions.")
    ] = Revisions.LATEST,
    newest: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Only so many, the newest first.")
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Only so many, drawn by chance; the same ones each time."
        ),
    ] = None,
    fields: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Only these fields: title,url …")
    ] = None,
    partition: Annotated[
        Partition | None,
        typer.Option(help="Parquet only: --out is a folder with one of each day in it."),
    ] = None,
    content: Annotated[
        Content | None, typer.Option(help="rss, atom, jsonfeed: the full text, or the lead.")
    ] = None,
    self_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="rss, atom, jsonfeed: the address the feed will have."),
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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would be written, and write nothing.")
    ] = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Write the articles of a selection into one file, whole or not at all.

    For example: `export --out july.csv --site interfax-ukraine --since 2026-07-01 --until
    2026-07-31`

    Every option narrows the selection; without any, all articles are written. Beside the file
    goes its manifest: counts, digest, selection. Behind .gz and .zst it is compressed. `export
    links`, `export placements` and `export revisions` write what else is known.
    """
    if context.invoked_subcommand is not None:
        options.require_none_before(context)
        return
    if site is not None:
        site = site_of_ledger(site).name
    if words is not None and not parse_words(words):
        raise UsageError(f"--words {words!r} holds no word; write one, or leave it out")
    selection = parse_selection(
        site=site,
        since=since,
        until=until,
        by=By.SEEN if seen else By.PUBLISHED,
        section=section,
        tag=tag,
        author=author,
        language=language,
        words=words,
        revisions=revisions,
    )
    extent = Extent(newest, sample)
    address = options.ledger_address(data, ledger)
    path = out if out is not None and delta is None else "-"
    chosen = format_ or _format_of(path)
    plain = part_compression(chosen)[0] if delta is not None else chosen
    given = _exporter_options(plain, selection, self_url, content, fields)
    if delta is not None:
        if given or partition is not None or extent != ALL:
            raise UsageError("a delta is one file of whole lines; leave out what else was asked")
        folder = _delta_folder(out, data)
        asked = Delta(name=delta, folder=folder, format=chosen, selection=selection, reset=reset)
        (print_delta_preview if dry_run else _export_delta)(address, asked)
        return
    _require_target(out, reset, dry_run)
    if partition is not None:
        out = path.rstrip("/") or path
        _require_partition(out, chosen, given)
    articles = Articles(selection, extent, chosen)
    if dry_run or out is None:
        _preview(address, articles)
        return
    with failing_as_usage():
        _export_articles(address, out, articles, given, partition is not None)


def _preview(ledger: str, articles: Articles) -> None:
    with opened(ledger) as engine, reading(at_one_moment(engine)) as connection:
        print_preview(connection, articles)


def _require_target(out: str | None, reset: bool, dry_run: bool) -> None:
    """Raises UsageError for an export that is no delta."""
    if reset:
        raise UsageError("--reset is for a delta; name it with --delta")
    if out is None and not dry_run:
        raise UsageError("name the file to write with --out; - is standard output")


def _delta_folder(out: str | None, data: Path | None) -> str:
    """Raises UsageError."""
    if out in STANDARD_OUTPUT:
        raise UsageError(
            "a delta goes into files: its cursor moves when they are whole; name a folder"
        )
    return out or str(options.data_folder(data) / "deltas")


def _format_of(out: str) -> str:
    """The format by the file's ending; that of an archive has words of its own."""
    is_archive = PurePath(part_compression(out)[0]).suffix.lower() == f".{ARCHIVE}"
    return ARCHIVE if is_archive else format_of(out)


def _exporter_options(
    format_: str,
    selection: Selection,
    self_url: str | None,
    content: Content | None,
    fields: str | None,
) -> dict[str, Any]:
    """What the exporter is told. Raises UsageError."""
    given = channel_options(format_, selection, self_url, content)
    names = [name.strip() for name in (fields or "").split(",") if name.strip()]
    if fields is not None and not names:
        raise UsageError("--fields names none; write them as in title,url")
    return {**given, "fields_to_export": names} if names else given


def _require_partition(out: str, format_: str, given: dict[str, Any]) -> None:
    """Raises UsageError for what has no days."""
    if format_ != "parquet" or given:
        raise UsageError("--partition is for whole Parquet; take --format parquet, no --fields")
    if out in STANDARD_OUTPUT or find_place(out).path is None:
        raise UsageError("--partition makes a folder of this machine; name one with --out")


def _export_articles(
    ledger: str,
    out: str,
    articles: Articles,
    given: dict[str, Any],
    by_day: bool,
) -> None:
    with opened(ledger) as engine, reading(at_one_moment(engine)) as connection:
        change = last_number(connection)
        found = articles.read(connection)
        if by_day:
            from crawler.feeds.by_day import publish_by_day

            published = publish_by_day(Path(find_place(out).path or out), found)
        else:
            published = publish(out, articles.format, found, **given)
        note = "" if published.count else tell_empty(connection, articles.selection)
    if out not in STANDARD_OUTPUT:
        counts = {"articles": published.count}
        content = manifest.Content(articles.format, SCHEMA_ID, articles.describe(), counts, change)
        write_manifest(find_place(out), published, content, dt.datetime.now(dt.UTC))
    tell_result(articles=published.count, file=out)
    typer.echo(f"{out}: {published.count} articles{note}", err=True)


def _export_delta(ledger: str, delta: Delta) -> None:
    with failing_as_usage(), opened(ledger) as engine:
        taken = take_delta(engine, delta, dt.datetime.now(dt.UTC))
    tell_result(**taken.counts, **({"file": taken.place.shown} if taken.place else {}))
    typer.echo(_told(delta, taken), err=True)


def _told(delta: Delta, taken: Taken) -> str:
    if taken.place is None:
        return f"{delta.name}: nothing new, nothing written"
    counts = ", ".join(f"{count} {kind}" for kind, count in taken.counts.items())
    return f"{taken.place.shown}: {counts}"
