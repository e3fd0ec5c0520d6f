"""`export --dry-run`: what an export would hold, counted, and nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer
from pydantic_core import from_json
from sqlalchemy import Connection

from crawler.cli.why_empty import tell_empty
from crawler.cli.wording import printable
from crawler.exporters import find_format
from crawler.feeds.definition import describe
from crawler.feeds.delta import Delta, foresee
from crawler.feeds.extent import Extent, read_extent
from crawler.feeds.selection import Selection
from crawler.ledger.articles.stored_article import StoredArticle
from crawler.ledger.connect import opened

_MOST_SECTIONS = 10


@dataclass(frozen=True, slots=True)
class Articles:
    """Which articles are asked for, how many of them, and the format."""

    selection: Selection
    extent: Extent
    format: str

    def read(self, connection: Connection) -> Iterator[StoredArticle]:
        """Draw them. Raises UsageError."""
        is_channel = find_format(self.format).is_channel
        return read_extent(connection, self.selection, self.extent, is_channel)

    def describe(self) -> dict[str, Any]:
        """What is asked for, for the manifest."""
        return {**describe(self.selection), **self.extent.describe()}


def print_preview(connection: Connection, articles: Articles) -> None:
    """How many of which site, section and days, and how large they are as JSON Lines."""
    sites: Counter[str] = Counter()
    sections: Counter[str] = Counter()
    days: set[str] = set()
    size = 0
    for one in articles.read(connection):
        line = one.line()
        size += len(line) + 1
        values = from_json(line)
        sites[values["site"] or "(none)"] += 1
        sections[values["section"] or "(none)"] += 1
        days.add(values["date"])
    if not days:
        typer.echo(f"0 articles{tell_empty(connection, articles.selection)}; nothing was written")
        return
    total = f"{sites.total()} articles, {min(days)} to {max(days)}, {size / 1e6:.1f} MB as jsonl"
    typer.echo(f"{total}; nothing was written")
    for line_ in (*_lines("site", sites), *_lines("section", sections)):
        typer.echo(line_)


def print_delta_preview(ledger: str, delta: Delta) -> None:
    """What the next file of a delta would hold, by kind; its cursor stays where it is."""
    with opened(ledger) as engine:
        counts = foresee(engine, delta)
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing new"
    typer.echo(f"{delta.name}: {told}; nothing was written")


def _lines(name: str, counts: Counter[str]) -> Iterator[str]:
    """The most frequent, a line each."""
    for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_MOST_SECTIONS]:
        yield f"  {name:<8}{count:>9}  {printable(value)}"
    if (more := len(counts) - _MOST_SECTIONS) > 0:
        rest = counts.total() - sum(count for _, count in counts.most_common(_MOST_SECTIONS))
        yield f"  {name:<8}{rest:>9}  in {more} more"
