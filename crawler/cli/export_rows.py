"""`export links|placements|revisions`: what the ledger knows beside its articles, as rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from crawler.cli import options
from crawler.cli.export_failure import failing_as_usage
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.exporters import ENDINGS as ARTICLE_ENDINGS
from crawler.exporters import format_of
from crawler.feeds.graphml import GraphmlLinks
from crawler.feeds.manifest import Content, write_manifest
from crawler.feeds.place import find_place
from crawler.feeds.publish import STANDARD_OUTPUT, Published, publish_with
from crawler.feeds.row_formats import ROW_FORMATS, find_row_format, publish_rows
from crawler.feeds.selection import parse_bound
from crawler.ledger.articles.changes import last_number
from crawler.ledger.articles.edits import RevisionRow, read_revisions
from crawler.ledger.articles.graph import LinkRow, read_linked_pages, read_links, read_naming_sites
from crawler.ledger.articles.placements import PlacementRow, read_placements
from crawler.ledger.articles.row_choice import RowChoice, choose_rows
from crawler.ledger.connect import at_one_moment, opened, reading
from crawler.link import Where

PLACES = [place.value for place in Where if place is not Where.GIVEN]
GRAPHML = "graphml"
ENDINGS = {end: name for end, name in ARTICLE_ENDINGS.items() if name in ROW_FORMATS}
ENDINGS |= {one.ending: name for name, one in ROW_FORMATS.items()}

Out = Annotated[
    str, typer.Option(metavar="PATH", help="The file to write, or a URL; - is standard output.")
]
BY_ENDING = "[default: by the ending of --out, else jsonl]"
RowsFormat = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help=f"One of {', '.join(ROW_FORMATS)} {BY_ENDING}."),
]
LinksFormat = Annotated[
    str | None,
    typer.Option(
        "--format", metavar="NAME", help=f"One of {', '.join(ROW_FORMATS)}, {GRAPHML} {BY_ENDING}."
    ),
]
OfSite = Annotated[str | None, typer.Option("--site", metavar="SITE", help="Only this site's.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Seen on this day (UTC) or later.")]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Seen on this day (UTC) or earlier.")
]
Write = Callable[[Connection, RowChoice], Published]


def add_commands(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("links")(links)
    group.command("placements")(placements)
    group.command("revisions")(revisions)


def links(
    out: Out,
    format_: LinksFormat = None,
    place: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PLACE", help=f"Where it is named: {', '.join(PLACES)}; may be repeated."
        ),
    ] = None,
    site: OfSite = None,
    since: Since = None,
    until: Until = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Write who names whom: both addresses, rank, announced time, first and last seen.

    Without --place the stories under MORE ABOUT: who is related to whom.
    """
    places = _read_places(place or ["related"])
    chosen_format = format_ or format_of(out, {**ENDINGS, GRAPHML: GRAPHML})
    if chosen_format != GRAPHML:
        find_row_format(chosen_format)

    def write(connection: Connection, choice: RowChoice) -> Published:
        rows = read_links(connection, choice, places)
        if chosen_format != GRAPHML:
            return publish_rows(out, chosen_format, LinkRow, rows)
        pages = read_linked_pages(connection, choice, places)
        sites = read_naming_sites(connection, choice, places)
        return publish_with(out, lambda file: GraphmlLinks(file, pages, sites), rows)

    chosen = {"site": site, "since": since, "until": until, "place": places}
    _export(options.ledger_address(data, ledger), out, chosen_format, LinkRow, chosen, write)


def placements(
    out: Out,
    format_: RowsFormat = None,
    site: OfSite = None,
    since: Since = None,
    until: Until = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Write what stood in HOT NEWS and LATEST: rank, from when to when, for how long.

    Times are those of the crawler's looks: a story came after one look and was seen by the next.
    """
    address = options.ledger_address(data, ledger)
    chosen = {"site": site, "since": since, "until": until}
    _export_rows(address, out, format_, PlacementRow, chosen, read_placements)


def revisions(
    out: Out,
    format_: RowsFormat = None,
    site: OfSite = None,
    since: Since = None,
    until: Until = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Write what each revision of an article changed: headline, time, paragraphs and so on."""
    address = options.ledger_address(data, ledger)
    chosen = {"site": site, "since": since, "until": until}
    _export_rows(address, out, format_, RevisionRow, chosen, read_revisions)


def _export_rows(
    ledger: str,
    out: str,
    asked: str | None,
    kind: type,
    chosen: dict[str, Any],
    read: Callable[[Connection, RowChoice], Iterable[Any]],
) -> None:
    """Write rows of one kind in a format that was asked for, or that the file's ending says."""
    format_ = asked or format_of(out, ENDINGS)
    find_row_format(format_)

    def write(connection: Connection, choice: RowChoice) -> Published:
        return publish_rows(out, format_, kind, read(connection, choice))

    _export(ledger, out, format_, kind, chosen, write)


def _export(
    ledger: str,
    out: str,
    format_: str,
    kind: type,
    chosen: dict[str, Any],
    write: Write,
) -> None:
    """Write the rows and their manifest; say how many there were."""
    if chosen["site"] is not None:
        chosen["site"] = site_of_ledger(chosen["site"]).name
    bounds = (parse_bound(text) if (text := chosen[n]) else None for n in ("since", "until"))
    choice = choose_rows(chosen["site"], *bounds)
    with (
        failing_as_usage(),
        opened(ledger) as engine,
        reading(at_one_moment(engine)) as connection,
    ):
        change = last_number(connection)
        published = write(connection, choice)
    name = kind.__name__.removesuffix("Row").lower()
    if out not in STANDARD_OUTPUT:
        selection = {name: value for name, value in chosen.items() if value}
        schema = f"urn:crawler:schema:{name}:1"
        content = Content(format_, schema, selection, {f"{name}s": published.count}, change)
        write_manifest(find_place(out), published, content, dt.datetime.now(dt.UTC))
    note = "" if published.count else " (nothing fits the selection)"
    typer.echo(f"{out}: {published.count} {name}s{note}", err=True)


def _read_places(places: Iterable[str]) -> list[str]:
    """The places, each once. Raises UsageError for one that is not known."""
    for place in places:
        if place not in PLACES:
            raise UsageError(f"no place is named {place!r}; there are {', '.join(PLACES)}")
    return sorted(set(places))
