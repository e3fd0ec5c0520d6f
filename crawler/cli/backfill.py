"""`backfill`: fetch what a site published in a range of days."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from rich.console import Console

from crawler.cli import options
from crawler.cli.crawl import crawl_settings
from crawler.cli.crawl_report import print_report
from crawler.cli.feeds import declared_feeds, write_after_crawl
from crawler.cli.formats import read_formats
from crawler.cli.progress import BackfillProgress, tell_end
from crawler.discovery.choice import choose_site
from crawler.jobs.telling import tell_setback
from crawler.ledger.connect import open_ledger, reading
from crawler.ledger.crawling.backfill import Progress, Span, find_done, read_progress, read_reach
from crawler.ledger.crawling.surveys import read_survey
from crawler.site import Site
from crawler.spiders.places import goes_by_date


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backfill")(backfill)


def backfill(
    site: Annotated[
        str,
        typer.Argument(metavar="SITE", help="A name that `sites` lists, or any site's address."),
    ],
    first_day: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day, as in 2026-01-01.")
    ],
    last_day: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The last day, itself included.")
    ],
    origin: options.OriginOption = None,
    max_pages: Annotated[
        int, typer.Option(metavar="N", min=1, help="Ask for at most this many pages in this run.")
    ] = 20_000,
    depth: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="How far related links are followed within the range."
        ),
    ] = 3,
    again: Annotated[
        bool, typer.Option("--again", help="Walk once more what was backfilled before.")
    ] = False,
    feeds: options.Feeds = "jsonl,rss",
    archive: options.Archive = None,
    archive_size: options.ArchiveSize = "1G",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens.")] = False,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Fetch what SITE published from one day to another, by publication date.

    Listings, sections, archives and sitemaps are walked back to the first day; what they and
    related links announce outside the range is not downloaded. It can be ended at any point and
    started again; done once, it does nothing more.
    """
    from crawler.spiders.orders import read_orders
    from crawler.spiders.session import utc_now

    chosen = choose_site(site)
    formats = read_formats(feeds)
    kept_feeds = declared_feeds(data)
    settings = crawl_settings(chosen, data, ledger, origin)
    settings |= options.archive_settings(archive, archive_size)
    arguments: dict[str, Any] = {
        "first_day": first_day,
        "last_day": last_day,
        "max_pages": max_pages,
        "depth": depth,
    }
    span = read_orders(chosen, arguments, utc_now()).span
    assert span is not None
    console = Console(file=sys.stdout, highlight=False)
    if not again and _say_if_done(console, settings["CRAWLER_LEDGER"], chosen, span):
        return
    folder = options.data_folder(data)
    code = _run(console, chosen, settings, arguments, span, formats, folder, verbose)
    failed = write_after_crawl(console, settings["CRAWLER_LEDGER"], kept_feeds)
    raise typer.Exit(code if code > 128 else failed or code)  # a signal is told first


def _say_if_done(console: Console, ledger: str, site: Site, span: Span) -> bool:
    """True if it was all done before; then it says so."""
    engine = open_ledger(ledger)
    try:
        with reading(engine) as connection:
            ended = find_done(connection, site.name, span)
            progress = read_progress(connection, site.name, span)
    finally:
        engine.dispose()
    if ended is None or progress.due:
        return False
    console.print(
        f"[bold]{site.name}[/]: nothing to do. {_days(site, span)} was backfilled on "
        f"{ended.astimezone(site.zone):%Y-%m-%d %H:%M}; {progress.kept} articles are kept. "
        "--again walks it once more.",
        soft_wrap=True,
    )
    return True


def _days(site: Site, span: Span) -> str:
    first, end = (moment.astimezone(site.zone).date() for moment in (span.start, span.end))
    return f"{first} to {end.fromordinal(end.toordinal() - 1)}"


def _run(
    console: Console,
    site: Site,
    settings: dict[str, Any],
    arguments: dict[str, Any],
    span: Span,
    formats: tuple[str, ...],
    folder: Any,
    verbose: bool,
) -> int:
    from crawler.feeds.site_feeds import write_site_feeds
    from crawler.spiders.run import quiet_logging, run_crawl

    quiet_logging(verbose)
    ledger = settings["CRAWLER_LEDGER"]
    with BackfillProgress(site.name, span, site.zone, Console(stderr=True)) as progress:
        end = run_crawl(site, settings, arguments, on_span=progress.update)
    written = write_site_feeds(ledger, site, folder / "feeds", formats)
    tell_end(end)
    if end.cut_short is not None:  # whoever gave the order wants all of the days
        tell_setback(end.cut_short)
    code = print_report(console, ledger, site, end, written)
    _print_reach(console, ledger, site, span)
    return 128 + end.signal if end.signal else code


def _print_reach(console: Console, ledger: str, site: Site, span: Span) -> None:
    engine = open_ledger(ledger, create=False)
    try:
        with reading(engine) as connection:
            progress = read_progress(connection, site.name, span)
            oldest = read_reach(connection, site.name, span)
            whole = site if site.described else read_survey(connection, site, span.start) or site
    finally:
        engine.dispose()
    console.print(f"  backfill  {_days(site, span)}: {_reach(progress)}", soft_wrap=True)
    if oldest is not None and not progress.due and not goes_by_date(whole):
        day = oldest.astimezone(site.zone).date()
        console.print(f"  reach     no feed or listing was seen to go back further than {day}")


def _reach(progress: Progress) -> str:
    if progress.due:
        return f"{progress.kept} articles kept, {progress.due} pages wait; run it again to go on"
    return f"{progress.kept} articles kept, nothing waits"
