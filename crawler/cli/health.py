"""`health`: how sites stand beside their own history, and the alarms that are open."""

from __future__ import annotations

import datetime as dt
import enum
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from crawler.cli import options, wording
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.health.alarm import Alarm
from crawler.health.channels import read_channels
from crawler.health.overview import FieldHealth, SiteHealth, read_health, values, watched_sites
from crawler.health.watch import judge_crawls
from crawler.ledger.connect import opened, reading
from crawler.ledger.reports.report import is_known
from crawler.ledger.reports.summary import read_holdings
from crawler.site import Site

WIDTH = 80
BARS = "▁▂▃▄▅▆▇█"
TREND_SHOWN = 16
RULE_SHOWN = 34


class Format(enum.StrEnum):
    """How it may be written."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("health")(health)


def health(
    site: Annotated[
        str | None,
        typer.Argument(metavar="SITE", help="A name that `sites` lists, or an address."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Show what each crawl read of SITE, or of all, beside its history, and the open alarms.

    An alarm is raised by the crawl that shows it, and closes itself when it healed. The exit code
    is 1 while one is open.
    """
    with opened(options.ledger_address(data, ledger)) as engine:
        found = [_look(engine, one, data) for one in _chosen(engine, site)]
    if format_ is Format.JSON:
        told = [values(health) for _, health in found]
        print(json.dumps(told if site is None else told[0], ensure_ascii=False, indent=2))
    else:
        _print(found)
    raise typer.Exit(1 if any(health.alarms for _, health in found) else 0)


def _chosen(engine: Engine, text: str | None) -> list[Site]:
    with reading(engine) as connection:
        if text is None:
            names = {*read_holdings(connection), *watched_sites(connection)}
            return [site_of_ledger(name) for name in sorted(names)]
        site = site_of_ledger(text)
        if not is_known(connection, site.name):
            raise UsageError(f"the ledger knows nothing of {text}; crawl it first")
        return [site]


def _look(engine: Engine, site: Site, data: Path | None) -> tuple[Site, SiteHealth]:
    """How a site stands, after crawls that were killed were judged too."""
    folder = options.data_folder(data)
    judge_crawls(engine, site, read_channels(os.environ, folder), dt.datetime.now(dt.UTC))
    with reading(engine) as connection:
        return site, read_health(connection, site.name)


def _print(found: list[tuple[Site, SiteHealth]]) -> None:
    width = None if sys.stdout.isatty() else WIDTH
    console = Console(highlight=False, width=width)
    if not found:
        console.print("Nothing was crawled yet.")
    for number, (site, one) in enumerate(found):
        if number:
            console.print()
        _print_site(console, site, one)


def _print_site(console: Console, site: Site, found: SiteHealth) -> None:
    count = len(found.alarms)
    state = f"[red]{count} alarm{'s' * (count != 1)}[/]" if count else "[green]no alarms[/]"
    console.print(f"[bold]{site.name}[/]: {state}")
    for alarm in found.alarms:
        console.print(_alarm_text(alarm, site.zone), soft_wrap=True)
    if found.read is None:
        console.print("  no crawl of its listings has read an article yet")
        return
    ended = wording.moment(found.read.at, site.zone)
    console.print(f"  crawl {found.read.crawl}, {ended}: {found.read.articles} articles read")
    console.print(_table(found.fields))


def _alarm_text(alarm: Alarm, zone: dt.tzinfo) -> Text:
    """Not markup: what it says comes from pages."""
    since = wording.moment(alarm.raised, zone)
    return Text.assemble("  ", (str(alarm.kind), "red"), f" since {since}: {alarm.message}")


def _table(fields: tuple[FieldHealth, ...]) -> Table:
    table = Table(box=None, pad_edge=True, padding=(0, 1), header_style="bold")
    for heading in ("field", "filled", "usual", "crawl by crawl"):
        justify: Literal["left", "right"] = "right" if heading in ("filled", "usual") else "left"
        table.add_column(heading, no_wrap=True, min_width=len(heading), justify=justify)
    table.add_column("answered by", no_wrap=True)  # it gives way where all have no room
    for one in fields:
        rule = Text(one.rule[:RULE_SHOWN] if one.rule else "")
        table.add_row(
            one.name, f"{one.share:.0%}", f"{one.usual:.0%}", Text(sparkline(one.trend)), rule
        )
    return table


def sparkline(trend: tuple[float, ...]) -> str:
    """A bar for each share, from 0 to 1."""
    highest = len(BARS) - 1
    return "".join(BARS[round(share * highest)] for share in trend[-TREND_SHOWN:])
