"""`crawl`: crawl a site into the ledger, then write its feeds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from crawler.cli import lists, options
from crawler.cli.crawl_report import print_report
from crawler.cli.feeds import declared_feeds, write_after_crawl
from crawler.cli.formats import read_formats
from crawler.cli.progress import CrawlProgress, tell_end
from crawler.cli.site_choice import origin_of
from crawler.discovery.choice import choose_site
from crawler.errors import UsageError
from crawler.feeds.declared import DeclaredFeed
from crawler.fetch.origin import Origin
from crawler.site import Site

FEED_FORMATS = ("jsonl", "csv", "rss", "text")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("crawl")(crawl)


def crawl(
    site: Annotated[
        str | None,
        typer.Argument(metavar="SITE", help="A name that `sites` lists, or any site's address."),
    ] = None,
    urls: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Articles from a list of addresses; - reads it here."),
    ] = None,
    warc: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Articles from a WARC file, without the network."),
    ] = None,
    origin: options.OriginOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="How far back listings are walked when the ledger does not know the site yet "
            "[default: three days].",
        ),
    ] = None,
    max_pages: Annotated[
        int, typer.Option(metavar="N", min=1, help="Ask for at most this many pages.")
    ] = 1000,
    depth: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="How far related links are followed from a listing's story."
        ),
    ] = 1,
    revisits: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="Look again at this many articles at most, for changes."
        ),
    ] = 200,
    feeds: options.Feeds = "jsonl,rss",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Ask the listings only; say what would be fetched.")
    ] = False,
    archive: options.Archive = None,
    archive_size: options.ArchiveSize = "1G",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what happens.")] = False,
    log_format: options.LogFormatOption = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Crawl SITE from its listings through related links into the ledger.

    What is already kept is not fetched again. A crawl that was ended, by whatever, goes on where
    it stood.

    For example: `crawl interfax-ukraine --since 2026-01-31 --feeds jsonl,csv`
    """
    options.use_log_format(log_format)
    formats = read_formats(feeds)
    kept_feeds = declared_feeds(data)
    if urls is not None or warc or site is None:
        wanted = lists.Wanted(site, urls, tuple(warc or ()), dry_run)
        _require_asking(archive, warc, dry_run)
        settings = base_settings(data, ledger) | options.archive_settings(archive, archive_size)
        told = lists.Told(
            settings, formats, options.data_folder(data), origin, max_pages, verbose, kept_feeds
        )
        raise typer.Exit(lists.crawl_lists(wanted, told))
    chosen = choose_site(site)
    _require_asking(archive, warc, dry_run)
    settings = crawl_settings(chosen, data, ledger, origin)
    settings |= options.archive_settings(archive, archive_size)
    arguments: dict[str, Any] = {
        "max_pages": max_pages,
        "depth": depth,
        "revisits": revisits,
    }
    if since is not None:
        arguments["since"] = since
    if dry_run:
        from crawler.cli.dry_run import show_dry_run

        raise typer.Exit(show_dry_run(chosen, settings, arguments, verbose))
    code = crawl_and_report(
        chosen, settings, arguments, formats, options.data_folder(data), verbose, kept_feeds
    )
    raise typer.Exit(code)


def _require_asking(archive: Path | None, warc: list[Path] | None, dry_run: bool) -> None:
    """Raises UsageError for an archive of what is not fetched, or not kept."""
    if archive is not None and (warc or dry_run):
        raise UsageError("--archive keeps what a crawl fetches; leave out --warc and --dry-run")


def crawl_settings(
    site: Site, data: Path | None, ledger: str | None, origin: str | None
) -> dict[str, Any]:
    """The Scrapy settings that the options stand for. Raises BadAddress for a bad origin."""
    settings = base_settings(data, ledger)
    origin = origin_of(site, origin)
    if origin is not None:
        Origin.parse(origin, site.home)
        settings["ORIGIN"] = origin
    return settings


def base_settings(data: Path | None, ledger: str | None) -> dict[str, Any]:
    """The settings that no site has a part in."""
    return {
        "CRAWLER_DATA": str(options.data_folder(data)),
        "CRAWLER_LEDGER": options.ledger_address(data, ledger),
    }


def crawl_and_report(
    site: Site,
    settings: dict[str, Any],
    arguments: dict[str, Any],
    formats: tuple[str, ...],
    folder: Path,
    verbose: bool,
    kept_feeds: tuple[DeclaredFeed, ...] = (),
) -> int:
    """Crawl, write the feeds, print the report; the exit code."""
    # Scrapy and what it brings take half a second to import: only who crawls waits for it.
    from crawler.feeds.site_feeds import write_site_feeds
    from crawler.spiders.run import quiet_logging, run_crawl

    quiet_logging(verbose)
    console = Console(stderr=True, highlight=False)
    with CrawlProgress(site.name, int(arguments["max_pages"]), console) as progress:
        end = run_crawl(site, settings, arguments, progress.update)
    written = write_site_feeds(settings["CRAWLER_LEDGER"], site, folder / "feeds", formats)
    tell_end(end)
    console = Console(file=sys.stdout, highlight=False)
    code = print_report(console, settings["CRAWLER_LEDGER"], site, end, written)
    code = write_after_crawl(console, settings["CRAWLER_LEDGER"], kept_feeds) or code
    return 128 + end.signal if end.signal else code
