"""`history`: an article's versions and what changed in each, as the crawler saw them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy import Connection

from crawler.cli import options
from crawler.cli.history_text import print_history
from crawler.cli.site_choice import site_of_page
from crawler.discovery.addresses import key
from crawler.errors import UsageError
from crawler.ledger.articles.history import History, read_history
from crawler.ledger.connect import opened, reading
from crawler.ledger.decide import State
from crawler.site import Site


class Format(enum.StrEnum):
    """How it may be written."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("history")(history)


def history(
    url: Annotated[str, typer.Argument(metavar="URL", help="An article's address.")],
    format_: Annotated[
        Format, typer.Option("--format", help="How to write it; as JSON with whole versions.")
    ] = Format.TEXT,
    as_json: Annotated[
        bool, typer.Option("--json", hidden=True, help="The older name of `--format json`.")
    ] = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Show what became of an article: its versions, what each changed, and when it vanished.

    The site is found by the address. Times are those of the site's own clock.
    """
    site = site_of_page(url)
    found = _read(url, site, options.ledger_address(data, ledger))
    if as_json or format_ is Format.JSON:
        values = dataclasses.asdict(found)
        typer.echo(json.dumps(values, ensure_ascii=False, indent=2, default=_iso))
        return
    print_history(Console(file=sys.stdout, highlight=False), found, site.zone)


def _read(url: str, site: Site, ledger: str) -> History:
    with opened(ledger) as engine, reading(engine) as connection:
        return find_history(connection, url, site)


def find_history(connection: Connection, url: str, site: Site) -> History:
    """The history, or that of the address it was moved to. Raises UsageError if there is none."""
    found = read_history(connection, site.name, key(url, site))
    if found is not None and found.state == State.MOVED and found.reason:
        found = read_history(connection, site.name, key(found.reason, site)) or found
    if found is None:
        raise UsageError(f"the ledger does not know {url}; crawl {site.name}, or check the address")
    return found


def _iso(value: Any) -> str:
    assert isinstance(value, dt.datetime)
    return value.isoformat()
