"""`replay`: rebuild a ledger from an archive alone."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from crawler.archive.reader import Archive
from crawler.cli import options
from crawler.errors import UsageError

if TYPE_CHECKING:
    from crawler.spiders.replay import SessionEnd

NEWS = ("new", "revised", "unchanged")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("replay")(replay)


def replay(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="What `crawl --archive DIR` filled.")
    ],
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Rebuild a ledger from the archive in DIR, with nothing asked of any network.

    Every answer is read once more by today's rules, at the time at which it came: articles,
    revisions, looks, what was unpublished. Looks that the ledger holds are left alone, so a second
    replay changes nothing.
    """
    # Scrapy and what it brings take half a second to import: only who replays waits for it.
    from crawler.spiders.replay import replay as replay_archive

    archive = open_archive(folder)
    ends = list(replay_archive(archive, options.ledger_address(data, ledger)))
    _print(Console(file=sys.stdout, highlight=False), folder, ends)
    print_passed_over(archive)


def open_archive(folder: Path) -> Archive:
    """The archive in a folder. Raises UsageError for one that no crawl of ours filled."""
    archive = Archive.open(folder)
    if not archive.sessions:
        raise UsageError(
            f"no crawl of this program filled {folder}; "
            "`crawl --warc FILE` takes articles from WARC files of others"
        )
    return archive


def print_passed_over(archive: Archive) -> None:
    """Say what of an archive gave nothing."""
    if archive.skipped:
        told = ", ".join(f"{count} {why}" for why, count in archive.skipped.most_common())
        print(f"crawler: passed over {told}", file=sys.stderr)
    if archive.foreign:
        print(
            f"crawler: passed over {len(archive.foreign)} files of other programs, such as "
            f"{archive.foreign[0].name}; `crawl --warc` takes articles from those",
            file=sys.stderr,
        )


def _print(console: Console, folder: Path, ends: list[SessionEnd]) -> None:
    total: Counter[str] = sum((end.counts for end in ends), Counter())
    known = sum(end.known for end in ends)
    if not total["requests"]:
        console.print(
            f"Nothing new: the ledger holds all {known} looks that are in {folder}, or later ones.",
            soft_wrap=True,
        )
        return
    console.print(_table(ends))
    told = f", {known} looks were there before" if known else ""
    console.print(f"{total['requests']} looks replayed{told}.")


def _table(ends: list[SessionEnd]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("crawl begun (UTC)", no_wrap=True)
    table.add_column("site", overflow="ellipsis", no_wrap=True)
    for name in ("looks", *NEWS, "gone"):
        table.add_column(name, justify="right", no_wrap=True)
    for end in ends:
        if end.counts["requests"]:
            begun = f"{end.session.started:%Y-%m-%d %H:%M}"
            table.add_row(begun, end.session.site, *map(str, _numbers(end.counts)))
    return table


def _numbers(counts: Mapping[str, int]) -> list[int]:
    return [
        counts["requests"],
        *(counts[f"article/{news}"] for news in NEWS),
        counts["answer/gone"],
    ]
