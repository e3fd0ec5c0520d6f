"""`stats`: how a site writes, as small plots: by day, hour, section, tag, author, length."""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from crawler.cli import options
from crawler.cli.plots import bars, columns, over_time
from crawler.cli.report import read_days
from crawler.discovery.choice import site_of_ledger
from crawler.errors import UsageError
from crawler.ledger.connect import opened, reading
from crawler.ledger.reports.report import Days, is_known
from crawler.ledger.reports.statistics import Pairs, Statistics, read_statistics


class Format(enum.StrEnum):
    """How statistics may be written."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("stats")(stats)


def stats(
    site: options.KnownSite,
    first_day: options.FirstDay = None,
    last_day: options.LastDay = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Show how SITE writes: articles by day, hour, section, tag, author, length and freshness.

    Counts what is kept, by day of publication on the site's own clock. Freshness is the time from
    publication to the first look of the crawler.
    """
    chosen = site_of_ledger(site)
    days = read_days(first_day, last_day, chosen.zone)
    with opened(options.ledger_address(data, ledger)) as engine, reading(engine) as connection:
        if not is_known(connection, chosen.name):
            raise UsageError(f"the ledger knows nothing of {site}; crawl it first")
        found = read_statistics(connection, chosen.name, days)
    if format_ is Format.JSON:
        typer.echo(json.dumps(to_values(chosen.name, found), ensure_ascii=False, indent=2))
        return
    for line in draw(chosen.name, days, found):
        typer.echo(line)


def to_values(site: str, found: Statistics) -> dict[str, Any]:
    """The statistics as JSON values; what is counted by name keeps its order."""
    values = {"site": site, **dataclasses.asdict(found)}
    return {
        name: dict(value) if name in _COUNTED_BY_NAME else value for name, value in values.items()
    }


_COUNTED_BY_NAME = ("sections", "tags", "authors", "lengths", "delays")


def draw(site: str, days: Days, found: Statistics) -> Iterator[str]:
    """The plots, one under the other, with 80 columns at most."""
    first, last = (min(found.days), max(found.days)) if found.days else (days.first, days.last)
    if not found.articles:
        yield f"{site}: no article of these days"
        return
    gone = f", {found.unpublished} of them unpublished since" if found.unpublished else ""
    yield f"{site}: {found.articles} articles, {first} to {last} ({days.zone}){gone}"
    span, rows = over_time(found.days)
    yield from _plot(f"articles a {span}", bars(rows))
    if any(found.hours):
        yield from _plot("hour of publication", columns(found.hours))
    yield from _plot("sections", bars(found.sections[:_MOST_SECTIONS], shares=True))
    for title, pairs in (("tags", found.tags), ("authors", found.authors)):
        if pairs:
            yield from _plot(f"most frequent {title}", bars(pairs))
    yield from _plot("length in words", bars(_without_empty_ends(found.lengths), shares=True))
    if delays := _without_empty_ends(found.delays):
        yield from _plot("from publication to the first look", bars(delays, shares=True))


_MOST_SECTIONS = 15


def _plot(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from lines


def _without_empty_ends(pairs: Pairs) -> Pairs:
    filled = [number for number, (_, count) in enumerate(pairs) if count]
    return pairs[filled[0] : filled[-1] + 1] if filled else ()
