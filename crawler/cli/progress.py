"""A crawl's progress in the terminal: one line that tells what was asked, kept and missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from crawler.jobs.telling import tell_progress, tell_result
from crawler.ledger.crawling import backfill
from crawler.ledger.crawling.backfill import Span

if TYPE_CHECKING:  # it brings Scrapy, half a second of imports
    from crawler.spiders.run import CrawlEnd


class _Shown:
    """A bar that is drawn while it is entered."""

    _bar: Progress

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()


class CrawlProgress(_Shown):
    """Shows while it is entered; silent where the console is no terminal."""

    def __init__(self, title: str, max_pages: int, console: Console) -> None:
        self._max_pages = max_pages
        self._bar = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=18),
            MofNCompleteColumn(),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(title, total=None, told="starting")

    def update(self, counts: Mapping[str, int], waiting: int) -> None:
        """Show the counts so far; ``waiting`` pages are known to be due."""
        asked = counts.get("requests", 0)
        total = min(asked + waiting, self._max_pages)
        tell_progress(asked, max(total, 1), Text.from_markup(tell(counts)).plain)
        self._bar.update(self._task, completed=asked, total=max(total, 1), told=tell(counts))


def tell(counts: Mapping[str, int]) -> str:
    """The counts in a few words."""
    kept = counts.get("article/new", 0)
    revised = counts.get("article/revised", 0)
    missed = sum(count for name, count in counts.items() if name.startswith("missed/"))
    words = [f"[green]{kept} kept[/]"]
    if revised:
        words.append(f"[cyan]{revised} revised[/]")
    if missed:
        words.append(f"[yellow]{missed} missed[/]")
    return " · ".join(words)


def tell_end(end: CrawlEnd) -> None:
    """Say what came of a crawl to whoever started it as a job."""
    asked = end.counts["requests"]
    tell_progress(asked, asked, Text.from_markup(tell(end.counts)).plain)
    tell_result(crawl=end.crawl, **end.counts)


class BackfillProgress(_Shown):
    """A backfill's progress by date: the day reached, what is kept and due, time left."""

    def __init__(self, title: str, span: Span, zone: dt.tzinfo, console: Console) -> None:
        self._span = span
        self._zone = zone
        self._bar = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=16),
            TextColumn("{task.fields[told]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(title, total=1.0, told="starting")

    def update(self, reached: backfill.Progress) -> None:
        """Show how far it has come."""
        done = share_done(self._span, reached)
        day = (reached.reached or self._span.end).astimezone(self._zone).date()
        told = f"back to {day} · [green]{reached.kept} kept[/] · {reached.due} due"
        tell_progress(round(100 * done), 100, Text.from_markup(told).plain)
        self._bar.update(self._task, completed=done, told=told)


def share_done(span: Span, reached: backfill.Progress) -> float:
    """The share of a backfill that is done, from 0 to 1: of the way back in time, the part that
    was walked; of the pages found, the part that no longer waits."""
    back = min(max(reached.reached or span.end, span.start), span.end)
    walked = (span.end - back) / (span.end - span.start)
    found = reached.kept + reached.due
    return walked * (reached.kept / found if found else 1.0)
