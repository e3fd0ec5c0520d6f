"""A completeness report → text for a terminal of 80 columns."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.cli import wording
from crawler.ledger.decide import State
from crawler.ledger.reports.completeness import FIELDS, MISSED, Day, Report, open_gaps_on
from crawler.ledger.reports.report import MissedAddress

WIDTH = 80
LABEL = 12  # columns that labels take
GAPS_SHOWN = 10

Column = tuple[str, str, Callable[[Day], int]]
COLUMNS: tuple[Column, ...] = (
    ("all", "bold", lambda day: day.announced),
    ("list", "", lambda day: day.by_place["listing"]),
    ("feed", "", lambda day: day.by_place["feed"]),
    ("map", "", lambda day: day.by_place["sitemap"]),
    ("side", "", lambda day: day.by_place["side"]),
    ("kept", "green", lambda day: day.kept),
    ("unpub", "yellow", lambda day: day.unpublished),
    ("missed", "red", lambda day: day.missed),
    ("wait", "cyan", lambda day: day.waiting),
    ("left", "", lambda day: day.left),
    ("moved", "", lambda day: day.moved),
    ("rev", "cyan", lambda day: day.revisions),
)
ALWAYS = ("all", "kept", "missed")
LEGEND = {
    "list": "by listings",
    "feed": "by feeds",
    "map": "by sitemaps",
    "side": "beside other stories",
    "unpub": "kept, and gone from the site since",
    "left": "known, not asked for",
    "moved": "leads to another address",
    "rev": "revisions",
}


def write(stream: IO[str], report: Report, missed: Iterable[MissedAddress] | None) -> None:
    """The table of days, what is behind its numbers, and on request every missed address."""
    width = None if stream is sys.stdout and stream.isatty() else WIDTH
    console = Console(file=stream, highlight=False, width=width)
    console.print(f"[bold]{report.site}[/], {_range(report)} ({report.zone})\n")
    columns = [one for one in COLUMNS if one[0] in ALWAYS or one[2](report.tally.total)]
    console.print(_table(report, columns))
    legend = [f"{name}: {LEGEND[name]}" for name, _, _ in columns if name in LEGEND]
    console.print(f"all: announced; {'; '.join(legend)}\n", style="dim")
    for label, text in _lines(report):
        console.print(_line(label, text))
    if missed is not None:
        _print_missed(console, missed, report.zone)


def _range(report: Report) -> str:
    if report.first is None and report.last is None:
        return "all days"
    return f"{report.first or 'the first day'} to {report.last or 'the last day'}"


def _table(report: Report, columns: list[Column]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_footer=True)
    table.add_column("day", footer="total", no_wrap=True, min_width=10)
    for name, style, value in columns:
        footer = _number(value(report.tally.total))
        table.add_column(name, footer=footer, style=style, justify="right", no_wrap=True)
    table.add_column("", style="red", no_wrap=True)
    for day, counts in report.tally.days:
        cells = [_number(value(counts)) for _, _, value in columns]
        is_open = day is not None and open_gaps_on(day, report.gaps, report.zone)
        shown = str(day) if day is not None else "no date"
        table.add_row(shown, *cells, "gap" if is_open else "")
    return table


def _number(count: int) -> str:
    return str(count) if count else "·"


def _line(label: str, text: str) -> Text | Table:
    """A label and what hangs beside it, lines after the first indented; addresses stay whole."""
    grid = Table.grid(padding=0)
    grid.add_column(width=LABEL, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(f"  {label}", Text(text))
    return grid


def _lines(report: Report) -> Iterator[tuple[str, str]]:
    tally = report.tally
    missed, waiting = tally.missed(*MISSED), tally.missed(State.DUE)
    if not missed:
        yield "missed", "nothing"
    for label, group in (
        ("missed", missed),
        ("waiting", waiting),
        ("unpub", tally.missed(State.UNPUBLISHED)),
    ):
        for one in group:
            yield label, wording.missed_line(one)
    for left in tally.missed(State.KNOWN):
        yield "left", wording.left_line(left)
    yield from _gap_lines(report)
    yield "footprint", _footprint(report)
    yield from _field_lines(tally.total)


def _gap_lines(report: Report) -> Iterator[tuple[str, str]]:
    still = [gap for gap in report.gaps if gap.closed is None]
    filled = [gap for gap in report.gaps if gap.closed is not None]
    for gap in still[:GAPS_SHOWN]:
        yield "gap", wording.gap_line(gap, report.zone)
    if len(still) > GAPS_SHOWN:
        yield "", f"and {len(still) - GAPS_SHOWN} more"
    if filled:
        one = wording.gap_line(filled[-1], report.zone)
        yield "filled", f"{len(filled)} gaps; the last: {one}" if len(filled) > 1 else one
    if not report.gaps:
        yield "gaps", "none"


def _footprint(report: Report) -> str:
    asked, places = report.tally.total, report.places
    total = (
        f"{asked.requests + places.requests} requests, {wording.size(asked.bytes + places.bytes)} "
        f"in all; listings, feeds and sitemaps: {places.requests}, {wording.size(places.bytes)}"
    )
    requests, size = report.requests_an_article, report.bytes_an_article
    if requests is None or size is None:
        return f"{total}; no article"
    return f"{requests:.2f} requests and {wording.size(size)} an article; {total}"


def _field_lines(counts: Day) -> Iterator[tuple[str, str]]:
    if not counts.articles:
        return
    shares = {name: counts.filled[name] / counts.articles for name in FIELDS}
    always = ", ".join(name for name, share in shares.items() if share == 1)
    never = ", ".join(name for name, share in shares.items() if share == 0)
    some = sorted((share, name) for name, share in shares.items() if 0 < share < 1)
    yield "fields", f"always: {always or 'none'}"
    if some:
        # A share of 99.96 % must not read as all.
        shown = (f"{name} {int(share * 1000) / 10} %" for share, name in some)
        yield "", f"in part: {', '.join(shown)}"
    if never:
        yield "", f"never: {never}"


def _print_missed(console: Console, missed: Iterable[MissedAddress], zone: dt.tzinfo) -> None:
    """State by state, one address a line and never cut, so that it can be copied."""
    heading = None
    for address in missed:
        if heading != address.state:
            heading = address.state
            console.print(f"\n[bold]{heading}[/]")
        when = wording.moment(address.published, zone) if address.published else "no date"
        console.print(Text(f"{when:16}  {address.reason}  {address.url}"), soft_wrap=True)
    if heading is None:
        console.print("\nNo address was missed.")
