"""`crawl --urls` and `crawl --warc`: articles from a list of addresses, or from WARC files."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from crawler import registry
from crawler.cli.feeds import write_after_crawl
from crawler.discovery.given import BadLine, GivenList, read_given
from crawler.errors import StorageFailed, UsageError
from crawler.feeds.declared import DeclaredFeed
from crawler.fetch.origin import Origin
from crawler.site import Site

SHOWN = 20
"""Sites, and bad lines, that are told one by one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line names as the articles' source."""

    site: str | None
    urls: str | None
    warc: tuple[Path, ...]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the other options say."""

    settings: Mapping[str, Any]
    formats: tuple[str, ...]
    folder: Path
    origin: str | None
    max_pages: int
    verbose: bool
    kept_feeds: tuple[DeclaredFeed, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteEnd:
    """What became of one site's articles: the desk's counts, or the ledger's alike."""

    site: Site
    counts: Counter[str]


def crawl_lists(wanted: Wanted, told: Told) -> int:
    """Fetch or read the articles, write the feeds, print the report; the exit code."""
    sources = (wanted.site, wanted.urls, wanted.warc)
    if wanted.warc and wanted.site and Path(wanted.site).is_file():
        raise UsageError("write --warc before each file: --warc FILE --warc FILE")
    if sum(1 for source in sources if source) != 1:
        raise UsageError("name one of SITE, --urls FILE and --warc FILE")
    if wanted.dry_run:
        raise UsageError("--dry-run is for a SITE: a list says itself what would be fetched")
    if wanted.warc:
        return _crawl_warc(wanted.warc, told)
    assert wanted.urls is not None
    return _crawl_urls(wanted.urls, told)


def _crawl_urls(file: str, told: Told) -> int:
    from crawler.spiders.run import quiet_logging
    from crawler.spiders.run_lists import ListRun

    given = read_given(_read_lines(file), registry.sites().values())
    _print_bad(given)
    quiet_logging(told.verbose)
    jobs = [
        (site, tuple(urls), _own_settings(site, told.origin))
        for site, urls in given.by_site.values()
    ]
    run = ListRun(told.settings, {"max_pages": told.max_pages, "depth": 0})
    run.run(jobs)
    for name, error in run.failures.items():
        print(f"crawler: {name}: {error}", file=sys.stderr)
    ends = [SiteEnd(given.by_site[end.site][0], end.counts) for end in run.ends]
    code = _finish(ends, told)
    if any(isinstance(error, StorageFailed) for error in run.failures.values()):
        return 1
    return 128 + run.caught[0] if run.caught else code


def _own_settings(site: Site, origin: str | None) -> dict[str, Any]:
    if origin is None:
        return {}
    Origin.parse(origin, site.home)
    return {"ORIGIN": origin}


def _read_lines(file: str) -> Iterable[str]:
    """The lines of a file, ``-`` for standard input. Raises UsageError."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}") from error
    return data.decode("utf-8", "replace").splitlines()


def _print_bad(given: GivenList) -> None:
    """Say which lines give no address. Raises UsageError if none of them does."""
    for bad in given.bad[:SHOWN]:
        print(_bad_line(bad), file=sys.stderr)
    if len(given.bad) > SHOWN:
        print(f"crawler: {len(given.bad) - SHOWN} more lines like these", file=sys.stderr)
    if not given.by_site:
        raise UsageError("the list holds no address that can be fetched; write one a line")


def _bad_line(bad: BadLine) -> str:
    return f"crawler: line {bad.number}: {bad.text!r} is left out: {bad.why}"


def _crawl_warc(files: Sequence[Path], told: Told) -> int:
    from crawler.spiders.from_warc import keep_warc

    ends, told_of = keep_warc(files, str(told.settings["CRAWLER_LEDGER"]))
    for line in told_of:
        print(f"crawler: {line}", file=sys.stderr)
    return _finish([SiteEnd(site, counts) for site, counts in ends], told)


def _finish(ends: Sequence[SiteEnd], told: Told) -> int:
    """Write each site's feeds and say what was kept; 1 if nothing could be."""
    from crawler.feeds.site_feeds import write_site_feeds

    console = Console(highlight=False)
    total: Counter[str] = Counter()
    for end in ends:
        total += end.counts
        if end.counts["article/new"] or end.counts["article/revised"]:
            ledger = str(told.settings["CRAWLER_LEDGER"])
            write_site_feeds(ledger, end.site, told.folder / "feeds", told.formats)
    ordered = sorted(ends, key=lambda end: -end.counts["article/new"])
    for end in ordered[:SHOWN]:
        console.print(f"[bold]{end.site.name}[/]: {_said(end.counts)}", soft_wrap=True)
    if len(ends) > SHOWN:
        console.print(f"… and {len(ends) - SHOWN} more sites")
    if len(ends) != 1:
        console.print(f"[bold]{len(ends)} sites[/]: {_said(total)}", soft_wrap=True)
    if any(told.formats) and ends:
        console.print(f"  feeds     {told.folder / 'feeds'}", soft_wrap=True)
    failed = write_after_crawl(console, str(told.settings["CRAWLER_LEDGER"]), told.kept_feeds)
    nothing = total["requests"] and not (total["answer/ok"] + total["answer/unchanged"])
    return 1 if failed or nothing or _is_all_missed(total) else 0


def _is_all_missed(total: Counter[str]) -> bool:
    kept = sum(total[f"article/{news}"] for news in ("new", "revised", "unchanged"))
    return bool(total["requests"]) and not kept


def _said(counts: Counter[str]) -> str:
    missed = {n.rpartition("/")[2]: c for n, c in counts.items() if n.startswith("missed/")}
    told = ", ".join(f"{count} {why}" for why, count in Counter(missed).most_common(5))
    words = [
        f"{counts['requests']} read",
        f"{counts['article/new']} new",
        f"{counts['article/revised']} revised",
    ]
    return ", ".join(words) + (f"; missed: {told}" if told else "")
