"""`crawl --dry-run`: ask the listings only, on a copy of the ledger; say what would be fetched."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Row, func, select

from crawler.cli import wording
from crawler.errors import LedgerMissing
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.copying import copy_ledger
from crawler.ledger.decide import Priority, State
from crawler.ledger.tables import links, pages
from crawler.link import PageKind, Where
from crawler.site import Site

SHOWN = 20
WIDTH_OF_TIME = len("2026-01-31 18:45")


def show_dry_run(
    site: Site, settings: dict[str, Any], arguments: Mapping[str, Any], verbose: bool
) -> int:
    """Ask the site's places, print what a crawl would fetch; the exit code. Nothing is kept."""
    from crawler.spiders.run import quiet_logging, run_crawl

    quiet_logging(verbose)
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="dry-run-") as folder:
        scratch = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        _copy(settings["CRAWLER_LEDGER"], scratch)
        end = run_crawl(
            site, {**settings, "CRAWLER_LEDGER": scratch}, {**arguments, "places_only": "yes"}
        )
        due = _due_articles(scratch, site)
        asked = [] if site.described else _asked_places(scratch, site)
    answered = end.counts["answer/ok"] + end.counts["answer/unchanged"]
    console.print(
        f"[bold]{site.name}[/]: asked {wording.counted(end.counts['requests'], 'page')} "
        f"that may name articles, {answered} answered; "
        f"{wording.counted(len(due), 'article')} would be fetched. Nothing was kept.",
        soft_wrap=True,
    )
    if end.counts["survey"]:
        console.print(f"  survey    {end.counts['survey']} pages more, to find these places")
    for place in asked:
        line = f"  {place.kind:8}  {place.url} ({place.count} articles)"
        console.print(line, soft_wrap=True, markup=False)
    print_due(console, due, site.zone)
    return 0 if answered else 1


def _copy(ledger: str, scratch: str) -> None:
    target = open_ledger(scratch)
    with suppress(LedgerMissing):  # no ledger yet: the dry run starts from nothing as well
        source = open_ledger(ledger, create=False)
        try:
            copy_ledger(source, target)
        finally:
            source.dispose()
    target.dispose()


def _asked_places(ledger: str, site: Site) -> list[Row[Any]]:
    """Where the site announces articles, and how many each place named."""
    engine = open_ledger(ledger, create=False)
    query = (
        select(pages.c.kind, pages.c.url, func.count(links.c.target).label("count"))
        .join_from(pages, links, links.c.source == pages.c.id, isouter=True)
        .where(
            pages.c.site == site.name,
            pages.c.kind != PageKind.ARTICLE,
            pages.c.place == Where.GIVEN,
            pages.c.state == State.READ,
        )
        .group_by(pages.c.kind, pages.c.url)
        .order_by(pages.c.kind, pages.c.url)
    )
    try:
        with reading(engine) as connection:
            return list(connection.execute(query))
    finally:
        engine.dispose()


def _due_articles(ledger: str, site: Site) -> list[Row[Any]]:
    engine = open_ledger(ledger, create=False)
    query = (
        select(pages.c.url, pages.c.title, pages.c.published)
        .where(
            pages.c.site == site.name,
            pages.c.kind == PageKind.ARTICLE,
            pages.c.state == State.DUE,
            pages.c.priority.in_((Priority.NEW, Priority.RETRY)),
        )
        .order_by(pages.c.published.desc())
    )
    try:
        with reading(engine) as connection:
            return list(connection.execute(query))
    finally:
        engine.dispose()


def print_due(console: Console, due: list[Row[Any]], zone: dt.tzinfo) -> None:
    """The first of the articles that are due, by the time (of ``zone``) and title announced."""
    table = Table(box=None, pad_edge=False, show_header=False)
    # A long title gives way to a time.
    width = WIDTH_OF_TIME if any(row.published for row in due[:SHOWN]) else None
    table.add_column(style="dim", no_wrap=True, min_width=width)
    table.add_column(overflow="ellipsis", no_wrap=True)
    for row in due[:SHOWN]:
        when = wording.moment(row.published, zone) if row.published else ""
        table.add_row(when, Text(row.title or row.url))  # brackets in it are no markup
    if due:
        console.print(table)
    if len(due) > SHOWN:
        console.print(f"… and {len(due) - SHOWN} more")
