"""`reextract`: what today's rules make of stored pages, before anything is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from crawler.archive.reader import Archive
from crawler.cli import options
from crawler.cli.replay import open_archive, print_passed_over
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.ledger.connect import opened, reading
from crawler.ledger.crawling.crawls import find_archives

if TYPE_CHECKING:
    from crawler.spiders.field_tally import FieldTally
    from crawler.spiders.reextract import Reread

LEDGER = "ledger"
"""In place of a folder."""
SHOWN = 10
"""Pages that are found or lost, told one by one."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reextract")(reextract)


def reextract(
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="DIR|ledger",
            help="What `crawl --archive DIR` filled; with `ledger` the folders that its crawls "
            "name.",
        ),
    ],
    site: Annotated[
        str | None,
        typer.Option(metavar="SITE", help="This site's pages alone [default: all there are]."),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write it: other content becomes a new revision.")
    ] = False,
    examples: Annotated[
        int, typer.Option(metavar="N", min=0, help="Examples shown of each field.")
    ] = 3,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Read stored pages by today's rules and say, field by field, what would change.

    Each article is read anew from the very answer it was kept from. Nothing is written without
    --write.
    """
    # Scrapy and what it brings take half a second to import: only who reads pages waits for it.
    from crawler.ledger.keeping.reread import count_held
    from crawler.spiders.field_tally import FieldTally
    from crawler.spiders.reextract import sites_of

    name = site_of_ledger(site).name if site is not None else None
    archives = [open_archive(Path(source))] if source != LEDGER else []
    tally = FieldTally(examples)
    with opened(options.ledger_address(data, ledger)) as engine:
        archives = archives or list(_open_named(engine, name))
        there = sorted({one for archive in archives for one in sites_of(archive)})
        if name is not None and name not in there:
            raise UsageError(f"{source} holds nothing of {name}; it holds {', '.join(there)}")
        outside = list(_reread(archives, engine, name, write, tally))
        with reading(engine) as connection:
            held = count_held(connection, [name] if name is not None else there)
    console = Console(file=sys.stdout, highlight=False)
    _print(console, tally, outside, write)
    for archive in archives:
        print_passed_over(archive)
    _print_missing(held - tally.articles - sum(one.after is None for one in outside))


def _reread(
    archives: list[Archive], engine: Engine, site: str | None, write: bool, tally: FieldTally
) -> Iterator[Reread]:
    """Count what was an article and still is one; gives what was none, or is none now."""
    from crawler.spiders.reextract import reextract as reread

    for archive in archives:
        for one in reread(archive, engine, site, write):
            if one.before is not None and one.after is not None:
                tally.add(one.url, one.before, one.after)
            else:
                yield one


def _open_named(engine: Engine, site: str | None) -> Iterator[Archive]:
    """The archives that the ledger's crawls kept their answers in. Raises UsageError for none."""
    with reading(engine) as connection:
        folders = find_archives(connection, site)
    there = [folder for folder in map(Path, folders) if folder.is_dir()]
    for folder in folders:
        if Path(folder) not in there:
            print(f"crawler: {folder} is gone, in which a crawl kept its answers", file=sys.stderr)
    if not there:
        raise UsageError(
            "no archive that a crawl of this ledger kept is there; the ledger holds what was read "
            "of pages, not the pages: name one with --from DIR"
        )
    yield from map(open_archive, there)


def _print(console: Console, tally: FieldTally, outside: list[Reread], write: bool) -> None:
    if tally.changed:
        console.print(_table(tally))
        _print_examples(console, tally)
    found = [one for one in outside if one.after is not None]
    lost = [one for one in outside if one.after is None]
    _print_pages(console, "found: was rejected, is an article now", found)
    _print_pages(console, "lost: is no article by today's rules; what is kept stays", lost)
    changed = f"{tally.other} of {tally.articles} articles"
    if not tally.other and not found:
        console.print(f"Nothing changes: {tally.articles} articles read the same as they are kept.")
    elif write:
        console.print(f"Written: {changed} changed, {len(found)} found.")
    else:
        console.print(f"{changed} would change, {len(found)} would be found.")
        console.print("Nothing was written; --write writes it.")


def _table(tally: FieldTally) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("field")
    for name in ("filled then", "filled now", "changed"):
        table.add_column(name, justify="right")
    for name, changed in tally.changed.most_common():
        table.add_row(name, str(tally.then[name]), str(tally.now[name]), str(changed))
    return table


def _print_examples(console: Console, tally: FieldTally) -> None:
    """Each on three lines that end with the terminal's."""
    for name, _ in tally.changed.most_common():
        for example in tally.examples.get(name, ()):
            told = (f"{name} {example.url}", f"  - {example.before}", f"  + {example.after}")
            for line in told:
                console.print(Text(line), no_wrap=True, overflow="ellipsis")


def _print_pages(console: Console, what: str, pages: list[Reread]) -> None:
    if not pages:
        return
    console.print(f"[bold]{len(pages)} {what}[/]")
    for one in pages[:SHOWN]:
        told = one.after.title if one.after is not None else one.reason
        console.print(f"  {escape(one.url)}: {escape(told or '')}", soft_wrap=True)


def _print_missing(count: int) -> None:
    if count > 0:
        print(
            f"crawler: {count} articles were kept from answers that the archive does not hold",
            file=sys.stderr,
        )
