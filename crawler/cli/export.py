"""`export`: write a selection of articles into one file."""

from __future__ import annotations

import enum
from typing import Annotated

import typer

from crawler.cli import options
from crawler.cli.site_choice import site_of_ledger
from crawler.feeds.publish import publish
from crawler.feeds.selection import parse_selection
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.library import read_articles


class Format(enum.StrEnum):
    """What an export may be written as."""

    JSONL = "jsonl"
    CSV = "csv"
    RSS = "rss"
    TEXT = "text"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    out: Annotated[
        str, typer.Option(metavar="PATH", help="The file to write; - is standard output.")
    ],
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
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Write the articles of a selection into one file, whole or not at all.

    Every option narrows the selection; without any, all articles are written.
    """
    if site is not None:
        site = site_of_ledger(site).name
    selection = parse_selection(
        site=site, since=since, until=until, section=section, tag=tag, words=words
    )
    engine = open_ledger(options.ledger_address(data, ledger), create=False)
    try:
        with reading(engine) as connection:
            articles = read_articles(connection, selection, newest_first=format_ is Format.RSS)
            published = publish(out, format_, articles)
    finally:
        engine.dispose()
    note = "" if published.count else " (nothing fits the selection)"
    typer.echo(f"{out}: {published.count} articles{note}", err=True)
