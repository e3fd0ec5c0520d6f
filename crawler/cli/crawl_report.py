"""The last word of a crawl: what was kept, what was missed and why, where the feeds lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from crawler.cli import wording
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.crawling.hosts import RESTING
from crawler.ledger.crawling.waits import Wait, read_waits
from crawler.ledger.decide import PAGER
from crawler.ledger.reports.summary import Summary, crawl_end, crawl_outcome, summarise
from crawler.site import Site

if TYPE_CHECKING:
    from crawler.feeds.publish import Published
    from crawler.spiders.run import CrawlEnd


GAPS_SHOWN = 3


def print_report(
    console: Console, ledger: str, site: Site, end: CrawlEnd, written: Sequence[Published]
) -> int:
    """Print how the crawl went and where the site stands; the exit code.

    1 if the site should have given something and gave nothing, or stopped answering.
    """
    engine = open_ledger(ledger, create=False)
    try:
        with reading(engine) as connection:
            summary = summarise(connection, site.name)
            outcome, reason = crawl_outcome(connection, end.crawl)
            ended = crawl_end(connection, end.crawl)
            waits = read_waits(connection, site.name, ended) if ended else ()
    finally:
        engine.dispose()
    counts = end.counts
    headline = f"[bold]{site.name}[/]: crawl {end.crawl} {outcome}"
    told = escape(f" ({reason})") if reason and reason != "finished" else ""
    console.print(headline + told, soft_wrap=True)
    console.print(
        f"  asked     {wording.counted(counts['requests'], 'page')}, "
        f"{wording.size(counts['bytes'])}"
        + (f", {counts['answer/unchanged']} unchanged" if counts["answer/unchanged"] else "")
    )
    if counts["survey"]:
        console.print(
            f"  survey    {wording.counted(counts['survey'], 'page')} more, "
            "to find where articles are named"
        )
    console.print(
        f"  kept      {counts['article/new']} new, {counts['article/revised']} revised; "
        f"{wording.counted(summary.articles, 'article')} in all{_range(summary)}",
        soft_wrap=True,
    )
    _print_layouts(console, counts)
    _print_missed(console, summary, site)
    _print_left(console, summary, waits)
    for feed in written:
        line = f"  feed      {feed.path} ({wording.counted(feed.count, 'article')})"
        console.print(line, soft_wrap=True, markup=False)
    verdict = _verdict(console, end, summary)
    return 1 if (reason or "").startswith(RESTING) else verdict


def _print_layouts(console: Console, counts: Mapping[str, int]) -> None:
    """How many pages took which form, at a site that has several."""
    found = sorted(name for name in counts if name.startswith("layout/"))
    if found:
        told = ", ".join(f"{counts[name]} {name.removeprefix('layout/')}" for name in found)
        console.print(f"  layouts   {told}", markup=False)


def _range(summary: Summary) -> str:
    if summary.oldest is None:
        return ""
    if summary.oldest == summary.newest:
        return f", of {summary.oldest}"
    return f", {summary.oldest} to {summary.newest}"


def _print_missed(console: Console, summary: Summary, site: Site) -> None:
    if not summary.missed and not summary.gaps:
        console.print("  missed    nothing")
    for missed in summary.missed:
        console.print(f"  missed    {wording.missed_line(missed)}", soft_wrap=True, markup=False)
    for gap in summary.gaps[:GAPS_SHOWN]:
        line = f"  gap       {wording.gap_line(gap, site.zone)}"
        console.print(line, soft_wrap=True, markup=False)
    if len(summary.gaps) > GAPS_SHOWN:
        console.print(f"  gap       … and {len(summary.gaps) - GAPS_SHOWN} more")


def _print_left(console: Console, summary: Summary, waits: Sequence[Wait]) -> None:
    """What is known and was not asked for: not yet, or on purpose."""
    if summary.waiting:
        line = f"  waiting   {wording.counted(summary.waiting, 'page')}, for the next crawl"
        console.print(wording.with_reasons(line, waits), soft_wrap=True, markup=False)
    for left in summary.left:
        if left.reason != PAGER:
            console.print(f"  left      {wording.left_line(left)}")


def _verdict(console: Console, end: CrawlEnd, summary: Summary) -> int:
    answered = end.counts["answer/ok"] + end.counts["answer/unchanged"]
    if not answered and end.signal:  # it was ended before anything could answer
        return 1
    if not answered:
        console.print(
            "[red]Nothing answered.[/] Check the network, the site and its robots.txt; "
            "--verbose says more.",
            soft_wrap=True,
        )
        return 1
    if not summary.articles:
        console.print(
            "[red]Nothing was kept[/], though the site answered. Its pages may have changed: "
            f"look at one with: python -m crawler check {end.site} URL",
            soft_wrap=True,
        )
        return 1
    return 0
