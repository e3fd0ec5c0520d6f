"""`feeds`: the feeds that keep themselves: list them, write them."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console, JustifyMethod
from rich.table import Table

from crawler.cli import options
from crawler.cli.main import complain
from crawler.errors import FeedError, LedgerMissing, UsageError
from crawler.feeds.check import check_cursor, check_target, is_empty
from crawler.feeds.declared import DeclaredFeed, judge_declared, read_declared
from crawler.feeds.definition import tell
from crawler.feeds.kept_feeds import Look, Outcome, Standing, look_at, write_feeds
from crawler.jobs.telling import tell_result
from crawler.ledger.connect import at_one_moment, opened, reading
from crawler.toml_file import read_toml

_NOTHING = "{} declares no feed; docs/feeds.md shows how to write one"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer()
    group.callback(invoke_without_command=True)(feeds)
    group.command("run")(run)
    group.command("check")(check)
    app.add_typer(group, name="feeds")


def feeds(context: typer.Context, data: options.Data = None, ledger: options.Ledger = None) -> None:
    """List the feeds that `feeds.toml` in the data folder declares, and how each stands.

    They are written after each crawl that changed them; `feeds run` writes them now.
    CRAWLER_FEEDS names another file.
    """
    if context.invoked_subcommand is not None:
        options.require_none_before(context)
        return
    declared = _require_declared(data)
    try:
        with (
            opened(options.ledger_address(data, ledger)) as engine,
            reading(at_one_moment(engine)) as connection,
        ):
            looks = list(look_at(connection, declared))
    except LedgerMissing:
        looks = [Look(one, None, Standing.NEVER, 0) for one in declared]
    _print(looks)


def run(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="These alone, in any case.")
    ] = None,
    data: options.Data = None,
    ledger: options.Ledger = None,
) -> None:
    """Write the feeds that there is news for, or those named."""
    declared = _require_declared(data)
    chosen = {one.name: one for one in declared}
    for name in names or ():
        if name not in chosen:
            raise UsageError(f"no feed is named {name!r}; there are {', '.join(chosen)}")
    wanted = [chosen[name] for name in dict.fromkeys(names)] if names else declared
    with opened(options.ledger_address(data, ledger)) as engine:
        outcomes = write_feeds(engine, wanted, _now(), always=bool(names), patient=False)
    tell_result(written=sum(one.count is not None for one in outcomes))
    raise typer.Exit(print_outcomes(Console(stderr=True, highlight=False), outcomes, all_of=True))


def check(data: options.Data = None, ledger: options.Ledger = None) -> None:
    """Tell what is declared wrongly, and whether a file can be put where each feed goes.

    Nothing is written: where a server is asked, a small file of a hidden name is put there and
    removed. The exit code is 2 if a feed is declared wrongly, 1 if one cannot be written.
    """
    file = _file(data)
    feeds, mistakes = judge_declared(read_toml(file), str(file), options.data_folder(data))
    if not feeds and not mistakes:
        raise UsageError(_NOTHING.format(file))
    for mistake in mistakes:
        complain(mistake)
    failed = [not _tell_check(one, options.ledger_address(data, ledger)) for one in feeds]
    raise typer.Exit(2 if mistakes else int(any(failed)))


def _tell_check(feed: DeclaredFeed, ledger: str) -> bool:
    """Say whether the feed can be written; True if so."""
    note = ""
    try:
        check_target(feed)
        with opened(ledger) as engine, reading(at_one_moment(engine)) as connection:
            check_cursor(connection, feed)
            note = "; nothing fits it yet" if is_empty(connection, feed) else ""
    except LedgerMissing:
        note = "; there is no ledger yet"
    except (UsageError, FeedError) as error:
        print(f"crawler: feed {feed.name}: {error}", file=sys.stderr)
        return False
    print(f"{feed.name}: can be written to {feed.target}{note}")
    return True


def declared_feeds(data: Path | None) -> tuple[DeclaredFeed, ...]:
    """The feeds that are declared; none without a file. Raises UsageError for a bad one."""
    return read_declared(_file(data), options.data_folder(data))


def write_after_crawl(console: Console, ledger: str, feeds: tuple[DeclaredFeed, ...]) -> int:
    """Write the feeds that a crawl changed, and say so; 1 if one failed, else 0."""
    if not feeds:
        return 0
    with opened(ledger) as engine:
        outcomes = write_feeds(engine, feeds, _now())
    return print_outcomes(console, outcomes)


def print_outcomes(console: Console, outcomes: list[Outcome], all_of: bool = False) -> int:
    """A line a feed that was written (or each, with ``all_of``); failures go to standard error."""
    for one in outcomes:
        target = one.feed.target
        if one.failure is not None:
            print(f"crawler: feed {one.feed.name}: {one.failure}", file=sys.stderr)
        elif one.count is not None:
            line = f"  feed      {target} ({one.count} articles)"
            console.print(line, soft_wrap=True, markup=False)
        elif all_of:
            console.print(f"  feed      {target}: nothing new", soft_wrap=True, markup=False)
    return int(any(one.failure is not None for one in outcomes))


def _file(data: Path | None) -> Path:
    """Raises UsageError if the variable names a file that is not there."""
    named = os.environ.get("CRAWLER_FEEDS")
    if not named:
        return options.data_folder(data) / "feeds.toml"
    if not Path(named).exists():
        raise UsageError(f"there is no {named}, the file that CRAWLER_FEEDS names")
    return Path(named)


def _require_declared(data: Path | None) -> tuple[DeclaredFeed, ...]:
    """Raises UsageError if nothing is declared."""
    found = declared_feeds(data)
    if not found:
        raise UsageError(_NOTHING.format(_file(data)))
    return found


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _print(looks: list[Look]) -> None:
    """A line of numbers for each feed, then what it holds and where it goes, however long."""
    console = Console(file=sys.stdout, highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, justify in _COLUMNS.items():
        table.add_column(name, justify=justify, no_wrap=True, overflow="ellipsis")
    for look in looks:
        table.add_row(*_cells(look))
    with console.capture() as capture:
        console.print(table)
    head, *lines = capture.get().rstrip("\n").split("\n")
    print(head.rstrip())
    for look, line in zip(looks, lines, strict=True):
        print(line.rstrip())
        kind = "delta, " if look.feed.is_delta else ""
        console.print(f"  {kind}{tell(look.feed.definition)}", soft_wrap=True, markup=False)
        console.print(f"  {look.feed.target}", soft_wrap=True, markup=False)


_COLUMNS: dict[str, JustifyMethod] = {
    "feed": "left",
    "stands": "left",
    "written (UTC)": "left",
    "articles": "right",
    "every": "left",
}


def _cells(look: Look) -> tuple[str, ...]:
    feed, cursor = look.feed, look.cursor
    written = cursor.moved if cursor is not None else None
    return (
        feed.name,
        look.standing.value,
        f"{written:%Y-%m-%d %H:%M}" if written else "",
        str(cursor.items) if cursor and written else "",
        "crawl" if feed.every is None else _length(feed.every),
    )


def _length(every: dt.timedelta) -> str:
    minutes = int(every.total_seconds() // 60)
    for size, unit in ((1440, "d"), (60, "h")):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"
